"""Every threat to the hosted flow has a proof that is named, or a risk that is told."""

import re
from pathlib import Path

import pytest

SECURITY = Path("docs/security.md")
_ROW = re.compile(r"^\| (H\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = {row[1]: (row[2], row[3]) for row in _ROW.finditer(SECURITY.read_text(encoding="utf-8"))}


def test_all_threats_are_listed() -> None:
    assert list(ROWS) == [f"H{number}" for number in range(1, 23)]


@pytest.mark.parametrize("threat", ROWS)
def test_a_threat_names_tests_that_exist_and_what_is_left(threat: str) -> None:
    proofs, left = ROWS[threat]
    files = re.findall(r"`(tests/[\w/.]+)`", proofs)

    assert left.strip()
    assert files or "none" in proofs
    for file in files:
        assert Path(file).is_file(), file
