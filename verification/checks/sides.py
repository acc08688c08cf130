"""Front against back: are the two pictures those of one document?

Without this, a front of one's own and a back in another name would prove that name: a barcode
bears no portrait, and a card's zone none either.
"""

from collections.abc import Iterator

from verification.checks import codes, thresholds
from verification.checks.visual_zone import visual_zone
from verification.documents import icao9303
from verification.evidence import DocumentEvidence, Evidence
from verification.findings import Finding, Outcome

_TELLING = frozenset(
    {
        codes.VISUAL_ZONE_FAMILY_NAME,
        codes.VISUAL_ZONE_DOCUMENT_NUMBER,
        codes.VISUAL_ZONE_BIRTHDATE,
    }
)


def front_and_back(evidence: Evidence) -> Iterator[Finding]:
    """Report how many fields the front's print and the other side's zone or barcode share."""
    if evidence.document is None or evidence.back is None:
        return
    if _are_of_two_documents(evidence):
        message = "The two pictures show the zones of two documents."
        yield Finding(codes.DOCUMENT_SIDES, Outcome.FAIL, message)
        return
    told = [finding.outcome for finding in visual_zone(evidence) if finding.code in _TELLING]
    yield _shared(told.count(Outcome.PASS), contradicted=Outcome.FAIL in told)


def _shared(agreeing: int, *, contradicted: bool) -> Finding:
    enough = agreeing >= thresholds.MIN_SHARED_FIELDS
    outcome, message = Outcome.PASS, "Front and back say the same."
    if contradicted:
        outcome, message = Outcome.FAIL, "The front's print and the back say different things."
    elif not enough:
        outcome = Outcome.INCONCLUSIVE
        message = "Too little of the front could be read to tell whether the back belongs to it."
    code, least = codes.DOCUMENT_SIDES, thresholds.MIN_SHARED_FIELDS
    return Finding(code, outcome, message, agreeing, least, "fields")


def is_one_of_two(side: DocumentEvidence) -> bool:
    """Whether this picture alone proves nothing: portrait or machine-readable part is missing."""
    return not (side.faces and _is_machine_readable(side))


def complete(one: DocumentEvidence, other: DocumentEvidence) -> bool:
    """Whether the two have a portrait and something that machines read between them."""
    both = (one, other)
    return any(side.faces for side in both) and any(_is_machine_readable(side) for side in both)


def _is_machine_readable(side: DocumentEvidence) -> bool:
    return side.mrz is not None or side.barcode is not None


def _are_of_two_documents(evidence: Evidence) -> bool:
    zones = [side.mrz.lines for side in (evidence.document, evidence.back) if side and side.mrz]
    numbers = set()
    for lines in zones:
        try:
            numbers.add(icao9303.parse(lines, evidence.on).document_number)
        except icao9303.MrzError:
            continue
    return len(numbers) > 1
