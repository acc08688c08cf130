"""Strips of text into the lines of a machine-readable zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verification.documents import icao9303
from verification.evidence import MrzReading
from verification.readers.images import Image, sharpness_of
from verification.readers.pixels import luma
from verification.readers.text import Line, TextBox

_COLUMNS = ((2, 44), (2, 36), (3, 30))
_MAX_MISFIT = 4  # fillers lost or doubled in one line
_PART = 10  # characters
_FILLERS = 3
_MANY_FILLERS = 6
_DIGITS = re.compile(r"[0-9]{5}")
_CODES = ("P", "V", "A", "C", "I")  # Doc 9303 parts 4 to 7, section 4.2


@dataclass(frozen=True, slots=True)
class Strip:
    """One line as it was recognised, and where it was cut out."""

    line: Line
    pixels: Image
    box: TextBox

    @property
    def text(self) -> str:
        """What it says."""
        return self.line.text


@dataclass(frozen=True, slots=True)
class Assembled:
    """A reading, where its lines lie, and how many check digits agree; the optional one aside."""

    reading: MrzReading
    strips: tuple[Strip, ...]
    agreeing: int

    @property
    def is_complete(self) -> bool:
        """Whether all of them agree."""
        return icao9303.digits_agree(self.reading.lines)


def assemble(strips: list[Strip]) -> Assembled | None:
    """Return the run of strips with the most check digits that agree; at least one must."""
    found = max(_runs(strips), key=lambda one: one.agreeing, default=None)
    return found if found and found.agreeing else None


def may_be_of_a_zone(strip: Strip) -> bool:
    """Whether a strip has fillers as only zones have them, or a filler beside many digits."""
    fillers = strip.text.count("<")
    return fillers >= _FILLERS or bool(fillers and _DIGITS.search(strip.text))


def lines_of_a_zone(strips: list[Strip]) -> list[TextBox]:
    """Return where the strips lie that look like a zone's lines, or good parts of them.

    The second line may be cut off before its fillers: it counts beside one that surely is.
    """
    parts = [strip for strip in strips if len(strip.text) >= _PART]
    sure = [strip for strip in parts if strip.text.count("<") >= _FILLERS]
    if len(sure) == 1 and sure[0].text.count("<") >= _MANY_FILLERS:
        sure = [strip for strip in parts if strip in sure or _DIGITS.search(strip.text)]
    return [strip.box for strip in sure] if len(sure) > 1 else []


def fit(line: str, columns: int) -> str | None:
    """Make a line ``columns`` long by its longest run of fillers; None when it is too far off.

    Recognisers miscount equal characters in a row, and only fillers come in long rows. A run of
    fillers that check digits cover is guarded by them.

    >>> fit("P<UTOERIKSSON<<ANNA<<<<", 25)
    'P<UTOERIKSSON<<ANNA<<<<<<'
    """
    places = fitting(line, columns)
    return None if places is None else "".join(line[place] for place in places)


def fitting(line: str, columns: int) -> list[int] | None:
    """Return which character of the line stands in each column; ``fit`` tells how."""
    missing = columns - len(line)
    places = list(range(len(line)))
    if not missing:
        return places
    run = max(re.finditer("<+", line), key=lambda found: len(found[0]), default=None)
    if run is None or abs(missing) > _MAX_MISFIT or len(run[0]) + missing < 2:
        return None
    fillers = [run.start()] * (len(run[0]) + missing)
    return [*places[: run.start()], *fillers, *places[run.end() :]]


def _runs(strips: list[Strip]) -> Iterator[Assembled]:
    for rows, columns in _COLUMNS:
        for start in range(len(strips) - rows + 1):
            run = strips[start : start + rows]
            lines = tuple(fitted for strip in run if (fitted := fit(strip.text, columns)))
            if len(lines) == rows:
                yield Assembled(_reading(lines, run), tuple(run), agreeing(lines))


def _reading(lines: tuple[str, ...], run: list[Strip]) -> MrzReading:
    return MrzReading(
        lines=lines,
        confidence=min(strip.line.confidence for strip in run),
        line_height=float(min(strip.box.height for strip in run)),
        sharpness=float(np.mean([sharpness_of(luma(strip.pixels)) for strip in run])),
    )


def agreeing(lines: tuple[str, ...]) -> int:
    """Return how many check digits agree; the optional one aside."""
    try:
        mrz = icao9303.parse(lines, icao9303.ANY_DAY)
    except icao9303.MrzError:
        return 0
    if not mrz.document_code.startswith(_CODES):
        return 0  # cut at its beginning, so that every field would be another
    return sum(digit.passed for digit in mrz.check_digits if digit.name != "personal")
