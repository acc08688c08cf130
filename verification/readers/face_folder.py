"""Labelled pictures of faces in a folder, to distances: for calibration and benchmarks.

Either ``FOLDER/person/picture``, or ``FOLDER/pairs.csv`` with the columns ``first``, ``second``
(paths inside the folder) and ``same`` (1 or 0).
"""

import csv
import itertools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from verification.readers import face_engine, faces, images
from verification.readers.face_calibration import Distances
from verification.readers.face_engine import Embedding, FaceEngine

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
MOST_NON_MATED = 500_000
_SEED = 1  # the same pairs each time

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
    table = folder / "pairs.csv"
    found = _from_table(folder, table) if table.is_file() else _from_people(folder)
    if not found.mated or not found.non_mated:
        raise FolderUnfit(
            f"{folder} holds neither pairs.csv with first, second and same, nor folders of people"
            " with several pictures each."
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
    people = {
        person.name: sorted(one for one in person.rglob("*") if one.suffix.lower() in PICTURES)
        for person in sorted(folder.iterdir())
        if person.is_dir()
    }
    mated = [pair for pictures in people.values() for pair in itertools.combinations(pictures, 2)]
    strangers = itertools.combinations(people.values(), 2)
    non_mated = [pair for one, other in strangers for pair in itertools.product(one, other)]
    if len(non_mated) > MOST_NON_MATED:
        non_mated = random.Random(_SEED).sample(non_mated, MOST_NON_MATED)  # noqa: S311 # no secret
    return Labelled(tuple(mated), tuple(non_mated))


def _from_table(folder: Path, table: Path) -> Labelled:
    with table.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    pairs: dict[str, list[Pair]] = {"1": [], "0": []}
    for row in rows:
        first, second, same = (row.get(name) or "" for name in ("first", "second", "same"))
        if same.strip() not in pairs or not first or not second:
            raise FolderUnfit(f"{table} has a row without first, second and same (1 or 0).")
        pairs[same.strip()].append((folder / first, folder / second))
    return Labelled(tuple(pairs["1"]), tuple(pairs["0"]))
