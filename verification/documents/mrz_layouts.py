"""Where each field stands in a machine-readable zone, by ICAO Doc 9303 (8th edition).

Part 4 section 4.2 (TD3), part 5 section 4.2 (TD1), part 6 section 4.2 (TD2), part 7 section 4.2
(MRV-A and MRV-B). Positions count from 0; ``end`` is exclusive.
"""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The five machine-readable zones of Doc 9303."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


@dataclass(frozen=True, slots=True)
class Place:
    """A run of characters: ``lines[line][start:end]``."""

    line: int
    start: int
    end: int

    def of(self, lines: tuple[str, ...]) -> str:
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True, slots=True)
class Layout:
    """One format. A ``None`` place is a field that the format does not have.

    Attributes:
        optional: optional data elements, in the order of the zone.
        personal_digit: check digit over the optional data; TD3 only.
        composite: the composite check digit.
        composite_over: what the composite check digit covers, in order.
    """

    format: Format
    rows: int
    columns: int
    names: Place
    document_number: Place
    document_number_digit: Place
    nationality: Place
    birth: Place
    birth_digit: Place
    sex: Place
    expiry: Place
    expiry_digit: Place
    optional: tuple[Place, ...]
    personal_digit: Place | None = None
    composite: Place | None = None
    composite_over: tuple[Place, ...] = ()


DOCUMENT_CODE = Place(0, 0, 2)
ISSUING_STATE = Place(0, 2, 5)


def _second_line(
    format_: Format,
    columns: int,
    optional: Place,
    personal_digit: Place | None = None,
    *,
    composite: bool = False,
) -> Layout:
    """Four of the five formats share their second line up to position 28."""
    covered = (Place(1, 0, 10), Place(1, 13, 20), Place(1, 21, columns - 1))
    return Layout(
        format=format_,
        rows=2,
        columns=columns,
        names=Place(0, 5, columns),
        document_number=Place(1, 0, 9),
        document_number_digit=Place(1, 9, 10),
        nationality=Place(1, 10, 13),
        birth=Place(1, 13, 19),
        birth_digit=Place(1, 19, 20),
        sex=Place(1, 20, 21),
        expiry=Place(1, 21, 27),
        expiry_digit=Place(1, 27, 28),
        optional=(optional,),
        personal_digit=personal_digit,
        composite=Place(1, columns - 1, columns) if composite else None,
        composite_over=covered if composite else (),
    )


TD3 = _second_line(Format.TD3, 44, Place(1, 28, 42), Place(1, 42, 43), composite=True)
TD2 = _second_line(Format.TD2, 36, Place(1, 28, 35), composite=True)
MRV_A = _second_line(Format.MRV_A, 44, Place(1, 28, 44))
MRV_B = _second_line(Format.MRV_B, 36, Place(1, 28, 36))
TD1 = Layout(
    format=Format.TD1,
    rows=3,
    columns=30,
    names=Place(2, 0, 30),
    document_number=Place(0, 5, 14),
    document_number_digit=Place(0, 14, 15),
    nationality=Place(1, 15, 18),
    birth=Place(1, 0, 6),
    birth_digit=Place(1, 6, 7),
    sex=Place(1, 7, 8),
    expiry=Place(1, 8, 14),
    expiry_digit=Place(1, 14, 15),
    optional=(Place(0, 15, 30), Place(1, 18, 29)),
    composite=Place(1, 29, 30),
    composite_over=(Place(0, 5, 30), Place(1, 0, 7), Place(1, 8, 15), Place(1, 18, 29)),
)
LAYOUTS = (TD3, TD1, TD2, MRV_A, MRV_B)


def layout_of(lines: tuple[str, ...]) -> Layout | None:
    """Recognise the format by the number and length of lines; ``V`` begins a visa."""
    shape = (len(lines), {len(line) for line in lines})
    visa = bool(lines) and lines[0].startswith("V")
    for layout in LAYOUTS:
        is_visa = layout.format in {Format.MRV_A, Format.MRV_B}
        if shape == (layout.rows, {layout.columns}) and visa == is_visa:
            return layout
    return None
