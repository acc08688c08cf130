"""Where licences depart from the standard, and which jurisdictions are known to do so.

The parser reads through these departures everywhere, because none of them can change what a
value means; only the order of names is turned round for those that are known to turn it. That a
jurisdiction is *known* for one matters to whoever asks whether a barcode was printed by that
jurisdiction: an offset of zero is Ontario's habit, and would be odd on a card of Texas. The table
holds what was seen on published specimens and in public reports of scanners; it is not complete
and cannot be.
"""

from dataclasses import dataclass
from enum import StrEnum


class Deviation(StrEnum):
    """One departure from the AAMVA DL/ID Card Design Standard, annex D. Stable codes."""

    SEPARATORS = "separators"
    FILE_TYPE = "file_type"
    ISSUER_NUMBER = "issuer_number"
    HEADER_LENGTH = "header_length"
    ENTRIES = "entries"
    OFFSET = "offset"
    LENGTH = "length"
    DESIGNATOR = "designator"
    STRAY_TEXT = "stray_text"
    MISSING_ELEMENT = "missing_element"
    DATE_ORDER = "date_order"
    DATE_PUNCTUATION = "date_punctuation"
    SEX_CODE = "sex_code"
    COUNTRY = "country"
    NAME_ORDER = "name_order"
    NAME_PUNCTUATION = "name_punctuation"
    MAGNETIC_TRACKS = "magnetic_tracks"


@dataclass(frozen=True, slots=True)
class Quirk:
    """A departure that a jurisdiction is known for.

    Attributes:
        code: of the jurisdiction.
        version: of the standard that its cards state; 0 for none.
        deviation: what they do.
        note: how it looks.
    """

    code: str
    version: int
    deviation: Deviation
    note: str


QUIRKS = tuple(
    Quirk(*row)
    for row in (
        ("AB", 3, Deviation.ISSUER_NUMBER, "990876, which is not registered"),
        ("AB", 3, Deviation.OFFSET, "letters where offset and length belong"),
        ("AB", 3, Deviation.SEX_CODE, "M and F"),
        ("AB", 3, Deviation.MISSING_ELEMENT, "no country and no date of issue"),
        ("AL", 4, Deviation.MISSING_ELEMENT, "no country and no discriminator"),
        ("BC", 0, Deviation.MAGNETIC_TRACKS, "the three tracks of a magnetic stripe"),
        ("CO", 8, Deviation.DESIGNATOR, "the subfile's type on a line of its own"),
        ("CT", 1, Deviation.DESIGNATOR, "the subfile begins without its type"),
        ("CT", 1, Deviation.FILE_TYPE, "AAMVA instead of ANSI"),
        ("IL", 2, Deviation.HEADER_LENGTH, "no jurisdiction version"),
        ("MD", 1, Deviation.FILE_TYPE, "AAMVA instead of ANSI"),
        ("MI", 3, Deviation.MISSING_ELEMENT, "country and discriminator are empty"),
        ("NC", 1, Deviation.FILE_TYPE, "AAMVA instead of ANSI"),
        ("NC", 1, Deviation.ISSUER_NUMBER, "36004, its first digit lost"),
        ("NC", 1, Deviation.HEADER_LENGTH, "eight digits instead of ten"),
        ("NC", 1, Deviation.OFFSET, "one too many"),
        ("NC", 1, Deviation.DATE_ORDER, "MM-DD-CCYY"),
        ("NC", 1, Deviation.DATE_PUNCTUATION, "MM-DD-CCYY"),
        ("ON", 3, Deviation.OFFSET, "zero"),
        ("ON", 3, Deviation.NAME_PUNCTUATION, "a comma after the family name"),
        ("PA", 1, Deviation.NAME_ORDER, "given names first, parted by spaces"),
        ("PR", 5, Deviation.STRAY_TEXT, "a line of eights at the end"),
        ("SC", 1, Deviation.OFFSET, "one too many"),
        ("SC", 1, Deviation.SEPARATORS, "FS instead of RS"),
        ("WV", 4, Deviation.DATE_ORDER, "CCYYMMDD"),
        ("WV", 4, Deviation.DESIGNATOR, "the subfile begins without its type"),
        ("WY", 4, Deviation.DATE_ORDER, "CCYYMMDD"),
        ("WY", 4, Deviation.DESIGNATOR, "the subfile begins without its type"),
    )
)


def known(code: str, version: int) -> frozenset[Deviation]:
    """Return the departures that cards of this jurisdiction and version are known for."""
    return frozenset(
        quirk.deviation for quirk in QUIRKS if (quirk.code, quirk.version) == (code, version)
    )
