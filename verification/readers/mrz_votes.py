"""What several looks at one line of a zone say together, column by column. Pure.

A column counts as doubtful when no character is likely there, when looks differ about it, or when
its neighbours stand too far apart: characters of a zone have one width (Doc 9303-3 section 4.4),
so that a gap is one that was missed.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from verification.documents import icao9303
from verification.documents.mrz_layouts import DOCUMENT_CODE, ISSUING_STATE, Layout, Place

ALPHABET = icao9303.ALPHABET + icao9303.FILLER
CERTAIN = 0.9  # probability, the mean of all looks
_LIKELY = 0.6  # the same, of the fillers that end a line: each has neighbours of its kind
_LETTERS = tuple(not char.isdigit() for char in ALPHABET)
_SEX = tuple(char in "MFX<" for char in ALPHABET)
_GAP = 1.6  # usual distances between neighbours
_GAP_OF_FILLERS = 3.6

#: For each column of a line, how likely each character of the alphabet is there.
Odds = npt.NDArray[np.float32]
#: A flag for each column, or for each character of each column.
Columns = npt.NDArray[np.bool_]


def allowed(layout: Layout, row: int) -> Columns:
    """Return which characters each column of a line may hold, shape (columns, alphabet)."""
    may = np.ones((layout.columns, len(ALPHABET)), np.bool_)
    letters = (DOCUMENT_CODE, ISSUING_STATE, layout.nationality, layout.names)
    for place, only in (*((place, _LETTERS) for place in letters), (layout.sex, _SEX)):
        if place.line == row:
            may[place.start : place.end] = only
    return may


def said(looks: Sequence[Odds]) -> str:
    """Return the likeliest character of each column, whether or not it may stand there."""
    return "".join(ALPHABET[index] for index in np.mean(looks, axis=0).argmax(axis=1))


def doubts(looks: Sequence[Odds], may: Columns) -> Columns:
    """Return the columns on which no two looks, or not most of them, agree with certainty."""
    among = np.asarray(looks) * may
    among /= np.maximum(among.sum(axis=2, keepdims=True), 1e-6)
    mean = among.mean(axis=0)
    winners = mean.argmax(axis=1)
    votes = (among.argmax(axis=2) == winners).sum(axis=0)
    agreed = (votes >= 2) & (2 * votes > len(looks))
    last = int(np.flatnonzero(winners != ALPHABET.index(icao9303.FILLER))[-1:].sum())
    least = np.where(np.arange(len(winners)) > last, _LIKELY, CERTAIN)
    return np.asarray(~agreed | (mean.max(axis=1) < least), np.bool_)


def missed(at: npt.NDArray[np.float32], line: Sequence[str]) -> Columns:
    """Return the columns before which a character was missed.

    Args:
        at: where each column's character stands along the line, in any unit.
        line: the characters. Recognisers lose fillers: beside one, the gap of one counts not.
    """
    steps = np.diff(at)
    letters = np.array([char != icao9303.FILLER for char in line])
    between = letters[1:] & letters[:-1]
    usual = np.median(steps[between]) if between.any() else np.inf
    gaps = steps > usual * np.where(between, _GAP, _GAP_OF_FILLERS)
    return np.concatenate(([False], gaps))


def field_of(layout: Layout, row: int, column: int, line: str) -> str | None:
    """Return which field a column belongs to that no check digit covers; None for the others."""
    named = (
        ("document_code", DOCUMENT_CODE),
        ("issuing_state", ISSUING_STATE),
        ("nationality", layout.nationality),
        ("sex", layout.sex),
    )
    for name, place in named:
        if _holds(place, row, column):
            return name
    if not _holds(layout.names, row, column):
        return None
    first, *_ = line[layout.names.start :].partition("<<")
    return "family_name" if column <= layout.names.start + len(first) else "given_name"


def _holds(place: Place, row: int, column: int) -> bool:
    return place.line == row and place.start <= column < place.end
