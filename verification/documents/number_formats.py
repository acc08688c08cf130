"""How document numbers are built, where the issuer or a standard makes it public. Pure.

Passports and cards: Doc 9303-3 lets numbers hold A to Z and 0 to 9; some issuers allow less.
Licences: the formats that the jurisdictions publish for those who have to enter a number. Cards
that are older than their issuer's present format exist, so a number that does not fit is a reason
to look, and no proof.
"""

import re
from types import MappingProxyType

from verification.documents.kinds import DocumentType

# Without vowels and letters that look like digits; German Passport Ordinance, annex 11.
_GERMAN = r"[CFGHJKLMNPRTVWXYZ0-9]{9}"
_ZONES = MappingProxyType(
    {
        (DocumentType.PASSPORT, "D"): _GERMAN,
        (DocumentType.IDENTITY_CARD, "D"): _GERMAN,
        # No letter O, to tell it from the zero; the last is a digit.
        (DocumentType.PASSPORT, "NLD"): r"[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]",
        (DocumentType.IDENTITY_CARD, "NLD"): r"[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]",
        (DocumentType.PASSPORT, "USA"): r"[A-Z][0-9]{8}|[0-9]{9}",
        (DocumentType.PASSPORT, "GBR"): r"[0-9]{9}",
        (DocumentType.PASSPORT, "FRA"): r"[0-9]{2}[A-Z]{2}[0-9]{5}",
        (DocumentType.PASSPORT, "CAN"): r"[A-Z]{2}[0-9]{6}|[A-Z][0-9]{6}[A-Z]{2}",
        (DocumentType.PASSPORT, "AUS"): r"[A-Z]{1,2}[0-9]{7}",
        (DocumentType.PASSPORT, "IND"): r"[A-Z][0-9]{7}",
    }
)
_LICENCES = MappingProxyType(
    {
        "CA": r"[A-Z][0-9]{7}",
        "FL": r"[A-Z][0-9]{12}",
        "IL": r"[A-Z][0-9]{11,12}",
        "MD": r"[A-Z][0-9]{12}|MD[0-9]{11}",
        "MI": r"[A-Z][0-9]{12}",
        "MN": r"[A-Z][0-9]{12}",
        "NJ": r"[A-Z][0-9]{14}",
        "NY": r"[0-9]{9}",
        "ON": r"[A-Z][0-9]{14}",
        "PA": r"[0-9]{8}",
        "QC": r"[A-Z][0-9]{12}",
        "TX": r"[0-9]{8}",
        "VA": r"[A-Z][0-9]{8,11}|[0-9]{9}",
        "WI": r"[A-Z][0-9]{13}",
        "BC": r"[0-9]{7}",
    }
)


def fits_zone(kind: DocumentType, issuer: str, number: str) -> bool | None:
    """Return whether a number is built as its issuer builds them; None where nothing is public.

    >>> fits_zone(DocumentType.PASSPORT, "D", "C01X00T47")
    True
    >>> fits_zone(DocumentType.PASSPORT, "D", "A01X00T47")
    False
    """
    return _fits(_ZONES.get((kind, issuer)), number)


def fits_licence(jurisdiction: str, number: str) -> bool | None:
    """Return the same for the number of a licence; dashes and blanks do not count.

    >>> fits_licence("CA", "I1234562"), fits_licence("CA", "12345678"), fits_licence("AL", "1")
    (True, False, None)
    """
    return _fits(_LICENCES.get(jurisdiction), number.upper().replace("-", "").replace(" ", ""))


def _fits(pattern: str | None, number: str) -> bool | None:
    return None if pattern is None else re.fullmatch(pattern, number) is not None
