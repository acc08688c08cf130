"""Labelled pictures of faces in a folder, to pairs: for calibration and benchmarks.

``FOLDER/person/picture``, where one a person is enough for false matches; or ``FOLDER/pairs.csv``
with the columns ``first``, ``second`` (paths inside the folder) and ``same`` (1 or 0), or with
other usual names; or ``FOLDER/pairs.txt`` as that of Labeled Faces in the Wild; or pictures named
``person_1.jpg``, ``person_2.jpg``.
"""

import csv
import itertools
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from verification.readers.face_pairs import PairsUnfit, picture_of, rows_of

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
MOST_NON_MATED = 500_000
_SEED = 1  # the same pairs each time
_TABLES = frozenset({"pairs.csv", "pairs.tsv", "pairs.txt"})
_NUMBER = re.compile(r"[ _.-]*\(?\d+\)?$")

Pair = tuple[Path, Path]


class FolderUnfit(Exception):
    """The folder holds no labelled pictures; the text says what was looked for."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pairs of pictures of one person, and of two.

    Attributes:
        people: whose picture it is; empty where a list of pairs does not say.
    """

    mated: tuple[Pair, ...]
    non_mated: tuple[Pair, ...]
    people: Mapping[Path, str] = field(default_factory=dict)

    @property
    def pictures(self) -> tuple[Path, ...]:
        """Every picture once, in one order."""
        pairs = itertools.chain(self.mated, self.non_mated)
        return tuple(sorted(set(itertools.chain.from_iterable(pairs))))


def labelled(folder: Path) -> Labelled:
    """Find the pairs.

    Raises:
        FolderUnfit: there are none.
    """
    if not folder.is_dir():
        raise FolderUnfit(f"{folder} is no folder.")
    tables = sorted(one for one in folder.iterdir() if one.name.lower() in _TABLES)
    found = _from_table(folder, tables[0]) if tables else _from_people(folder)
    if not found.non_mated:
        raise FolderUnfit(_what_is_there(folder, found))
    return found


def _what_is_there(folder: Path, found: Labelled) -> str:
    """Say what was found where no two people can be compared, and what is wanted."""
    pictures = len(_pictures(folder, deep=True))
    there = f"{pictures} pictures ({', '.join(sorted(PICTURES))})"
    if found.mated:
        there += ", all of one person"
    return (
        f"{folder} holds {there}: there are no two people to compare. Wanted are a folder for each"
        " person; or pictures named person_1.jpg, person_2.jpg; or pairs.csv (first, second, same),"
        " or pairs.txt as LFW's, with pairs of two people."
    )


def _from_people(folder: Path) -> Labelled:
    people = _people(folder)
    mated = [pair for pictures in people.values() for pair in itertools.combinations(pictures, 2)]
    strangers = itertools.combinations(people.values(), 2)
    non_mated = [pair for one, other in strangers for pair in itertools.product(one, other)]
    if len(non_mated) > MOST_NON_MATED:
        non_mated = random.Random(_SEED).sample(non_mated, MOST_NON_MATED)  # noqa: S311 # no secret
    whose = {picture: person for person, pictures in people.items() for picture in pictures}
    return Labelled(tuple(mated), tuple(non_mated), whose)


def _people(folder: Path) -> dict[str, list[Path]]:
    """Return each person's pictures: by folder, and by what stands before a loose file's number.

    A single folder that holds all people's folders or pictures, as archives often have, is gone
    into. Pictures whose names are numbers alone name nobody: they count as one person's.
    """
    inside = [one for one in sorted(folder.iterdir()) if one.is_dir() and not _is_hidden(one)]
    loose = _pictures(folder, deep=False)
    if len(inside) == 1 and not loose:
        return _people(inside[0])
    people = {person.name: _pictures(person, deep=True) for person in inside}
    for picture in loose:
        people.setdefault(_NUMBER.sub("", picture.stem), []).append(picture)
    return people


def _pictures(folder: Path, *, deep: bool) -> list[Path]:
    found = folder.rglob("*") if deep else folder.iterdir()
    return sorted(
        one
        for one in found
        if one.suffix.lower() in PICTURES and not _is_hidden(one) and one.is_file()
    )


def _is_hidden(path: Path) -> bool:
    """Whether it is a system's own: ``.DS_Store``, ``__MACOSX``, thumbnails."""
    return path.name.startswith((".", "__MACOSX"))


def _from_table(folder: Path, table: Path) -> Labelled:
    try:
        rows = rows_of(table)
    except (PairsUnfit, UnicodeDecodeError, csv.Error) as unfit:
        raise FolderUnfit(str(unfit)) from unfit
    pairs: dict[bool, list[Pair]] = {True: [], False: []}
    for first, second, same in rows:
        pairs[same].append((picture_of(folder, first), picture_of(folder, second)))
    return Labelled(tuple(pairs[True]), tuple(pairs[False]))
