"""What the document says in the part that machines read, whichever that is: zone or barcode."""

from dataclasses import dataclass
from datetime import date

from verification.checks.zone import parsed
from verification.documents import aamva, icao9303
from verification.documents.aamva import AamvaError, Licence
from verification.documents.icao9303 import Mrz
from verification.documents.kinds import DocumentType, type_of_licence, type_of_zone
from verification.evidence import DocumentEvidence, Evidence
from verification.matching import Source


@dataclass(frozen=True, slots=True)
class Stated:
    """A document's fields, as its zone or barcode has them.

    Attributes:
        source: which of the two.
        type: the kind of document; None when it is none that could be accepted.
        issuer: an issuing state by Doc 9303-3 section 5; for licences the country.
        family_name: primary identifier.
        given_name: secondary identifier, or given and middle names.
        first_name: without the middle names, where the document divides them.
        truncated: parts of the names may be missing.
        document_number: in full.
        birth_year: known even where the day is not.
        birth: None when unread, partly unknown or no such day.
        birth_unknown: month or day are left out, as Doc 9303 allows.
        issue: None where the document does not say.
        expiry: None when unread or where the document does not say.
    """

    source: Source
    type: DocumentType | None
    issuer: str
    family_name: str
    given_name: str
    first_name: str
    truncated: bool
    document_number: str
    birth_year: int | None
    birth: date | None
    birth_unknown: bool
    issue: date | None
    expiry: date | None


def stated(evidence: Evidence) -> Stated | None:
    """Return what the zone says, or where there is none the barcode; None without either."""
    mrz = parsed(evidence)
    if mrz is not None:
        return _of_zone(mrz)
    licence = licence_of(evidence)
    return None if licence is None else _of_licence(licence)


def licence_of(evidence: Evidence) -> Licence | None:
    """Return the barcode's fields; None when there is none, or none of a licence."""
    read = (_licence(side) for side in (evidence.back, evidence.document) if side)
    return next((licence for licence in read if licence), None)


def kind_of(side: DocumentEvidence) -> DocumentType | None:
    """Return the kind of document by one picture; None where that cannot be told from it."""
    read = stated(Evidence(icao9303.ANY_DAY, document=side))
    return None if read is None else read.type


def _licence(side: DocumentEvidence) -> Licence | None:
    if side.barcode is None:
        return None
    try:
        return aamva.parse(side.barcode.payload.encode("iso-8859-1"))
    except (AamvaError, UnicodeEncodeError):
        return None


def _of_zone(mrz: Mrz) -> Stated:
    return Stated(
        source=Source.MRZ,
        type=type_of_zone(mrz),
        issuer=mrz.issuing_state,
        family_name=mrz.names.primary,
        given_name=mrz.names.secondary,
        first_name=mrz.names.secondary,
        truncated=mrz.names.truncated,
        document_number=mrz.document_number,
        birth_year=mrz.birth.year,
        birth=mrz.birth.value,
        birth_unknown=mrz.birth.day is None,
        issue=None,
        expiry=mrz.expiry.value,
    )


def _of_licence(licence: Licence) -> Stated:
    names = licence.names
    flags = (names.family_truncated, names.given_truncated, names.middle_truncated)
    return Stated(
        source=Source.BARCODE,
        type=type_of_licence(licence),
        issuer=licence.country,
        family_name=names.family,
        given_name=f"{names.given} {names.middle}".strip(),
        first_name=names.given,
        truncated=names.maybe_truncated or True in flags,
        document_number=licence.document_number,
        birth_year=licence.birth.year if licence.birth else None,
        birth=licence.birth,
        birth_unknown=False,
        issue=licence.issue,
        expiry=licence.expiry,
    )
