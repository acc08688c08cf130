"""Which documents a flow may accept, and which of them a zone or a barcode belongs to. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from verification.documents.aamva import Card, Licence
from verification.documents.icao9303 import Mrz
from verification.documents.mrz_layouts import Format

_CREW = "AC"  # Doc 9303-5: a crew member's certificate, which is no identity card


class DocumentType(StrEnum):
    """A kind of document. Residence permits are identity cards: their zones do not differ."""

    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    DRIVING_LICENCE = "driving_licence"
    VISA = "visa"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a flow accepts.

    Attributes:
        types: of documents.
        countries: issuers' codes as in a zone, Germany's being ``D``; empty: every country.
        minimum_age: of the holder, in years; 0 asks for none.
    """

    types: frozenset[DocumentType] = frozenset({DocumentType.PASSPORT})
    countries: frozenset[str] = field(default_factory=frozenset)
    minimum_age: int = 0

    @property
    def has_two_sides(self) -> bool:
        """Whether any of these may have its zone or barcode on its back."""
        return not self.types.isdisjoint({DocumentType.IDENTITY_CARD, DocumentType.DRIVING_LICENCE})


def type_of_zone(mrz: Mrz) -> DocumentType | None:
    """Return the kind of document; None when its code is that of none of these.

    Doc 9303 parts 4 to 7, section 4.2: P passports, V visas, A, C and I cards.
    """
    code, format_ = mrz.document_code, mrz.format
    if format_ in {Format.MRV_A, Format.MRV_B}:
        return DocumentType.VISA
    if format_ is Format.TD3:
        return DocumentType.PASSPORT if code.startswith("P") else None
    is_card = code.startswith(("A", "C", "I")) and code != _CREW
    return DocumentType.IDENTITY_CARD if is_card else None


def type_of_licence(licence: Licence) -> DocumentType:
    """Return what the barcode says that the card is."""
    is_licence = licence.card is Card.LICENCE
    return DocumentType.DRIVING_LICENCE if is_licence else DocumentType.IDENTITY_CARD
