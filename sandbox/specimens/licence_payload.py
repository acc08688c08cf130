"""Writing the barcode of a North American licence; AAMVA DL/ID Card Design Standard, annex D."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from verification.documents.aamva_jurisdictions import USA, by_code

_SPECIMEN = "SPECIMEN"
_FIRST_VERSION_WITH_FLAGS = 4
_SEX_DIGITS = {"M": "1", "F": "2", "X": "9"}


@dataclass(frozen=True, slots=True)
class Holder:
    """What a specimen licence says of its holder.

    Attributes:
        sex: ``M``, ``F`` or ``X``.
        postal_code: as people write it.
    """

    family_name: str
    given_name: str
    birthdate: date
    issued: date
    expiry: date
    document_number: str = "S12345678"
    middle_name: str = ""
    suffix: str = ""
    sex: str = "F"
    street: str = "1 SPECIMEN STREET"
    locality: str = "ANYTOWN"
    postal_code: str = "12345"


@dataclass(frozen=True, slots=True)
class Style:
    """How a jurisdiction writes its barcode; without arguments as the standard says.

    Attributes:
        code: two letters of the jurisdiction.
        version: of the standard, 1 to 11; 0 for the tracks of British Columbia.
        own_version: the jurisdiction's version.
        separators: after ``@``.
        file_type: five characters.
        designator: whether the subfile begins with its type.
        offset: four characters instead of the right offset.
        year_first: CCYYMMDD; None for what the standard says.
        card: ``DL`` or ``ID``.
    """

    code: str
    version: int = 10
    own_version: int = 1
    separators: str = "\n\x1e\r"
    file_type: str = "ANSI "
    designator: bool = True
    offset: str = ""
    year_first: bool | None = None
    card: str = "DL"


def payload_of(holder: Holder, style: Style) -> bytes:
    """Return the bytes of the barcode; names in ISO 8859-1 as the standard asks."""
    text = _tracks(holder) if style.version == 0 else _file(holder, style)
    return text.encode("iso-8859-1")


def _file(holder: Holder, style: Style) -> str:
    first = "\n".join(id_ + value for id_, value in _elements(holder, style))
    own = f"Z{style.code[0]}"
    bodies = (
        (style.card, (style.card if style.designator else "") + first + "\r"),
        (own, f"{own}{own}A{_SPECIMEN}\r"),
    )
    numbers = by_code(style.code).iin + f"{style.version:02}"
    if style.version > 1:
        numbers += f"{style.own_version:02}"
    head = f"@{style.separators}{style.file_type}{numbers}{len(bodies):02}"
    offset = len(head) + 10 * len(bodies)
    designators = []
    for type_, body in bodies:
        designators.append(f"{type_}{style.offset or f'{offset:04}'}{len(body):04}")
        offset += len(body)
    return head + "".join(designators) + "".join(body for _, body in bodies)


def _elements(holder: Holder, style: Style) -> Iterable[tuple[str, str]]:
    """Yield ids and values in the order of the standard's example."""
    country = by_code(style.code).country
    year_first = style.version == 1 or country != USA
    if style.year_first is not None:
        year_first = style.year_first
    pattern = "%Y%m%d" if year_first else "%m%d%Y"
    yield "DAQ", holder.document_number
    yield from _names(holder, style.version)
    yield "DBD", holder.issued.strftime(pattern)
    yield "DBB", holder.birthdate.strftime(pattern)
    yield "DBA", holder.expiry.strftime(pattern)
    yield "DBC", _SEX_DIGITS[holder.sex]
    yield "DAU", "170 cm" if country != USA else "067 in"
    yield "DAY", "BRO"
    yield "DAG", holder.street
    yield "DAI", holder.locality
    yield "DAJ", style.code
    yield "DAK", _postal_code(holder.postal_code)
    if style.version > 1:
        yield "DCF", _SPECIMEN
        yield "DCG", country


def _names(holder: Holder, version: int) -> Iterable[tuple[str, str]]:
    if version == 1:
        parts = (holder.family_name, holder.given_name, holder.middle_name, holder.suffix)
        yield "DAA", ",".join(parts)
    elif version < _FIRST_VERSION_WITH_FLAGS:
        yield "DCS", holder.family_name
        yield "DCT", ",".join(filter(None, (holder.given_name, holder.middle_name)))
        yield "DCU", holder.suffix
    else:
        yield "DCS", holder.family_name
        yield "DDE", "N"
        yield "DAC", holder.given_name
        yield "DDF", "N"
        yield "DAD", holder.middle_name or "NONE"
        yield "DDG", "N"
        yield from (("DCU", holder.suffix),) if holder.suffix else ()


def _postal_code(written: str) -> str:
    """Nine digits and two blanks in the USA, six letters and digits in Canada."""
    plain = written.replace("-", "").replace(" ", "")
    return f"{plain:0<9}  " if plain.isdigit() else f"{plain:<11}"


def _tracks(holder: Holder) -> str:
    """British Columbia: Teleplan 4 record specifications, section 4.2.4."""
    city = holder.locality[:13] + ("^" if len(holder.locality) < 13 else "")
    given = f"{holder.given_name} {holder.middle_name}".strip()
    name = f"{holder.family_name},${given}"[:35]
    name += "^" if len(name) < 35 else ""
    home = f"{holder.street}${holder.locality} BC  {holder.postal_code}^"
    number, birth = holder.document_number, f"{holder.birthdate:%Y%m%d}"
    postal = holder.postal_code.replace(" ", "")
    return (
        f"%BC{city}{name}{home}?;636028{number}={holder.expiry:%y%m}{birth}=?"
        f"_%0A{postal:<11}{'':16}{holder.sex}170 60BROBRO{'':24}?"
    )
