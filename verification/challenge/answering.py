"""Whether a face answered the light of the page, and every part of it alike. Pure.

A face before a screen is lit by it; a film on another screen is not, whatever it shows. What that
screen mirrors of the page covers parts of a face, and wanders over it when the head moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
import numpy.typing as npt

from verification.challenge.evidence import FrameEvidence, FramePose
from verification.challenge.light import COLOUR_SECONDS, LIGHT_OF, Colour, Light

_SETTLED = 0.45  # seconds after a change until cameras have followed
_MIN_CHANGES = 6
_MIN_PLACES = 7
_LEFT_OUT = 2  # places that a beard, glasses or a strand of hair may cover

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Response:
    """How the face answered the colours.

    Attributes:
        likeness: normalised correlation of its changes with the demanded ones, -1 to 1: of all its
            places together, but for the two that differ most. None where too few could be followed.
        gain: its changes as a share of the demanded ones: of how much light the page was.
        alone: how much of that gain is not beside the face as well: near 1 for a face before a
            wall, near 0 where face and surroundings are one picture.
        even: the smallest gain of a place as a share of the largest, without the two smallest and
            the two largest: near 1 for skin, near 0 where a mirror covers a part of the face.
    """

    likeness: float | None
    gain: float
    alone: float
    even: float


def response(colours: Sequence[Colour], frames: Sequence[FrameEvidence]) -> Response | None:
    """Return how the face's light followed the colours; None when too few of them were seen.

    Only the tint counts, and only its changes from one colour to the next, less what the head's
    pose explains of them: brightness follows every movement, and cameras balance white slowly.
    """
    seen = [under for number in range(len(colours)) if (under := _under(number, frames))]
    changes = [(one, other) for one, other in pairwise(seen) if other.number == one.number + 1]
    if len(changes) < _MIN_CHANGES:
        return None
    poses = np.array([other.pose - one.pose for one, other in changes])
    lights = np.array([_tint(np.array(LIGHT_OF[colour])) for colour in colours])
    page = _left(poses, [lights[other.number] - lights[one.number] for one, other in changes])
    face = _left(poses, [other.face - one.face for one, other in changes])
    beside = _left(poses, [other.beside - one.beside for one, other in changes])
    places = np.array([other.places - one.places for one, other in changes])
    seen_always = places[:, ~np.isnan(places).any(axis=(0, 2))].swapaxes(0, 1)
    likeness, even = _of_places([_left(poses, list(place)) for place in seen_always], page)
    together = _gain(face, page)
    return Response(
        likeness=likeness,
        gain=together,
        alone=1 - _gain(beside, page) / together if together > 0 else 0.0,
        even=even,
    )


def _of_places(places: Sequence[Array], page: Array) -> tuple[float | None, float]:
    """Return the likeness of most places taken as one, and how even their gains are."""
    if len(places) < _MIN_PLACES:
        return None, 0.0
    gains = [_gain(place, page) for place in places]
    usual = float(np.median(gains))
    apart = [float(((place - usual * page) ** 2).sum()) for place in places]
    kept = [places[number] for number in np.argsort(apart)[: len(places) - _LEFT_OUT]]
    as_one, demanded = np.array(kept), np.broadcast_to(page, (len(kept), *page.shape))
    both = float((as_one * as_one).sum()) * float((demanded * demanded).sum())
    likeness = float((as_one * demanded).sum()) / sqrt(max(both, 1e-12))
    ranked = sorted(gains)
    return likeness, ranked[_LEFT_OUT] / max(ranked[-1 - _LEFT_OUT], 1e-9)


def _gain(one: Array, page: Array) -> float:
    return float((one * page).sum()) / max(float((page * page).sum()), 1e-9)


@dataclass(frozen=True, slots=True)
class _Under:
    """The face under one colour: means over its frames. Tints; ``places`` of shape (n, 3)."""

    number: int
    face: Array
    beside: Array
    places: Array
    pose: Array


def _under(number: int, frames: Sequence[FrameEvidence]) -> _Under | None:
    begin = number * COLOUR_SECONDS
    found = [
        (frame.light, frame.pose)
        for frame in frames
        if frame.light and frame.pose
        if begin + _SETTLED <= frame.received < begin + COLOUR_SECONDS
    ]
    if not found:
        return None
    return _Under(
        number,
        face=np.mean([_tint(_row(light.face)) for light, _ in found], axis=0),
        beside=np.mean([_tint(_row(light.beside)) for light, _ in found], axis=0),
        places=_mean_of_seen([_rows(light.places) for light, _ in found]),
        pose=np.mean([_causes(pose) for _, pose in found], axis=0),
    )


def _mean_of_seen(frames: Sequence[Array]) -> Array:
    """Return the mean of each place over the frames that show it; not a number where none does."""
    stacked = _tint(np.array(frames))
    shown = ~np.isnan(stacked)
    count = shown.sum(axis=0)
    total = np.where(shown, stacked, 0.0).sum(axis=0)
    return np.where(count, total / np.maximum(count, 1), np.nan)


def _causes(pose: FramePose) -> Array:
    """Return what else changes a face's tint, each of about the size of 1."""
    return np.array((pose.yaw / 20, (pose.yaw / 20) ** 2, pose.pitch / 20, pose.size))


def _row(light: Light | None) -> Array:
    return np.array((light.red, light.green, light.blue) if light else (np.nan,) * 3)


def _rows(places: Sequence[Light | None]) -> Array:
    return np.array([_row(place) for place in places]).reshape(-1, 3)


def _tint(light: Array) -> Array:
    return np.asarray(light - light.mean(axis=-1, keepdims=True))


def _left(causes: Array, values: Sequence[Array]) -> Array:
    """Return what the causes do not explain."""
    known = np.array(values)
    return np.asarray(known - causes @ np.linalg.lstsq(causes, known, rcond=None)[0])
