"""Whether a head passed through the angles between, as living ones do. Pure.

A print for each pose has a face's depth between one and the next, and none on the way: its relief
jumps. A print that is swayed, turned or bent meanwhile changes nothing in that, as the relief is
what no sheet can show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import median

from verification.challenge.evidence import FrameEvidence, Relief
from verification.challenge.following import StepSeen, steps_seen
from verification.challenge.gestures import SIDEWAYS, TURNS, Challenge

_MIN_WAY = 0.05  # sine; a turn of less relief is nothing that could be passed through


@dataclass(frozen=True, slots=True)
class Way:
    """How a turn was made, by its largest step between two frames.

    Attributes:
        jump: the step as a share of the way from how the head was held before to where it was
            turned to: 1 for a change at once, 1/n for n even steps; 1 for a turn without relief.
        seconds: between the two frames.
        across: whether it led from one side to the other: twice as far, with the pose ahead as a
            place between that everybody has.
    """

    jump: float
    seconds: float
    across: bool


_Place = tuple[float, Relief]  # when the frame came, and its relief


def ways(challenge: Challenge, frames: tuple[FrameEvidence, ...]) -> tuple[Way, ...]:
    """Return the way of each turn that was made."""
    path = _steadied(frames)
    before = dict(zip(challenge.steps[1:], challenge.steps, strict=False))
    return tuple(
        _way(path, seen, across={seen.step.gesture, before[seen.step].gesture} == SIDEWAYS)
        for seen in steps_seen(challenge, frames)
        if seen.step.gesture in TURNS and seen.right
    )


def _way(path: Sequence[_Place | None], seen: StepSeen, *, across: bool) -> Way:
    within = path[: max(seen.right) + 1]
    way = [place for place in within if place is not None and place[0] >= seen.step.begin]
    lengths = [_apart(way[0], place) for place in way]
    farthest = max(lengths, default=0.0)
    if farthest < _MIN_WAY:
        return Way(1.0, 0.0, across)
    steps = pairwise(way[: lengths.index(farthest) + 1])
    one, other = max(steps, key=lambda pair: _apart(*pair))
    return Way(_apart(one, other) / farthest, other[0] - one[0], across)


def _steadied(frames: Sequence[FrameEvidence]) -> list[_Place | None]:
    """Return the middle one of each three in turn: single mistakes go, jumps stay."""
    return [
        None
        if frame.relief is None
        else (frame.received, _middle(frames[max(0, number - 1) : number + 2]))
        for number, frame in enumerate(frames)
    ]


def _middle(frames: Sequence[FrameEvidence]) -> Relief:
    places = [frame.relief for frame in frames if frame.relief is not None]
    return Relief(median(one.across for one in places), median(one.up for one in places))


def _apart(one: _Place, other: _Place) -> float:
    return hypot(one[1].across - other[1].across, one[1].up - other[1].up)
