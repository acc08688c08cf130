"""The document itself: its type, issuer, number and portrait."""

from collections.abc import Iterator

from verification.checks import codes, thresholds
from verification.checks.measuring import at_least
from verification.checks.stated import Stated, licence_of, stated
from verification.documents.aamva import Licence
from verification.documents.countries import is_fictional, is_issuer
from verification.documents.kinds import DocumentType
from verification.documents.number_formats import fits_licence, fits_zone
from verification.evidence import Evidence
from verification.findings import Finding, Outcome
from verification.matching import Source

_SPECIMEN = "SPECIMEN"
_CALLED = {
    DocumentType.PASSPORT: "a passport",
    DocumentType.IDENTITY_CARD: "an identity card",
    DocumentType.DRIVING_LICENCE: "a driving licence",
    DocumentType.VISA: "a visa",
}


def type_and_issuer(evidence: Evidence) -> Iterator[Finding]:
    """Report whether the flow accepts such a document, and whether such an issuer exists."""
    document = stated(evidence)
    if document is None:
        return
    yield _type(document, evidence)
    yield _issuer(document.issuer, licence_of(evidence))
    yield _country(document.issuer, evidence)
    yield _number_format(document, evidence)


def portrait(evidence: Evidence) -> Iterator[Finding]:
    """Report whether a portrait was found, large enough to compare."""
    if evidence.document is None:
        return
    if not evidence.document.faces:
        message = "No portrait was found on the document."
        yield Finding(codes.DOCUMENT_PORTRAIT, Outcome.INCONCLUSIVE, message)
        return
    eyes = round(evidence.document.faces[0].eye_distance, 1)
    what = "The distance between the portrait's eyes"
    yield at_least(codes.DOCUMENT_PORTRAIT, what, eyes, thresholds.PORTRAIT_MIN_EYES, "px")


def _type(document: Stated, evidence: Evidence) -> Finding:
    if document.type is None:
        message = "The document is of no kind that could be accepted."
        return Finding(codes.DOCUMENT_TYPE, Outcome.FAIL, message)
    accepted = document.type in evidence.accepted.types
    verb = "which the flow accepts" if accepted else "which the flow does not accept"
    outcome = Outcome.PASS if accepted else Outcome.FAIL
    return Finding(
        codes.DOCUMENT_TYPE, outcome, f"The document is {_CALLED[document.type]}, {verb}."
    )


def _issuer(state: str, licence: Licence | None) -> Finding:
    if licence is not None and licence.discriminator.upper() == _SPECIMEN:
        message = "The barcode says that the card is a specimen."
        return Finding(codes.DOCUMENT_ISSUER, Outcome.FAIL, message)
    if is_issuer(state):
        message = "The issuing state's code is in ICAO Doc 9303-3."
        return Finding(codes.DOCUMENT_ISSUER, Outcome.PASS, message)
    what = "is Utopia, which issues specimens only" if is_fictional(state) else "does not exist"
    return Finding(codes.DOCUMENT_ISSUER, Outcome.FAIL, f"The issuing state {what}.")


def _country(state: str, evidence: Evidence) -> Finding:
    allowed = not evidence.accepted.countries or state in evidence.accepted.countries
    outcome = Outcome.PASS if allowed else Outcome.FAIL
    verb = "accepts" if allowed else "does not accept"
    message = f"The flow {verb} documents of this issuer."
    return Finding(codes.DOCUMENT_COUNTRY, outcome, message)


def _number_format(document: Stated, evidence: Evidence) -> Finding:
    """Compare with what the issuer makes public; licences are numbered by their jurisdiction."""
    number, licence = document.document_number, licence_of(evidence)
    fits = None
    if document.source is Source.BARCODE and licence is not None:
        fits = fits_licence(licence.jurisdiction.code, number)
    elif document.type is not None:
        fits = fits_zone(document.type, document.issuer, number)
    code = codes.DOCUMENT_NUMBER_FORMAT
    if fits is None:
        message = "How this issuer builds its numbers is not public."
        return Finding(code, Outcome.INCONCLUSIVE, message)
    outcome = Outcome.PASS if fits else Outcome.FAIL
    message = f"The number is {'' if fits else 'not '}built as this issuer builds them."
    return Finding(code, outcome, message)
