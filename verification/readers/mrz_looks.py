"""Further looks at a zone that was read: no check digit covers names, states and sex.

The same line cut out a little wider or narrower reaches the recogniser as another picture. What
the looks say together stands; what they leave open is told.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from verification.documents import icao9303
from verification.documents.countries import is_fictional, is_nationality
from verification.documents.mrz_layouts import Layout, layout_of
from verification.evidence import MrzReading
from verification.readers import mrz_votes, text
from verification.readers.images import Image
from verification.readers.mrz_fading import faded
from verification.readers.mrz_lines import Assembled, Strip, agreeing, fitting
from verification.readers.mrz_votes import ALPHABET, Odds
from verification.readers.straightening import cut_straight
from verification.readers.text import Line, TextBox

_MARGINS = (0.045, 0.015)  # shares of the length, at each end; the first look has 0.03
_HEIGHTS = (1.18, 0.9)  # times the first look's
_HALF = 0.5  # of the looks


def confirmed(image: Image, first: Assembled) -> MrzReading:
    """Return what the looks say together, and which fields they leave open."""
    layout = layout_of(first.reading.lines)
    if layout is None:
        return first.reading
    lines, doubtful = [], set[str]()
    for row, strip in enumerate(first.strips):
        said, open_ = _looked_at(image, strip, layout, row)
        lines.append(said)
        doubtful |= open_
    if _agreeing(tuple(lines)) < _agreeing(first.reading.lines):
        # Looks that break a check digit were the worse ones.
        lines = _with_digits_of(first.reading.lines, tuple(lines), layout)
    doubtful = _plausible(tuple(lines), doubtful)
    return replace(first.reading, lines=tuple(lines), doubtful=tuple(sorted(doubtful)))


def _agreeing(lines: tuple[str, ...]) -> tuple[bool, int]:
    return icao9303.digits_agree(lines), agreeing(lines)


def _looked_at(image: Image, first: Strip, layout: Layout, row: int) -> tuple[str, set[str]]:
    """Look at one line until the looks settle it, or there are no more."""
    may = mrz_votes.allowed(layout, row)
    looks, flaws = [], []
    for strip, line in _read(image, first):
        places = fitting(line.text, layout.columns)
        if places is None:
            continue
        looks.append(line.odds[places])
        chars = [line.text[place] for place in places]
        flaws.append(mrz_votes.missed(line.at[places], chars) | faded(strip, line.at)[places])
        if len(looks) > 1 and not _open(looks, flaws, may, layout, row):
            break
    return mrz_votes.said(looks), _open(looks, flaws, may, layout, row)


def _open(
    looks: list[Odds],
    flaws: list[mrz_votes.Columns],
    may: mrz_votes.Columns,
    layout: Layout,
    row: int,
) -> set[str]:
    """Return the fields that the looks leave open."""
    line = mrz_votes.said(looks)
    doubts = mrz_votes.doubts(looks, may) | (np.mean(flaws, axis=0) > _HALF)
    columns = np.flatnonzero(doubts)
    fields = (mrz_votes.field_of(layout, row, int(column), line) for column in columns)
    return {field for field in fields if field is not None}


def _read(image: Image, first: Strip) -> Iterator[tuple[Image, Line]]:
    """Yield the first reading, then what other cuts say: along the line's bend where it has one."""
    yield first.pixels, first.line
    for strip in _cuts(image, first.box):
        yield strip, text.recognise(strip, ALPHABET)


def _cuts(image: Image, box: TextBox) -> Iterator[Image]:
    for margin in _MARGINS:
        straight = cut_straight(image, box, margin=margin)
        if straight is not None:
            yield straight
    for margin, height in zip(_MARGINS, _HEIGHTS, strict=True):
        yield text.cut(image, replace(box, height=box.height * height), margin=margin)


def _with_digits_of(first: tuple[str, ...], later: tuple[str, ...], layout: Layout) -> list[str]:
    """Return the first lines where check digits cover them, the later ones elsewhere."""
    return [
        "".join(
            old if mrz_votes.field_of(layout, row, column, one) is None else new
            for column, (old, new) in enumerate(zip(one, other, strict=True))
        )
        for row, (one, other) in enumerate(zip(first, later, strict=True))
    ]


def _plausible(lines: tuple[str, ...], doubtful: set[str]) -> set[str]:
    """Add fields that cannot be, and take out a nationality that the issuing state repeats."""
    try:
        zone = icao9303.parse(lines, icao9303.ANY_DAY)
    except icao9303.MrzError:
        return doubtful | {"family_name", "given_name"}
    found = set(doubtful)
    for field, state in (
        ("issuing_state", zone.issuing_state),
        ("nationality", zone.nationality),
    ):
        if not is_nationality(state) and not is_fictional(state):
            found.add(field)
    if zone.sex not in {"M", "F", "X"}:
        found.add("sex")
    for field, name in (("family_name", zone.names.primary), ("given_name", zone.names.secondary)):
        if any(char.isdigit() for char in name):
            found.add(field)
    if "issuing_state" not in found and zone.nationality == zone.issuing_state:
        found.discard("nationality")
    return found
