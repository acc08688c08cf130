"""The PDF417 barcode of North American licences and identity cards: bytes in, fields out.

AAMVA DL/ID Card Design Standard, annex D, versions 01 (2000) to 11 (2025), and the magnetic
tracks that British Columbia prints as a barcode.

Pure. Everything here is hostile text: whatever the bytes hold, the answer is a ``Licence`` or
``AamvaError``. Nothing is believed because it parsed: the barcode carries no signature, and anyone
can print one. What a forger tends to get wrong is noted in ``deviations``.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from verification.documents import aamva_magnetic
from verification.documents.aamva_address import Address, read_address
from verification.documents.aamva_dates import read_date
from verification.documents.aamva_elements import Elements, read_elements
from verification.documents.aamva_errors import AamvaError
from verification.documents.aamva_header import Header, read_header
from verification.documents.aamva_jurisdictions import Jurisdiction, by_code, by_iin
from verification.documents.aamva_names import Names, read_names
from verification.documents.aamva_quirks import Deviation, known

__all__ = [
    "AamvaError",
    "Address",
    "Card",
    "Deviation",
    "Jurisdiction",
    "Licence",
    "Names",
    "parse",
]

# The most digits that one PDF417 symbol can hold, ISO/IEC 15438 section 5.1.
MAX_BYTES = 2710
_SEXES = {"1": "M", "2": "F", "9": "X", "M": "M", "F": "F", "X": "X"}
_COUNTRIES = {"USA": "USA", "US": "USA", "CAN": "CAN", "CDN": "CAN", "MEX": "MEX"}


class Card(StrEnum):
    """What the barcode says that the card is."""

    LICENCE = "licence"
    IDENTITY_CARD = "identity_card"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence or identity card as its barcode states it.

    Attributes:
        card: licence or identity card.
        jurisdiction: the issuer, by its number.
        version: of the standard; 0 for magnetic tracks.
        jurisdiction_version: the issuer's own version; 0 where there is none.
        document_number: the holder's number; never empty.
        names: the holder's; family or given name is never empty.
        birth: date of birth; None when the card states none.
        issue: date of issue; None when the card states none.
        expiry: last day on which the card is valid; None when the card never expires or does
            not say.
        sex: ``M``, ``F``, ``X``, or empty when the card does not say.
        address: the holder's.
        discriminator: tells this card from others of the same holder; may be empty.
        deviations: departures from the standard.
    """

    card: Card
    jurisdiction: Jurisdiction
    version: int
    jurisdiction_version: int
    document_number: str
    names: Names
    birth: date | None
    issue: date | None
    expiry: date | None
    sex: str
    address: Address
    discriminator: str
    deviations: frozenset[Deviation]

    @property
    def country(self) -> str:
        """The issuer's country, ISO 3166-1 alpha-3."""
        return self.jurisdiction.country

    @property
    def unexpected(self) -> frozenset[Deviation]:
        """Departures from the standard that the jurisdiction is not known for."""
        return self.deviations - known(self.jurisdiction.code, self.version)


def parse(payload: bytes) -> Licence:
    r"""Read a licence's barcode.

    Args:
        payload: the bytes that the symbol holds; UTF-8 where they are, else ISO 8859-1.

    >>> licence = parse(
    ...     b"@\n\x1e\rANSI 636000100102DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\n"
    ...     b"DACMICHAEL\nDDFN\nDADJOHN\nDDGN\nDCUJR\nDCAD\nDCBK\nDCDPH\nDBD06062019\n"
    ...     b"DBB06061986\nDBA12102024\nDBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\n"
    ...     b"DAIRICHMOND\nDAJVA\nDAK232690000  \nDCF2424244747474786102204\nDCGUSA\n"
    ...     b"DCK123456789\nDDAF\nDDB06062018\nDDC06062020\nDDD1\rZVZVA01\r"
    ... )
    >>> licence.jurisdiction.name, licence.names.family, licence.birth, sorted(licence.deviations)
    ('Virginia', 'SAMPLE', datetime.date(1986, 6, 6), [])

    Raises:
        AamvaError: these are not the bytes of a licence's barcode.
    """
    if len(payload) > MAX_BYTES:
        raise AamvaError("The barcode holds more than one symbol can.")
    text = _decoded(payload)
    if aamva_magnetic.is_magnetic(text):
        return _from_tracks(aamva_magnetic.read_tracks(text))
    header = read_header(text)
    jurisdiction, registered = by_iin(header.iin)
    if jurisdiction is None:
        raise AamvaError("The issuer's number belongs to nobody.")
    elements = read_elements(text, header)
    deviations = set(header.deviations | elements.deviations)
    if not registered:
        deviations.add(Deviation.ISSUER_NUMBER)
    return _licence(header, jurisdiction, elements, deviations)


def _licence(
    header: Header, jurisdiction: Jurisdiction, elements: Elements, deviations: set[Deviation]
) -> Licence:
    names = read_names(
        elements, code=jurisdiction.code, version=header.version, deviations=deviations
    )
    number = elements.first("DAQ")
    _refuse_unless_named(number, names)
    birth, issue, expiry = (
        read_date(
            elements.first(id_),
            what,
            country=jurisdiction.country,
            version=header.version,
            deviations=deviations,
        )
        for id_, what in (
            ("DBB", "date of birth"),
            ("DBD", "date of issue"),
            ("DBA", "date of expiry"),
        )
    )
    _compare_country(elements, jurisdiction, deviations)
    return Licence(
        card=Card.LICENCE if elements.card == "DL" else Card.IDENTITY_CARD,
        jurisdiction=jurisdiction,
        version=header.version,
        jurisdiction_version=header.jurisdiction_version,
        document_number=number,
        names=names,
        birth=birth,
        issue=issue,
        expiry=expiry,
        sex=_sex(elements, header.version, deviations),
        address=read_address(elements),
        discriminator=elements.first("DCF"),
        deviations=frozenset(deviations),
    )


def _from_tracks(tracks: aamva_magnetic.Tracks) -> Licence:
    names = Names(tracks.family, tracks.given, "", "", None, None, None, tracks.maybe_truncated)
    _refuse_unless_named(tracks.document_number, names)
    return Licence(
        card=Card.LICENCE,
        jurisdiction=by_code(aamva_magnetic.ISSUER),
        version=0,
        jurisdiction_version=0,
        document_number=tracks.document_number,
        names=names,
        birth=tracks.birth,
        issue=None,
        expiry=tracks.expiry,
        sex=tracks.sex,
        address=tracks.address,
        discriminator="",
        deviations=frozenset({Deviation.MAGNETIC_TRACKS}),
    )


def _refuse_unless_named(number: str, names: Names) -> None:
    if not number:
        raise AamvaError("The barcode states no document number.")
    if not names.family and not names.given:
        raise AamvaError("The barcode states no name.")


def _compare_country(
    elements: Elements, jurisdiction: Jurisdiction, deviations: set[Deviation]
) -> None:
    stated = elements.first("DCG")
    if stated and _COUNTRIES.get(stated.upper()) != jurisdiction.country:
        deviations.add(Deviation.COUNTRY)


def _sex(elements: Elements, version: int, deviations: set[Deviation]) -> str:
    """The standard of 2000 had letters beside digits; later ones have digits only."""
    stated = elements.first("DBC").upper()
    if stated and not stated.isdigit() and version > 1:
        deviations.add(Deviation.SEX_CODE)
    return _SEXES.get(stated, "")


def _decoded(payload: bytes) -> str:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return payload.decode("iso-8859-1")
