"""Where the lines of a machine-readable zone may lie in a picture: likely places first."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from verification.evidence import Face
from verification.readers import edges, faces, text
from verification.readers.images import Image
from verification.readers.pixels import flattened, inverted, warped
from verification.readers.text import TextBox
from verification.readers.text_boxes import (
    aligned,
    directions,
    joined,
    level_matrix,
    moved,
    seen_through,
)

_MIN_ASPECT = 8.0
_MIN_SHARE = 0.45  # of the longest line's length
_SAME_ANGLE = 6.0  # degrees; perspective makes the lines differ
_MOST_LINES = 10
_NEAR = 9.0  # heights of a line, across; three lines of a zone lie within six
_BESIDE = 0.15  # of the longest line's length, along
_LEVEL = 4.0  # degrees
_WORTH_FINER = 1100
_CLOSE_LINE = 30.0  # pixels, height of a line in a closer look
_CLOSE_WIDTH = 1920.0
_CLOSE_BEYOND = 1.8  # times the line's length
_LEVEL_AT_MOST = 20.0  # degrees
_REACH = 14.0  # distances between a portrait's eyes, from the face to a page's far corner
_WORTH_CUTTING = 0.75  # of the picture's longer side
_PART = 0.62  # of the longer side; two parts share a quarter of the picture


def looks(image: Image, boxes: Iterable[TextBox]) -> Iterator[list[TextBox]]:
    """Yield lines of text as several looks at the picture find them; each look takes time.

    A document that is small in its picture is found by its edge, or around the largest face. Lines
    that run slantwise among other print are found in pieces; the picture is laid level then.
    Without a portrait to look around, small ones are found in parts of the picture, as one larger
    copy would take the memory.
    """
    boxes = list(boxes)
    yield boxes
    yield joined(boxes)
    if edged := _inside_edge(image):
        yield edged
    portraits = faces.find(image)
    if around := _around_portrait(image, portraits):
        yield around
    for angle in directions(boxes)[: 1 if portraits else None]:
        if abs(angle) > _LEVEL:
            yield _levelled(image, angle)
    if max(image.shape) > _WORTH_FINER and not portraits:
        yield from (joined(boxes) for boxes in _in_parts(image))


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


def closely(image: Image, lines: list[TextBox]) -> list[TextBox]:
    """Look where lines of a zone lie, beyond both of their ends, as large as is useful."""
    longest = max(lines, key=lambda line: line.length)
    angle = np.deg2rad(longest.angle)
    scale = min(_CLOSE_LINE / longest.height, _CLOSE_WIDTH / (_CLOSE_BEYOND * longest.length))
    turn = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    width = round(_CLOSE_BEYOND * longest.length * scale)
    height = round(2 * _NEAR * longest.height * scale)
    middle = np.mean([(line.x, line.y) for line in lines], axis=0)
    matrix = np.column_stack([turn, np.array([width, height]) / 2 - turn @ middle])
    boxes = text.find_boxes(warped(image, matrix, width, height), side=max(width, height))
    level = (box for box in boxes if abs(box.angle) <= _LEVEL_AT_MOST)
    return [moved(box, inverted(matrix)) for box in joined(level)]


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


def _inside_edge(image: Image) -> list[TextBox]:
    """Look at the document alone, laid flat, if its edge is found and it is a part of the picture.

    Its lines come back as they lie in the picture, where they are straight, too.
    """
    corners = edges.find(image)
    if corners is None or np.ptp(corners, axis=0).max() > _WORTH_CUTTING * max(image.shape):
        return []
    flat, width, height = edges.rectification(corners, 0)
    boxes = joined(text.find_boxes(flattened(image, flat, width, height)))
    back = np.asarray(np.linalg.inv(flat), np.float64)
    return [seen_through(box, back) for box in boxes]


def _around_portrait(image: Image, portraits: tuple[Face, ...]) -> list[TextBox]:
    """Look at what lies around the largest face, if that is a part of the picture only."""
    if not portraits:
        return []
    box, reach = portraits[0].box, _REACH * portraits[0].eye_distance
    x, y = box.left + box.width / 2, box.top + box.height / 2
    height, width = image.shape[:2]
    left, right = round(max(0, x - reach)), round(min(width, x + reach))
    top, bottom = round(max(0, y - reach)), round(min(height, y + reach))
    if max(right - left, bottom - top) > _WORTH_CUTTING * max(height, width):
        return []
    part = np.ascontiguousarray(image[top:bottom, left:right])
    boxes = joined(text.find_boxes(part))
    return [replace(box, x=box.x + left, y=box.y + top) for box in boxes]


def _in_parts(image: Image) -> Iterator[list[TextBox]]:
    """Look at both ends of the picture, each as closely as at the whole before."""
    height, width = image.shape[:2]
    wide, high = (
        (round(width * _PART), height) if width > height else (width, round(height * _PART))
    )
    for left, top in ((0, 0), (width - wide, height - high)):
        part = np.ascontiguousarray(image[top : top + high, left : left + wide])
        boxes = text.find_boxes(part)
        yield [replace(box, x=box.x + left, y=box.y + top) for box in boxes]


def _levelled(image: Image, angle: float) -> list[TextBox]:
    matrix, width, height = level_matrix(image.shape, angle)
    boxes = joined(text.find_boxes(warped(image, matrix, width, height)))
    return [moved(box, inverted(matrix)) for box in boxes]
