"""The document's dates: is it valid, can it be true, is its holder old enough?"""

from collections.abc import Iterator
from datetime import date

from verification.checks import codes, thresholds
from verification.checks.stated import Stated, stated
from verification.documents.captions import Field
from verification.documents.printed_dates import dates_in
from verification.documents.printed_fields import fields_of
from verification.evidence import Evidence
from verification.findings import Finding, Outcome


def dates(evidence: Evidence) -> Iterator[Finding]:
    """Report expiry, dates that cannot be true, and the holder's age where the flow asks."""
    document = stated(evidence)
    if document is None:
        return
    yield _expiry(document.expiry, evidence.on)
    yield _birth(document, evidence.on)
    yield _issue(document, evidence)
    if evidence.accepted.minimum_age:
        yield _age(document, evidence.on, evidence.accepted.minimum_age)


def _expiry(expiry: date | None, on: date) -> Finding:
    if expiry is None:
        message = "The date of expiry is not a date."
        return Finding(codes.DOCUMENT_EXPIRY, Outcome.INCONCLUSIVE, message)
    left = (expiry - on).days
    outcome = Outcome.PASS if left >= 0 else Outcome.FAIL
    message = "The document is valid." if left >= 0 else "The document is expired."
    return Finding(codes.DOCUMENT_EXPIRY, outcome, message, left, 0, "days")


def _birth(document: Stated, on: date) -> Finding:
    """Doc 9303-3 section 4.8 lets parts of a date of birth be unknown: the year is enough."""
    year = document.birth_year
    if year is None or (document.birth is None and not document.birth_unknown):
        message = "The date of birth is not a date."
        return Finding(codes.DOCUMENT_BIRTHDATE, Outcome.INCONCLUSIVE, message)
    age = on.year - year
    born_before_expiry = document.expiry is None or document.expiry.year >= year
    plausible = 0 <= age <= thresholds.MAX_AGE and born_before_expiry
    return Finding(
        codes.DOCUMENT_BIRTHDATE,
        Outcome.PASS if plausible else Outcome.FAIL,
        "The date of birth is plausible." if plausible else "The date of birth cannot be true.",
        age,
        thresholds.MAX_AGE,
        "years",
    )


def _issue(document: Stated, evidence: Evidence) -> Finding:
    """Compare with the other dates; printed days may be meant in two ways, and one is enough."""
    meant = _issued(document, evidence)
    if not meant:
        message = "No date of issue could be read with certainty."
        return Finding(codes.DOCUMENT_ISSUE_DATE, Outcome.INCONCLUSIVE, message)
    possible = any(_is_possible(day, document, evidence.on) for day in meant)
    outcome = Outcome.PASS if possible else Outcome.FAIL
    verb = "is plausible" if possible else "cannot be true"
    return Finding(codes.DOCUMENT_ISSUE_DATE, outcome, f"The date of issue {verb}.")


def _issued(document: Stated, evidence: Evidence) -> frozenset[date]:
    if document.issue is not None:
        return frozenset({document.issue})
    printed = evidence.document.visual_zone if evidence.document else None
    field = fields_of(printed.lines).get(Field.ISSUE) if printed else None
    if field is None or field.confidence < thresholds.MIN_PRINT_CONFIDENCE:
        return frozenset()
    days = frozenset().union(*(dates_in(value) for value in field.values))
    return days - {document.birth, document.expiry}  # the caption of another date


def _is_possible(issued: date, document: Stated, on: date) -> bool:
    not_before_birth = document.birth_year is None or issued.year >= document.birth_year
    before_expiry = document.expiry is None or issued < document.expiry
    return issued <= on and not_before_birth and before_expiry


def _age(document: Stated, on: date, least: int) -> Finding:
    """Count the birthdays that have surely passed; no measurement, as it would tell the age."""
    code = codes.DOCUMENT_AGE
    birth, year = document.birth, document.birth_year
    if year is None or (birth is None and not document.birth_unknown):
        return Finding(code, Outcome.INCONCLUSIVE, "The date of birth is not a date.")
    before_birthday = birth is None or (on.month, on.day) < (birth.month, birth.day)
    old_enough = on.year - year - before_birthday >= least
    verb = "is" if old_enough else "is not"
    outcome = Outcome.PASS if old_enough else Outcome.FAIL
    return Finding(code, outcome, f"The holder {verb} as old as the flow demands.")
