"""Boxes around text: which way they run, and which are pieces of one line."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from verification.readers.pixels import Homography, Matrix
from verification.readers.text import STRIP_HEIGHT, TextBox

_BIN = 4  # degrees
_CLEARLY_LONG = 3.0
_SAME_ANGLE = 4.0
_SAME_HEIGHT = 1.7
_OFF_LINE = 0.4  # of the height
_GAP = 1.5  # heights
_FURTHER = 0.02  # of the length, at each end


def aligned(box: TextBox, angle: float) -> TextBox:
    """Give the box the direction nearest to ``angle``: near the vertical, boxes flip over."""
    return replace(box, angle=angle + (box.angle - angle + 90) % 180 - 90)


def affordable(boxes: Iterable[TextBox], pixels: float) -> list[TextBox]:
    """Return those of usual height first, as many as strips of ``pixels`` in all have room for."""
    every = list(boxes)
    usual = float(np.median([box.height for box in every])) if every else 0.0
    every.sort(key=lambda box: abs(box.height - usual))
    spent = accumulate(STRIP_HEIGHT * box.length / box.height for box in every)
    return [box for box, so_far in zip(every, spent, strict=True) if so_far <= pixels]


def moved(box: TextBox, matrix: Matrix) -> TextBox:
    """Return the box where a matrix that turns, scales and shifts takes it."""
    x, y = matrix[:, :2] @ (box.x, box.y) + matrix[:, 2]
    scale = float(np.hypot(*matrix[:, 0]))
    turn = float(np.rad2deg(np.arctan2(matrix[1, 0], matrix[0, 0])))
    length, height = box.length * scale, box.height * scale
    angle = (box.angle + turn + 180) % 360 - 180
    return TextBox(float(x), float(y), length, height, angle)


def seen_through(box: TextBox, matrix: Homography) -> TextBox:
    """Return the box where a homography takes it: its line stays straight, its height changes."""
    turn = np.deg2rad(box.angle)
    along = np.array([np.cos(turn), np.sin(turn)]) * box.length / 2
    across = np.array([-np.sin(turn), np.cos(turn)]) * box.height / 2
    middle = np.array([box.x, box.y])
    points = np.array([middle - along, middle + along, middle - across, middle + across])
    start, end, top, bottom = _through(points, matrix)
    (x, y), (right, down) = (start + end) / 2, end - start
    angle = float(np.rad2deg(np.arctan2(down, right)))
    length = float(np.hypot(right, down))
    wide, high = bottom - top
    height = abs(float(right * high - down * wide)) / max(length, 1.0)
    return TextBox(float(x), float(y), length, height, angle)


def _through(points: npt.NDArray[np.float64], matrix: Homography) -> npt.NDArray[np.float64]:
    moved_ = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved_[:, :2] / moved_[:, 2:], np.float64)


def level_matrix(shape: tuple[int, ...], angle: float) -> tuple[Matrix, int, int]:
    """Return the matrix that turns text of this angle level, and the size of all the picture."""
    height, width = shape[:2]
    turn = np.deg2rad(-angle)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) @ matrix.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    wide, tall = (int(side) for side in np.ceil(high - low))
    return np.column_stack([matrix, -low]), wide, tall


def directions(boxes: Iterable[TextBox]) -> list[float]:
    """Return the angles in which most text runs, in degrees, the commonest first."""
    clear = [box for box in boxes if box.length >= _CLEARLY_LONG * box.height]
    found: list[float] = []
    while clear and len(found) < 2:
        weights = [sum(_near(one, two) * two.length for two in clear) for one in clear]
        middle = clear[int(np.argmax(weights))]
        together = [aligned(box, middle.angle) for box in clear if _near(middle, box)]
        lengths = [box.length for box in together]
        found.append(float(np.average([box.angle for box in together], weights=lengths)))
        clear = [box for box in clear if not _near(middle, box)]
    return found


def joined(boxes: Iterable[TextBox]) -> list[TextBox]:
    """Join boxes that are pieces of one line, as a detector leaves them."""
    lines: list[TextBox] = []
    for box in sorted(boxes, key=lambda one: one.x):
        piece = next((line for line in lines if _continues(line, box)), None)
        if piece is None:
            lines.append(box)
        else:
            lines[lines.index(piece)] = _together(piece, box)
    return lines


def equally_long(lines: list[TextBox]) -> list[TextBox]:
    """Stretch parallel lines so that each reaches as far as any of them, and a little further."""
    angle = np.deg2rad(lines[0].angle)
    along = np.array([np.cos(angle), np.sin(angle)])
    middles = [float(along @ (line.x, line.y)) for line in lines]
    ends = [
        (at - line.length / 2, at + line.length / 2)
        for at, line in zip(middles, lines, strict=True)
    ]
    start, end = min(first for first, _ in ends), max(last for _, last in ends)
    more = _FURTHER * (end - start)
    return [
        _stretched(line, start - more - at, end + more - at)
        for line, at in zip(lines, middles, strict=True)
    ]


def _stretched(line: TextBox, start: float, end: float) -> TextBox:
    """Let the line reach from ``start`` to ``end``, both counted from its middle, along it."""
    own = np.deg2rad(line.angle)
    shift = (start + end) / 2
    x, y = line.x + shift * float(np.cos(own)), line.y + shift * float(np.sin(own))
    return replace(line, x=x, y=y, length=end - start)


def _near(one: TextBox, other: TextBox) -> bool:
    return abs(aligned(other, one.angle).angle - one.angle) <= _BIN


def _continues(line: TextBox, box: TextBox) -> bool:
    """Whether ``box`` is the next piece to the right of a level ``line``."""
    height = max(line.height, box.height)
    gap = (box.x - box.length / 2) - (line.x + line.length / 2)
    slope = np.tan(np.deg2rad(line.angle))
    off = box.y - line.y - (box.x - line.x) * slope
    return (
        abs(line.angle) < 45
        and abs(box.angle - line.angle) <= _SAME_ANGLE
        and height <= _SAME_HEIGHT * min(line.height, box.height)
        and bool(abs(off) <= _OFF_LINE * height)
        and -height <= gap <= _GAP * height
    )


def _together(one: TextBox, other: TextBox) -> TextBox:
    left = one.x - one.length / 2
    right = other.x + other.length / 2
    share = other.length / (one.length + other.length)
    y = one.y + (other.y - one.y) * share
    angle = one.angle + (other.angle - one.angle) * share
    return TextBox((left + right) / 2, y, right - left, max(one.height, other.height), angle)
