"""docs/reference/settings.md against what the settings really read."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "settings.md"
_ROW = re.compile(
    r"^\| `(?P<name>[A-Z_]+)` \| (?P<production>[^|]+) \| (?P<embedded>[^|]+) \| .+ \|$",
    re.MULTILINE,
)
_ASK = """
import json
from idv_provider.env import Reader
made = []
begin = Reader.__init__
Reader.__init__ = lambda self: (begin(self), made.append(self))[0]
Reader.raise_problems = lambda self: None
import idv_provider.settings
print(json.dumps(made[0].asked))
"""
SECRETS = ("IDV_SECRET_KEY", "IDV_ENCRYPTION_KEYS")


def asked_for(mode: str, folder: Path) -> dict[str, str | None]:
    """Return every variable that the settings ask for in this mode, with its default."""
    environment = {"PATH": os.environ["PATH"], "IDV_MODE": mode, "IDV_DATA_DIR": str(folder)}
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", _ASK],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    asked: dict[str, str | None] = json.loads(done.stdout)
    return asked


def as_written(name: str, default: str | None) -> str:
    """Return how the page writes a default."""
    if default is None:
        return "required"
    if name in SECRETS:
        return "made once"
    return f"`{default.removeprefix(f'{ROOT}/')}`" if default else "empty"


@pytest.mark.parametrize("mode", ["production", "embedded"])
def test_the_page_lists_every_variable_and_its_default(mode: str, tmp_path: Path) -> None:
    page = {row["name"]: row[mode] for row in _ROW.finditer(PAGE.read_text(encoding="utf-8"))}

    asked = asked_for(mode, tmp_path)

    assert page == {name: as_written(name, default) for name, default in asked.items()}


def test_no_other_module_reads_the_environment() -> None:
    """A variable read elsewhere would be missing from the page and from the start's one message."""
    readers = {"idv_provider/env.py", "idv_provider/healthcheck.py"}
    code = (path for app in ("idv_provider", "oidc", "verification", "applications", "sandbox")
            for path in (ROOT / app).rglob("*.py"))  # fmt: skip
    reads = re.compile(r"environ\.get|environ\[|getenv")

    found = {str(one.relative_to(ROOT)) for one in code if reads.search(one.read_text("utf-8"))}

    assert found == readers
