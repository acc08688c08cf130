"""The printed face of a card without a machine-readable zone: which way round, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from verification.evidence import Box, PrintedLine, VisualZone
from verification.readers import edges, text
from verification.readers.images import Image
from verification.readers.pixels import flattened, warped
from verification.readers.text import TextBox
from verification.readers.text_boxes import (
    affordable,
    aligned,
    directions,
    joined,
    level_matrix,
    moved,
    seen_through,
)

_ASKED = 3  # lines that tell which way the text runs
_MIN_ASPECT = 3.0
_LEVEL = 12.0  # degrees
_MOST_PIXELS = 9000  # of all strips together, as time grows with their width
_MARGIN = 0.02
_INSIDE = 0.8  # of the lines, how many lie within the card's edge
_UNREAD = 0.5  # less confidence than this is another script, or no text at all


@dataclass(frozen=True, slots=True)
class CardFace:
    """What is printed, and which way round it lies.

    Attributes:
        quarter_turns: how many against the clock make the picture upright.
        print: its lines, top to bottom.
    """

    quarter_turns: int
    print: VisualZone


def read(image: Image, boxes: Iterable[TextBox]) -> CardFace | None:
    """Read those lines that run the commonest way; None where there are none."""
    boxes = tuple(boxes)
    ways = directions(boxes)
    if not ways:
        return None
    angle = _reading_direction(image, boxes, ways[0])
    page, level = _laid_flat(image, [aligned(box, angle) for box in boxes], angle)
    lines = joined(box for box in level if abs(box.angle) <= _LEVEL)
    return CardFace(round(angle / 90) % 4, VisualZone(tuple(_lines(page, lines))))


def _laid_flat(image: Image, boxes: list[TextBox], angle: float) -> tuple[Image, list[TextBox]]:
    """Return the card by its edge, where it has one around its print; else the picture, level."""
    corners = edges.find(image)
    print_ = [(box.x, box.y) for box in boxes]
    if corners is not None and edges.holds(corners, print_) >= _INSIDE:
        flat, width, height = edges.rectification(corners, angle)
        return flattened(image, flat, width, height), [seen_through(box, flat) for box in boxes]
    matrix, width, height = level_matrix(image.shape, angle)
    return warped(image, matrix, width, height), [moved(box, matrix) for box in boxes]


def _reading_direction(image: Image, boxes: Iterable[TextBox], angle: float) -> float:
    """Return the angle or its opposite, whichever way the longest lines read better."""
    facing = (aligned(box, angle) for box in boxes)
    long = [box for box in facing if box.length >= _MIN_ASPECT * box.height]
    long = sorted(long, key=lambda box: box.length)[-_ASKED:]
    ahead = sum(_confidence(image, box) for box in long)
    behind = sum(_confidence(image, replace(box, angle=box.angle + 180)) for box in long)
    return angle if ahead >= behind else angle + 180


def _confidence(image: Image, box: TextBox) -> float:
    return text.recognise(text.cut(image, box, margin=_MARGIN), text.LATIN).confidence


def _lines(page: Image, boxes: list[TextBox]) -> list[PrintedLine]:
    """Read the lines, those of usual height first while there is time for more."""
    found = []
    for box in affordable(boxes, _MOST_PIXELS):
        line = text.recognise(text.cut(page, box, margin=_MARGIN), text.LATIN)
        if line.text.strip() and line.confidence >= _UNREAD:
            around = Box(box.x - box.length / 2, box.y - box.height / 2, box.length, box.height)
            found.append(PrintedLine(line.text, line.confidence, around))
    return sorted(found, key=lambda line: line.box.top)
