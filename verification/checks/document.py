"""The document itself: its type, issuer, dates and portrait."""

from collections.abc import Iterator
from datetime import date

from verification.checks import codes, thresholds
from verification.checks.measuring import at_least
from verification.checks.zone import parsed
from verification.documents.countries import is_fictional, is_issuer
from verification.documents.icao9303 import Mrz
from verification.evidence import Evidence
from verification.findings import Finding, Outcome


def type_and_issuer(evidence: Evidence) -> Iterator[Finding]:
    """Report whether it is a passport, and whether such an issuer exists."""
    mrz = parsed(evidence)
    if mrz is None:
        return
    yield _passport(mrz)
    yield _issuer(mrz.issuing_state)


def dates(evidence: Evidence) -> Iterator[Finding]:
    """Report expiry and whether the date of birth can be true."""
    mrz = parsed(evidence)
    if mrz is None:
        return
    yield _expiry(mrz.expiry.value, evidence.on)
    yield _birth(mrz, evidence.on)


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


def _passport(mrz: Mrz) -> Finding:
    if mrz.is_passport:
        return Finding(codes.DOCUMENT_TYPE, Outcome.PASS, "The document is a passport.")
    message = f"The document is not a passport: its zone has format {mrz.format}."
    return Finding(codes.DOCUMENT_TYPE, Outcome.FAIL, message)


def _issuer(state: str) -> Finding:
    if is_issuer(state):
        message = "The issuing state's code is in ICAO Doc 9303-3."
        return Finding(codes.DOCUMENT_ISSUER, Outcome.PASS, message)
    what = "is Utopia, which issues specimens only" if is_fictional(state) else "does not exist"
    return Finding(codes.DOCUMENT_ISSUER, Outcome.FAIL, f"The issuing state {what}.")


def _expiry(expiry: date | None, on: date) -> Finding:
    if expiry is None:
        message = "The date of expiry is not a date."
        return Finding(codes.DOCUMENT_EXPIRY, Outcome.INCONCLUSIVE, message)
    left = (expiry - on).days
    outcome = Outcome.PASS if left >= 0 else Outcome.FAIL
    message = "The document is valid." if left >= 0 else "The document is expired."
    return Finding(codes.DOCUMENT_EXPIRY, outcome, message, left, 0, "days")


def _birth(mrz: Mrz, on: date) -> Finding:
    """Doc 9303-3 section 4.8 lets parts of a date of birth be unknown: the year is enough."""
    if mrz.birth.year is None or (mrz.birth.value is None and mrz.birth.day is not None):
        message = "The date of birth is not a date."
        return Finding(codes.DOCUMENT_BIRTHDATE, Outcome.INCONCLUSIVE, message)
    age = on.year - mrz.birth.year
    issued_after_birth = mrz.expiry.year is None or mrz.expiry.year >= mrz.birth.year
    plausible = 0 <= age <= thresholds.MAX_AGE and issued_after_birth
    return Finding(
        codes.DOCUMENT_BIRTHDATE,
        Outcome.PASS if plausible else Outcome.FAIL,
        "The date of birth is plausible." if plausible else "The date of birth cannot be true.",
        age,
        thresholds.MAX_AGE,
        "years",
    )
