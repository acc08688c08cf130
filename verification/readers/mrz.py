"""The machine-readable zone from pixels: any of four ways round, tilted, in a wide picture."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from verification.documents import icao9303
from verification.evidence import MrzReading
from verification.readers import text
from verification.readers.images import Image, sharpness_of
from verification.readers.pixels import luma
from verification.readers.text import TextBox

ALPHABET = icao9303.ALPHABET + icao9303.FILLER
_MIN_ASPECT = 8.0
_MIN_SHARE = 0.45  # of the longest line's length
_SAME_ANGLE = 6.0  # degrees; perspective makes the lines differ
_COLUMNS = ((2, 44), (2, 36), (3, 30))
_MAX_MISFIT = 4  # fillers lost or doubled in one line
_MAX_LINES = 12
# Centuries do not matter here: only whether check digits agree.
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Found:
    """A reading, and how many quarter turns against the clock make the picture upright."""

    reading: MrzReading
    quarter_turns: int


@dataclass(frozen=True, slots=True)
class _Strip:
    text: str
    confidence: float
    height: float
    sharpness: float


def find(image: Image) -> Found | None:
    """Read the zone; None when nothing in the picture has the shape of one.

    What comes back has at least one check digit that agrees. It is not yet believed.
    """
    boxes = _candidates(text.find_boxes(image))
    for turned in (False, True):
        strips = [_strip(image, box, turned=turned) for box in _ordered(boxes, turned=turned)]
        reading = _best(strips)
        if reading is not None:
            return Found(reading, _quarter_turns(boxes[0], turned=turned))
    return None


def _candidates(boxes: Iterable[TextBox]) -> list[TextBox]:
    """Keep long thin lines of one direction, the longest first."""
    long = [box for box in boxes if box.length >= _MIN_ASPECT * box.height]
    long.sort(key=lambda box: box.length, reverse=True)
    along = [_aligned(box, long[0].angle) for box in long[:_MAX_LINES]]
    return [
        box
        for box in along
        if box.length >= _MIN_SHARE * along[0].length
        and abs(box.angle - along[0].angle) <= _SAME_ANGLE
    ]


def _aligned(box: TextBox, angle: float) -> TextBox:
    """Give the box the direction nearest to ``angle``: near the vertical, boxes flip over."""
    return replace(box, angle=angle + (box.angle - angle + 90) % 180 - 90)


def _ordered(boxes: list[TextBox], *, turned: bool) -> list[TextBox]:
    """Sort top to bottom, as someone reading the lines would."""
    if not boxes:
        return []
    angle = np.deg2rad(boxes[0].angle + (180 if turned else 0))
    return sorted(boxes, key=lambda box: box.y * np.cos(angle) - box.x * np.sin(angle))


def _strip(image: Image, box: TextBox, *, turned: bool) -> _Strip:
    pixels = text.cut(image, box, turned=turned)
    line = text.recognise(pixels, ALPHABET)
    return _Strip(line.text, line.confidence, box.height, sharpness_of(luma(pixels)))


def _best(strips: list[_Strip]) -> MrzReading | None:
    """Return the run of lines with the most check digits that agree; at least one must."""
    readings = [(_agreeing(reading), reading) for reading in _runs(strips)]
    agreeing, reading = max(readings, key=lambda pair: pair[0], default=(0, None))
    return reading if agreeing else None


def _runs(strips: list[_Strip]) -> Iterator[MrzReading]:
    for rows, columns in _COLUMNS:
        for start in range(len(strips) - rows + 1):
            run = strips[start : start + rows]
            lines = tuple(fitted for strip in run if (fitted := fit(strip.text, columns)))
            if len(lines) == rows:
                yield MrzReading(
                    lines=lines,
                    confidence=min(strip.confidence for strip in run),
                    line_height=float(min(strip.height for strip in run)),
                    sharpness=float(np.mean([strip.sharpness for strip in run])),
                )


def fit(line: str, columns: int) -> str | None:
    """Make a line ``columns`` long by its longest run of fillers; None when it is too far off.

    Recognisers miscount equal characters in a row, and only fillers come in long rows. A run of
    fillers that check digits cover is guarded by them.

    >>> fit("P<UTOERIKSSON<<ANNA<<<<", 25)
    'P<UTOERIKSSON<<ANNA<<<<<<'
    """
    missing = columns - len(line)
    if not missing:
        return line
    run = max(re.finditer("<+", line), key=lambda found: len(found[0]), default=None)
    if run is None or abs(missing) > _MAX_MISFIT or len(run[0]) + missing < 2:
        return None
    return line[: run.start()] + "<" * (len(run[0]) + missing) + line[run.end() :]


def _agreeing(reading: MrzReading) -> int:
    try:
        mrz = icao9303.parse(reading.lines, _ANY_DAY)
    except icao9303.MrzError:
        return 0
    return sum(digit.passed for digit in mrz.check_digits if digit.name != "personal")


def _quarter_turns(box: TextBox, *, turned: bool) -> int:
    return round((box.angle + (180 if turned else 0)) / 90) % 4
