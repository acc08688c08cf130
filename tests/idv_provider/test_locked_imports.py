"""What the programs import is what their own set of requirements installs."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from idv_provider.embedded.options import ROOT

_OURS = frozenset(one.parent.name for one in ROOT.glob("*/__init__.py"))
_NOT_DEPLOYED = {"benchmarks", "sandbox", "tests"}
# Only the demo loads these, and it has a larger set.
_DEMO_ONLY = ("sandbox", "idv_provider/embedded")
_UNRECORDED = {"dlib": ["dlib-bin"]}  # its wheel does not say which module it brings


def test_the_provider_imports_only_what_the_runtime_set_installs() -> None:
    assert not _missing(_provider(), "runtime")


def test_the_demo_imports_only_what_the_sandbox_set_installs() -> None:
    assert not _missing(_demo(), "sandbox")


def test_an_import_that_only_the_development_set_brings_is_noticed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("import celery\nfrom hypothesis import given\n")

    assert _missing([program], "runtime") == {"program.py: hypothesis"}


@pytest.mark.parametrize(("smaller", "larger"), [("runtime", "sandbox"), ("sandbox", "dev")])
def test_a_larger_set_has_all_of_the_smaller_one(smaller: str, larger: str) -> None:
    assert _locked(smaller) < _locked(larger)


def _provider() -> Iterator[Path]:
    for package in _OURS - _NOT_DEPLOYED:
        for path in (ROOT / package).rglob("*.py"):
            if not path.relative_to(ROOT).as_posix().startswith(_DEMO_ONLY):
                yield path


def _demo() -> Iterator[Path]:
    for package in _DEMO_ONLY:
        yield from (ROOT / package).rglob("*.py")


def _missing(programs: Iterator[Path] | list[Path], name: str) -> set[str]:
    locked, packages = _locked(name), {**packages_distributions(), **_UNRECORDED}
    return {
        f"{path.name}: {module}"
        for path in programs
        for module in _foreign(path)
        if not {_canonical(one) for one in packages.get(module, [])} & locked
    }


def _foreign(path: Path) -> set[str]:
    """Return the first part of each absolute import that is neither Python's nor ours."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - _OURS


def _locked(name: str) -> frozenset[str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(_canonical(one) for one in re.findall(r"^([\w.-]+)==", text, re.MULTILINE))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
