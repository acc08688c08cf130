"""Characters that an MRZ field cannot hold, replaced by what they are misread for.

Optical readers confuse a few pairs. Where Doc 9303 fixes a field to digits or to letters, the
right one of a pair is known. Nothing else is touched, and every replacement is told.
"""

from dataclasses import dataclass

from verification.documents.mrz_layouts import DOCUMENT_CODE, ISSUING_STATE, Layout, Place

_DIGIT_FOR = {
    "O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6"
}  # fmt: skip
_MAX_STRAYS = 3
_LETTER_FOR = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"}


@dataclass(frozen=True, slots=True)
class Repair:
    """One replaced character.

    Attributes:
        line: counted from 0.
        column: counted from 0.
        solved: the field could hold it, and only its check digit told that it is another.
    """

    line: int
    column: int
    solved: bool = False


def repair(lines: tuple[str, ...], layout: Layout) -> tuple[tuple[str, ...], tuple[Repair, ...]]:
    """Return the lines with impossible characters replaced, and where that was."""
    rows = [list(line) for line in lines]
    repairs = [
        *_replace(rows, _digit_places(layout), _DIGIT_FOR),
        *_replace(rows, _letter_places(layout), _LETTER_FOR),
        *_fill(rows, layout.names),
    ]
    return tuple("".join(row) for row in rows), tuple(repairs)


def _digit_places(layout: Layout) -> tuple[Place, ...]:
    maybe = (layout.personal_digit, layout.composite)
    return (
        layout.birth,
        layout.birth_digit,
        layout.expiry,
        layout.expiry_digit,
        layout.document_number_digit,
        *(place for place in maybe if place is not None),
    )


def _letter_places(layout: Layout) -> tuple[Place, ...]:
    return (DOCUMENT_CODE, ISSUING_STATE, layout.nationality, layout.names)


def _replace(
    rows: list[list[str]], places: tuple[Place, ...], instead: dict[str, str]
) -> list[Repair]:
    repairs = []
    for place in places:
        for column in range(place.start, place.end):
            right = instead.get(rows[place.line][column])
            if right is not None:
                rows[place.line][column] = right
                repairs.append(Repair(place.line, column))
    return repairs


def _fill(rows: list[list[str]], names: Place) -> list[Repair]:
    """Turn a stray letter into a filler where no name can begin: after a second pair of fillers.

    Names have one pair of fillers, between the identifiers; what follows the next pair is empty.
    A few letters that stand alone there are misread fillers; more than that is not ours to mend.
    """
    row, repairs = rows[names.line], []
    field = "".join(row[names.start : names.end])
    _, _, secondary = field.partition("<<")
    end = secondary.find("<<")
    rest = secondary[end:] if end >= 0 else ""
    strays = [word for word in rest.split("<") if word]
    if strays and len(strays) <= _MAX_STRAYS and all(len(word) == 1 for word in strays):
        for column in range(names.end - len(rest), names.end):
            if row[column] != "<":
                row[column] = "<"
                repairs.append(Repair(names.line, column))
    return repairs
