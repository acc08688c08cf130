"""The numbered checks of the protocol are each named by a test that proves them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
REFERENCE = TESTS.parent / "docs" / "reference" / "protocol.md"
EVERY = set(range(1, 141))
_NAMED = re.compile(r"Checks? ((?:[A-Z]?\d+(?:, | and | to )?)+)")
# What a proxy does, and no process of ours: said in the reference.
AT_THE_PROXY = "TLS 1.2 or later is the proxy's"


def numbers(docstring: str) -> Iterator[int]:
    """Yield the numbers that "Checks 1, 4 to 6 and 9" names."""
    for found in _NAMED.findall(docstring):
        for first, last in re.findall(r"(\d+) to [A-Z]?(\d+)", found):
            yield from range(int(first), int(last) + 1)
        yield from map(int, re.findall(r"\d+", found))


def named() -> set[int]:
    """Return the numbers in the docstrings of test functions; a module's summary proves nothing."""
    found: set[int] = set()
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.update(numbers(ast.get_docstring(node) or ""))
    return found


def test_every_check_is_named_by_a_test() -> None:
    assert EVERY - named() == set()


def test_what_no_test_here_can_prove_is_said_in_the_reference() -> None:
    assert AT_THE_PROXY in " ".join(REFERENCE.read_text(encoding="utf-8").split())
