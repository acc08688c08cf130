"""The printed face of a document: lines of print, found by where its machine-readable zone lies."""

import statistics
from dataclasses import dataclass

import numpy as np

from verification.evidence import Box, PrintedLine, VisualZone
from verification.readers import text
from verification.readers.images import Image
from verification.readers.pixels import Matrix, inverted, warped
from verification.readers.text import TextBox
from verification.readers.text_boxes import affordable, moved

_PITCH = 2.54  # mm from one character of the zone to the next; Doc 9303-3 section 4.4
_SCALE = 7  # pixels of the levelled page to the millimetre
# By characters in a line of the zone: the height in mm of what is printed above the zone.
_HEIGHTS = {44: 74, 36: 60, 30: 42}
_BESIDE = 14  # mm
_GAP = 3  # mm from the middle of the zone's first line up to the print
_LARGEST = 3.0  # times the usual height of a line: larger print is a title or a watermark
_MOST_PIXELS = 11_000  # of all strips together, as time grows with their width
_MARGIN = 0.02


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """Where the zone's first line lies.

    Attributes:
        start: the middle of its left end (x, y), pixels of the picture.
        angle: in degrees, clockwise in the picture, in the direction of reading.
        length: in pixels.
        columns: how many characters it has.
    """

    start: tuple[float, float]
    angle: float
    length: float
    columns: int


def read(image: Image, zone: ZoneLine) -> VisualZone:
    """Read what is printed above the zone, in Latin letters, top to bottom."""
    matrix, width, height = _page(zone)
    page = warped(image, matrix, width, height)
    boxes = _usual(text.find_boxes(page, side=max(width, height)))
    lines = (_line(image, box, inverted(matrix)) for box in boxes)
    return VisualZone(tuple(line for line in lines if line.text.strip()))


def _page(zone: ZoneLine) -> tuple[Matrix, int, int]:
    """Return the matrix that lays the page level, and its width and height in pixels."""
    mm = zone.length / (zone.columns * _PITCH)
    width = round((zone.columns * _PITCH + 2 * _BESIDE) * _SCALE)
    height = _HEIGHTS[zone.columns] * _SCALE
    angle = np.deg2rad(zone.angle)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    scale = _SCALE / mm
    turn = np.array([along, across]) * scale
    origin = np.array([_BESIDE * _SCALE, height + _GAP * _SCALE])
    shift = origin - turn @ np.array(zone.start)
    return np.column_stack([turn, shift]), width, height


def _usual(boxes: tuple[TextBox, ...]) -> list[TextBox]:
    """Keep level lines, those of usual height while there is time for more, top to bottom."""
    level = [box for box in boxes if abs(box.angle) < 20 or box.length < 2 * box.height]
    if not level:
        return []
    usual = statistics.median(box.height for box in level)
    kept = [box for box in affordable(level, _MOST_PIXELS) if box.height <= _LARGEST * usual]
    return sorted(kept, key=lambda box: box.y)


def _line(image: Image, box: TextBox, back: Matrix) -> PrintedLine:
    strip = text.cut(image, moved(box, back), margin=_MARGIN)
    line = text.recognise(strip, text.LATIN)
    around = Box(box.x - box.length / 2, box.y - box.height / 2, box.length, box.height)
    return PrintedLine(line.text, line.confidence, around)
