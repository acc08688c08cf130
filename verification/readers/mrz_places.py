"""Where the lines of a machine-readable zone may lie in a picture: likely places first."""

from collections.abc import Iterable, Iterator

import numpy as np

from verification.readers import text
from verification.readers.images import Image
from verification.readers.pixels import Matrix, inverted, warped
from verification.readers.text import TextBox
from verification.readers.text_boxes import aligned, directions, joined, moved

_MIN_ASPECT = 8.0
_MIN_SHARE = 0.45  # of the longest line's length
_SAME_ANGLE = 6.0  # degrees; perspective makes the lines differ
_MOST_LINES = 10
_NEAR = 9.0  # heights of a line, across; three lines of a zone lie within six
_BESIDE = 0.15  # of the longest line's length, along
_LEVEL = 4.0  # degrees
_FINER_SIDE = 1600
_WORTH_FINER = 1100


def looks(image: Image) -> Iterator[list[TextBox]]:
    """Yield lines of text as several looks at the picture find them; each look takes time.

    Lines that run slantwise among other print are found in pieces; the picture is laid level
    then. Small ones are found on a larger copy.
    """
    boxes = text.find_boxes(image)
    yield list(boxes)
    yield joined(boxes)
    for angle in directions(boxes):
        if abs(angle) > _LEVEL:
            yield _levelled(image, angle)
    if max(image.shape) > _WORTH_FINER:
        yield joined(text.find_boxes(image, side=_FINER_SIDE))


def groups(boxes: Iterable[TextBox]) -> Iterator[list[TextBox]]:
    """Yield long thin lines that lie together in one direction, the longest first.

    Around a document lie other things with print on them, and their lines may be longer.
    """
    long = [box for box in boxes if box.length >= _MIN_ASPECT * box.height]
    long.sort(key=lambda box: box.length, reverse=True)
    seen: set[TextBox] = set()
    for longest in long:
        if longest in seen:
            continue
        group = [one for one in long if _belongs(one, longest)][:_MOST_LINES]
        if len(group) > 1:
            seen.update(group)
            yield [aligned(one, longest.angle) for one in group]


def _belongs(box: TextBox, longest: TextBox) -> bool:
    angle = np.deg2rad(longest.angle)
    x, y = box.x - longest.x, box.y - longest.y
    along = abs(x * np.cos(angle) + y * np.sin(angle))
    across = abs(y * np.cos(angle) - x * np.sin(angle))
    within = along + box.length / 2 <= longest.length * (0.5 + _BESIDE)
    turned = abs(aligned(box, longest.angle).angle - longest.angle)
    return (
        bool(within)
        and bool(across <= _NEAR * longest.height)
        and _MIN_SHARE * longest.length <= box.length <= longest.length
        and turned <= _SAME_ANGLE
    )


def _levelled(image: Image, angle: float) -> list[TextBox]:
    matrix, width, height = _level(image, angle)
    boxes = joined(text.find_boxes(warped(image, matrix, width, height)))
    return [moved(box, inverted(matrix)) for box in boxes]


def _level(image: Image, angle: float) -> tuple[Matrix, int, int]:
    """Return the matrix that turns text of this angle level, and the size of all the picture."""
    height, width = image.shape[:2]
    turn = np.deg2rad(-angle)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) @ matrix.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    wide, tall = (int(side) for side in np.ceil(high - low))
    return np.column_stack([matrix, -low]), wide, tall
