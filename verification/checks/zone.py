"""The machine-readable zone: is it there, and do its check digits agree?"""

from collections.abc import Iterator

from verification.checks import codes
from verification.documents import icao9303
from verification.evidence import DocumentEvidence, Evidence
from verification.findings import Finding, Outcome

_DIGITS = {
    "document_number": (codes.MRZ_DOCUMENT_NUMBER, "document number"),
    "birthdate": (codes.MRZ_BIRTHDATE, "date of birth"),
    "expiry": (codes.MRZ_EXPIRY, "date of expiry"),
    "personal": (codes.MRZ_PERSONAL, "optional data"),
    "composite": (codes.MRZ_COMPOSITE, "whole zone"),
}
# Digits that cover fields in which look-alikes may have been solved.
_OVER_SOLVED = frozenset({"document_number", "personal", "composite"})


def parsed(evidence: Evidence) -> icao9303.Mrz | None:
    """Return the zone's fields; None when there is no zone, or nothing like one."""
    readings = (side.mrz for side in (evidence.document, evidence.back) if side and side.mrz)
    reading = next(readings, None)
    if reading is None:
        return None
    try:
        return icao9303.parse(reading.lines, evidence.on)
    except icao9303.MrzError:
        return None


def is_confirmed(document: DocumentEvidence, mrz: icao9303.Mrz) -> bool:
    """Whether the document number is printed on the page, letter by letter as the zone has it."""
    lines = document.visual_zone.lines if document.visual_zone else ()
    return any(mrz.document_number in line.text.replace(" ", "") for line in lines)


def machine_readable_zone(evidence: Evidence) -> Iterator[Finding]:
    """Report the zone's presence, each check digit, and how much of it was repaired."""
    mrz = parsed(evidence)
    if mrz is None:
        message = "No machine-readable zone could be read."
        yield Finding(codes.MRZ_PRESENT, Outcome.INCONCLUSIVE, message)
        return
    message = f"A machine-readable zone of format {mrz.format} was read."
    yield Finding(codes.MRZ_PRESENT, Outcome.PASS, message)
    proposed = mrz.solved and not (evidence.document and is_confirmed(evidence.document, mrz))
    for digit in mrz.check_digits:
        yield _agreement(digit, proposed=proposed and digit.name in _OVER_SOLVED)
    yield _repaired(len(mrz.repairs))


def _agreement(digit: icao9303.CheckDigit, *, proposed: bool) -> Finding:
    """Report one digit; over characters that it was itself used to solve, it proves little."""
    code, name = _DIGITS[digit.name]
    if digit.passed and proposed:
        message = f"The check digit over the {name} agrees with one reading of its look-alikes."
        return Finding(code, Outcome.INCONCLUSIVE, message)
    outcome = Outcome.PASS if digit.passed else Outcome.FAIL
    verb = "agrees" if digit.passed else "does not agree"
    return Finding(code, outcome, f"The check digit over the {name} {verb}.")


def _repaired(count: int) -> Finding:
    outcome = Outcome.INCONCLUSIVE if count else Outcome.PASS
    message = (
        "Characters that their field cannot hold were replaced by those they are misread for."
        if count
        else "Every character fits its field as it was read."
    )
    return Finding(codes.MRZ_REPAIRED, outcome, message, count, 0, "characters")
