"""Labelled pictures of faces in a folder, to distances: for calibration and benchmarks.

``FOLDER/person/picture``; or ``FOLDER/pairs.csv`` with the columns ``first``, ``second`` (paths
inside the folder) and ``same`` (1 or 0), or with other usual names; or ``FOLDER/pairs.txt`` as
that of Labeled Faces in the Wild; or pictures named ``person_1.jpg``, ``person_2.jpg``.
"""

import csv
import itertools
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from verification.readers import face_engine, faces, images
from verification.readers.face_calibration import Distances
from verification.readers.face_engine import Embedding, FaceEngine
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
    """Pairs of pictures of one person, and of two."""

    mated: tuple[Pair, ...]
    non_mated: tuple[Pair, ...]

    @property
    def pictures(self) -> tuple[Path, ...]:
        """Every picture once, in one order."""
        pairs = itertools.chain(self.mated, self.non_mated)
        return tuple(sorted(set(itertools.chain.from_iterable(pairs))))


@dataclass(slots=True)
class Acquired:
    """What became of the pictures.

    Attributes:
        embeddings: of each picture's largest face.
        refused: pictures that could not be read.
        faceless: pictures in which no face was found.
        crowded: pictures with several faces; the largest was taken.
    """

    embeddings: dict[Path, Embedding] = field(default_factory=dict)
    refused: list[Path] = field(default_factory=list)
    faceless: list[Path] = field(default_factory=list)
    crowded: list[Path] = field(default_factory=list)


def labelled(folder: Path) -> Labelled:
    """Find the pairs.

    Raises:
        FolderUnfit: there are none.
    """
    if not folder.is_dir():
        raise FolderUnfit(f"{folder} is no folder.")
    tables = sorted(one for one in folder.iterdir() if one.name.lower() in _TABLES)
    found = _from_table(folder, tables[0]) if tables else _from_people(folder)
    if not found.mated or not found.non_mated:
        raise FolderUnfit(
            f"{folder} holds {len(found.mated)} pairs of one person and {len(found.non_mated)} of"
            " two. Wanted are pairs.csv (first, second, same) or pairs.txt as LFW's; or a folder"
            " for each person with several pictures; or pictures named person_1.jpg, person_2.jpg."
        )
    return found


def acquire(
    pictures: Iterable[Path],
    engine: FaceEngine,
    done: Callable[[Path], None] = lambda picture: None,
) -> Acquired:
    """Find and embed the largest face of every picture; ``done`` is told of each."""
    acquired = Acquired()
    for picture in pictures:
        _acquire(picture, engine, acquired)
        done(picture)
    return acquired


def distances(pairs: Iterable[Pair], acquired: Acquired) -> Distances:
    """Return the distances of all pairs whose faces were found."""
    known = acquired.embeddings
    return np.array(
        [
            face_engine.distance(known[one], known[other])
            for one, other in pairs
            if one in known and other in known
        ],
        np.float64,
    )


def _acquire(picture: Path, engine: FaceEngine, acquired: Acquired) -> None:
    try:
        image = images.decode(picture.read_bytes())
    except (OSError, images.ImageRefused):
        acquired.refused.append(picture)
        return
    found = faces.find(image)
    if not found:
        acquired.faceless.append(picture)
        return
    if len(found) > 1:
        acquired.crowded.append(picture)
    acquired.embeddings[picture] = engine.embed(image, found[0])


def _from_people(folder: Path) -> Labelled:
    people = _people(folder)
    mated = [pair for pictures in people.values() for pair in itertools.combinations(pictures, 2)]
    strangers = itertools.combinations(people.values(), 2)
    non_mated = [pair for one, other in strangers for pair in itertools.product(one, other)]
    if len(non_mated) > MOST_NON_MATED:
        non_mated = random.Random(_SEED).sample(non_mated, MOST_NON_MATED)  # noqa: S311 # no secret
    return Labelled(tuple(mated), tuple(non_mated))


def _people(folder: Path) -> dict[str, list[Path]]:
    """Return each person's pictures: by folder, else by what stands before a file's number.

    A single folder that holds all people's folders, as archives often have, is gone into.
    """
    inside = [one for one in sorted(folder.iterdir()) if one.is_dir()]
    loose = _pictures(folder, deep=False)
    if len(inside) == 1 and not loose:
        return _people(inside[0])
    if inside:
        return {person.name: _pictures(person, deep=True) for person in inside}
    people: dict[str, list[Path]] = {}
    for picture in loose:
        people.setdefault(_NUMBER.sub("", picture.stem) or picture.stem, []).append(picture)
    return people


def _pictures(folder: Path, *, deep: bool) -> list[Path]:
    found = folder.rglob("*") if deep else folder.iterdir()
    return sorted(one for one in found if one.suffix.lower() in PICTURES)


def _from_table(folder: Path, table: Path) -> Labelled:
    try:
        rows = rows_of(table)
    except (PairsUnfit, UnicodeDecodeError, csv.Error) as unfit:
        raise FolderUnfit(str(unfit)) from unfit
    pairs: dict[bool, list[Pair]] = {True: [], False: []}
    for first, second, same in rows:
        pairs[same].append((picture_of(folder, first), picture_of(folder, second)))
    return Labelled(tuple(pairs[True]), tuple(pairs[False]))
