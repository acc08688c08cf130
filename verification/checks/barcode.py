"""The barcode of a licence: was it read, and is it written as its issuer writes them?"""

from collections.abc import Iterator

from verification.checks import codes
from verification.checks.stated import licence_of, stated
from verification.evidence import Evidence
from verification.findings import Finding, Outcome
from verification.matching import Source


def barcode(evidence: Evidence) -> Iterator[Finding]:
    """Report the barcode's presence, and departures that its issuer is not known for."""
    read = any(side and side.barcode for side in (evidence.document, evidence.back))
    document, licence = stated(evidence), licence_of(evidence)
    if not read or (document is not None and document.source is Source.MRZ):
        return  # passports and cards with a zone are not asked for one
    if licence is None:
        message = "A barcode was read, and it is none of a licence."
        yield Finding(codes.BARCODE_PRESENT, Outcome.INCONCLUSIVE, message)
        return
    message = "The barcode of a North American licence or identity card was read."
    yield Finding(codes.BARCODE_PRESENT, Outcome.PASS, message)
    strange = len(licence.unexpected)
    message = (
        "The barcode departs from the standard in ways that its issuer is not known for."
        if strange
        else "The barcode is written as its issuer writes them."
    )
    outcome = Outcome.FAIL if strange else Outcome.PASS
    yield Finding(codes.BARCODE_STANDARD, outcome, message, strange, 0, "departures")
