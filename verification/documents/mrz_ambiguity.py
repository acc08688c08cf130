"""Fields that may hold letters and digits, where an optical reader took one for the other.

A document number may hold both, so its type tells nothing: only its check digit does. It is
solved where exactly one reading of the look-alikes agrees, and left as it was read otherwise.

One wrong reading in ten agrees by chance, and the composite check digit has the same weights over
the number, so it rules none of them out. A solved number is a proposal: a number that was altered
may be "solved" too, and whoever uses it needs a second source, such as the printed number.
"""

from collections.abc import Iterator
from itertools import combinations

from verification.documents.mrz_digits import FILLER, check_digit
from verification.documents.mrz_layouts import Layout, Place
from verification.documents.mrz_repair import Repair

_PAIRS = ("0O", "1I", "5S", "8B", "2Z")
_OTHER = {pair[i]: pair[1 - i] for pair in _PAIRS for i in (0, 1)}
_MOST_REPLACED = 2
_MOST_AMBIGUOUS = 9


def disambiguate(
    lines: tuple[str, ...], layout: Layout
) -> tuple[tuple[str, ...], tuple[Repair, ...]]:
    """Return the lines with look-alikes resolved, and where, if all check digits then agree."""
    solved, repairs = lines, []
    for place, digit in _guarded(layout):
        field = place.of(solved)
        reading = solve(field, digit.of(solved))
        if reading is None:
            continue
        line = solved[place.line]
        line = line[: place.start] + reading + line[place.end :]
        solved = (*solved[: place.line], line, *solved[place.line + 1 :])
        changed = (at for at, char in enumerate(reading) if char != field[at])
        repairs += [Repair(place.line, place.start + at, solved=True) for at in changed]
    if repairs and _composite_agrees(solved, layout):
        return solved, tuple(repairs)
    return lines, ()


def solve(field: str, digit: str) -> str | None:
    """Return the one reading of the look-alikes with this check digit.

    None when the field agrees as it was read, when no reading agrees, and when more than one does.

    >>> solve("AK7O4C3H6", "9")
    'AK704C3H6'
    """
    if digit == FILLER or check_digit(field) == digit:
        return None
    readings = [one for one in _readings(field) if check_digit(one) == digit]
    few = len(readings) == 1 and _differences(readings[0], field) <= _MOST_REPLACED
    return readings[0] if few else None


def _readings(field: str) -> Iterator[str]:
    """Yield every other way to read the field; none at all when there would be too many."""
    places = [at for at, char in enumerate(field) if char in _OTHER]
    if len(places) > _MOST_AMBIGUOUS:
        return
    for count in range(1, len(places) + 1):
        for chosen in combinations(places, count):
            yield "".join(_OTHER[c] if at in chosen else c for at, c in enumerate(field))


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _guarded(layout: Layout) -> Iterator[tuple[Place, Place]]:
    """Yield the fields that may hold letters and digits, each with its own check digit."""
    yield layout.document_number, layout.document_number_digit
    if layout.personal_digit is not None:
        yield layout.optional[0], layout.personal_digit


def _composite_agrees(lines: tuple[str, ...], layout: Layout) -> bool:
    if layout.composite is None:
        return True
    covered = "".join(place.of(lines) for place in layout.composite_over)
    return layout.composite.of(lines) == check_digit(covered)
