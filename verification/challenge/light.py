"""The light of the page on a face: colours in a drawn order, and what of it was seen. Pure.

A face before a screen is lit by it; a film on another screen is not, whatever it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from statistics import fmean
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from verification.challenge.evidence import FrameEvidence, FramePose


class Colour(StrEnum):
    """What the page is filled with. None of them is a saturated red (WCAG 2.3.1)."""

    AMBER = "amber"
    BLUE = "blue"
    GREEN = "green"
    PINK = "pink"


#: Seconds of each; no more than three changes a second may be shown (WCAG 2.3.1).
COLOUR_SECONDS = 1.0
#: Of red, green and blue light, 0 to 1, as the page's style sheet has them in sRGB.
LIGHT_OF = MappingProxyType(
    {
        Colour.AMBER: (1.0, 0.52, 0.05),
        Colour.BLUE: (0.05, 0.22, 1.0),
        Colour.GREEN: (0.06, 1.0, 0.30),
        Colour.PINK: (1.0, 0.14, 0.75),
    }
)
_SETTLED = 0.45  # seconds after a change until cameras have followed
_MIN_CHANGES = 6


@dataclass(frozen=True, slots=True)
class FaceLight:
    """Light as a camera has it: natural logarithms of linear red, green and blue.

    Attributes:
        face: of the face.
        beside: of what is beside it.
    """

    face: "Light"
    beside: "Light"


@dataclass(frozen=True, slots=True)
class Light:
    """Natural logarithms of linear light."""

    red: float
    green: float
    blue: float


@dataclass(frozen=True, slots=True)
class Response:
    """How the face answered the colours.

    Attributes:
        likeness: normalised correlation of its changes with the demanded ones, -1 to 1.
        gain: its changes as a share of the demanded ones: of how much light the page was.
        alone: how much of that gain is not beside the face as well: near 1 for a face before a
            wall, near 0 where face and surroundings are one picture.
    """

    likeness: float
    gain: float
    alone: float


Tint = tuple[float, ...]
Array = npt.NDArray[np.float64]


def draw_colours(randomness: bytes, count: int) -> tuple[Colour, ...]:
    """Draw colours, none twice in a row; every sequence is as likely as any other.

    Args:
        randomness: 16 bytes and more from a cryptographic source, used for nothing else.
        count: how many; 60 at most.
    """
    number = int.from_bytes(randomness)
    colours = list(Colour)
    number, first = divmod(number, len(colours))
    drawn = [colours[first]]
    while len(drawn) < count:
        others = [colour for colour in colours if colour is not drawn[-1]]
        number, next_ = divmod(number, len(others))
        drawn.append(others[next_])
    return tuple(drawn)


def response(colours: Sequence[Colour], frames: Sequence["FrameEvidence"]) -> Response | None:
    """Return how the face's light followed the colours; None when too few of them were seen.

    Only the tint counts, and only its changes from one colour to the next, less what the head's
    pose explains of them: brightness follows every movement, and cameras balance white slowly.
    """
    seen = [under for number in range(len(colours)) if (under := _under(number, frames))]
    changes = [(one, other) for one, other in pairwise(seen) if other.number == one.number + 1]
    if len(changes) < _MIN_CHANGES:
        return None
    poses = np.array([np.subtract(other.pose, one.pose) for one, other in changes])
    face = _left(poses, [np.subtract(other.tint, one.tint) for one, other in changes])
    beside = _left(poses, [np.subtract(other.beside, one.beside) for one, other in changes])
    page = _left(
        poses,
        [
            np.subtract(
                _tint(LIGHT_OF[colours[other.number]]), _tint(LIGHT_OF[colours[one.number]])
            )
            for one, other in changes
        ],
    )
    together, demanded = float((face * page).sum()), max(float((page * page).sum()), 1e-9)
    likeness = together / sqrt(max(float((face * face).sum()) * demanded, 1e-12))
    alone = 1 - float((beside * page).sum()) / together if together > 0 else 0.0
    return Response(likeness, together / demanded, alone)


@dataclass(frozen=True, slots=True)
class _Under:
    """The face under one colour: means over its frames."""

    number: int
    tint: Tint
    beside: Tint
    pose: Tint


def _under(number: int, frames: Sequence["FrameEvidence"]) -> _Under | None:
    begin = number * COLOUR_SECONDS
    found = [
        (_tint_of(frame.light.face), _tint_of(frame.light.beside), _causes(frame.pose))
        for frame in frames
        if frame.light and frame.pose
        if begin + _SETTLED <= frame.received < begin + COLOUR_SECONDS
    ]
    if not found:
        return None
    return _Under(number, *(map(_mean, zip(*found, strict=True))))


def _causes(pose: "FramePose") -> Tint:
    """Return what else changes a face's tint, each of about the size of 1."""
    return (pose.yaw / 20, (pose.yaw / 20) ** 2, pose.pitch / 20, pose.size)


def _tint_of(light: Light) -> Tint:
    return _tint((light.red, light.green, light.blue))


def _tint(light: Tint) -> Tint:
    return tuple(one - fmean(light) for one in light)


def _mean(rows: Sequence[Tint]) -> Tint:
    return tuple(map(fmean, zip(*rows, strict=True)))


def _left(causes: Array, values: Sequence[Array]) -> Array:
    """Return what the causes do not explain."""
    known = np.array(values)
    return np.asarray(known - causes @ np.linalg.lstsq(causes, known, rcond=None)[0])
