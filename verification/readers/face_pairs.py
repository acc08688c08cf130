"""Lists of labelled pairs as people write them: CSV with many headings, or LFW's ``pairs.txt``."""

import csv
from collections.abc import Iterator
from pathlib import Path

Row = tuple[str, str, bool]

_FIRST = ("first", "image1", "img1", "file1", "path1", "left", "a", "reference", "id_image")
_SECOND = ("second", "image2", "img2", "file2", "path2", "right", "b", "probe", "selfie")
_SAME = ("same", "label", "is_same", "issame", "match", "mated", "genuine", "target", "y")
_YES = frozenset({"1", "true", "yes", "same", "match", "mated", "genuine", "positive"})
_NO = frozenset(
    {"0", "-1", "false", "no", "different", "non-match", "non-mated", "impostor", "negative"}
)
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".JPG", ".JPEG", ".PNG")


class PairsUnfit(ValueError):
    """The list cannot be read; the text says where and what was looked for."""


def rows_of(table: Path) -> tuple[Row, ...]:
    """Return both names and whether they show one person, for every line.

    Raises:
        PairsUnfit: no such columns, or a label that is neither yes nor no.
    """
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    lines = [line for line in lines if line.strip()]
    if table.suffix.lower() == ".txt":
        return tuple(_lfw(table, lines))
    return tuple(_columns(table, lines))


def picture_of(folder: Path, name: str) -> Path:
    """Return the picture that a list names, with or without its ending."""
    plain = folder / name.strip()
    if plain.is_file():
        return plain
    ended = (plain.with_name(plain.name + suffix) for suffix in _SUFFIXES)
    return next((path for path in ended if path.is_file()), plain)


def _columns(table: Path, lines: list[str]) -> Iterator[Row]:
    if not lines:
        raise PairsUnfit(f"{table} is empty.")
    first = lines[0]
    separator = next((one for one in ",;\t" if one in first), ",")
    rows = csv.DictReader(lines, delimiter=separator)
    names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    columns = [
        next((names[one] for one in known if one in names), None)
        for known in (_FIRST, _SECOND, _SAME)
    ]
    one, other, same = columns
    if one is None or other is None or same is None:
        raise PairsUnfit(
            f"{table} has no columns first, second and same (or image1, image2 and label); it has"
            f" {', '.join(names) or 'none'}."
        )
    for number, row in enumerate(rows, start=2):
        told = (row[one] or "").strip(), (row[other] or "").strip()
        if not all(told):
            raise PairsUnfit(f"{table}, line {number}: a picture is missing.")
        yield (*told, _answer(table, number, row[same] or ""))


def _answer(table: Path, number: int, said: str) -> bool:
    plain = said.strip().lower().removesuffix(".0")
    if plain in _YES or plain in _NO:
        return plain in _YES
    raise PairsUnfit(f"{table}, line {number}: {said.strip()!r} is neither 1 nor 0.")


def _lfw(table: Path, lines: list[str]) -> Iterator[Row]:
    """Read "name 1 2" and "name 1 other 2": pictures are name/name_0001."""
    for number, line in enumerate(lines, start=1):
        match line.split():
            case [name, one, other] if one.isdigit() and other.isdigit():
                yield _numbered(name, one), _numbered(name, other), True
            case [name, one, another, other] if one.isdigit() and other.isdigit():
                yield _numbered(name, one), _numbered(another, other), False
            case counts if number == 1 and all(count.isdigit() for count in counts):
                continue  # how many sets and pairs there are
            case _:
                raise PairsUnfit(f"{table}, line {number}: neither two nor four words and numbers.")


def _numbered(name: str, number: str) -> str:
    return f"{name}/{name}_{int(number):04d}"
