"""The address of an AAMVA barcode."""

import re
from dataclasses import dataclass

from verification.documents.aamva_elements import Elements

_ZIP = re.compile(r"(\d{5})[ -]?(\d{4})?\s*0*")
_CANADIAN = re.compile(r"([A-Z]\d[A-Z]) ?(\d[A-Z]\d)")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the card says that the holder lives or gets mail; every part may be empty.

    Attributes:
        street: one or two lines, joined by a comma.
        locality: city or town, cut at 20 characters by the standard.
        region: two letters.
        postal_code: ``12345``, ``12345-6789`` or ``A1A 1A1``; as printed when it is none of these.
    """

    street: str = ""
    locality: str = ""
    region: str = ""
    postal_code: str = ""


def read_address(elements: Elements) -> Address:
    """Read the mailing address; the residence address of the standard of 2000 where it is empty."""
    first, second, city, region, postal_code = ("DAG", "DAH", "DAI", "DAJ", "DAK")
    if not elements.first("DAG") and elements.first("DAL"):
        first, second = ("DAL", "DAM")
    street = [line for id_ in (first, second) if (line := elements.first(id_).rstrip(" ,"))]
    return Address(
        street=", ".join(street),
        locality=elements.first(city, "DAN"),
        region=elements.first(region, "DAO"),
        postal_code=read_postal_code(elements.first(postal_code, "DAP")),
    )


def read_postal_code(text: str) -> str:
    """Write a postal code as people do; four zeros after a ZIP code are padding.

    >>> read_postal_code("232690000"), read_postal_code("275013140"), read_postal_code("N1M3J6")
    ('23269', '27501-3140', 'N1M 3J6')
    """
    if canadian := _CANADIAN.fullmatch(text.upper()):
        return " ".join(canadian.groups())
    found = _ZIP.fullmatch(text)
    if found is None:
        return text
    plus_four = found[2] or "0000"
    return found[1] if plus_four == "0000" else f"{found[1]}-{plus_four}"
