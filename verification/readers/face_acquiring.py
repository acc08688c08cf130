"""Labelled pictures to embeddings, and their pairs to distances."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from verification.readers import face_engine, faces, images
from verification.readers.face_calibration import Compared, share
from verification.readers.face_engine import Embedding, FaceEngine
from verification.readers.face_folder import Labelled, Pair

_NAMED = 5  # pictures in one line

Done = Callable[[Path], None]


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


def acquire(
    pictures: Iterable[Path],
    engine: FaceEngine,
    done: Done = lambda picture: None,
) -> Acquired:
    """Find and embed the largest face of every picture; ``done`` is told of each."""
    acquired = Acquired()
    for picture in pictures:
        _acquire(picture, engine, acquired)
        done(picture)
    return acquired


def compare(pairs: Labelled, acquired: Acquired) -> tuple[Compared, Compared]:
    """Compare all pairs whose faces were found: those of one person, and those of two."""
    mated, non_mated = (
        _compare(some, acquired, pairs.people) for some in (pairs.mated, pairs.non_mated)
    )
    return mated, non_mated


def told(acquired: Acquired) -> str:
    """Return the detection rate, and which pictures were left out and why, as lines."""
    read = len(acquired.embeddings) + len(acquired.faceless)
    lines = [
        f"detection rate {share(len(acquired.embeddings), read)}",
        f"{len(acquired.crowded)} pictures with several faces, of which the largest counts",
    ]
    left_out = (("no face found in", acquired.faceless), ("could not be read:", acquired.refused))
    for what, pictures in left_out:
        if pictures:
            names = ", ".join(picture.name for picture in pictures[:_NAMED])
            more = f" and {len(pictures) - _NAMED} more" if len(pictures) > _NAMED else ""
            lines.append(f"left out, {what} {names}{more}")
    return "\n".join(lines)


def _acquire(picture: Path, engine: FaceEngine, acquired: Acquired) -> None:
    try:
        image = images.decode(picture.read_bytes(), side=images.SELFIE_SIDE)
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


def _compare(pairs: Iterable[Pair], acquired: Acquired, people: Mapping[Path, str]) -> Compared:
    known = acquired.embeddings
    kept = [pair for pair in pairs if all(picture in known for picture in pair)]
    numbers: dict[str, int] = {}

    def number(picture: Path) -> int:
        return numbers.setdefault(people.get(picture, str(picture)), len(numbers))

    measured = [face_engine.distance(known[one], known[other]) for one, other in kept]
    who = [(number(one), number(other)) for one, other in kept]
    return Compared(np.array(measured, np.float64), np.array(who, np.int64).reshape(-1, 2))
