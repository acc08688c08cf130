"""The same number or picture of a document, lately, in sessions about other people."""

from collections.abc import Iterator

from verification.checks import codes
from verification.checks.measuring import at_most
from verification.checks.stated import licence_of, stated
from verification.checks.zone import is_confirmed, parsed
from verification.evidence import Evidence, Seen
from verification.findings import Finding, Outcome

_ASKED = (
    (Seen.DOCUMENT_NUMBER, codes.DOCUMENT_NUMBER_SEEN, "The number's use by other people"),
    (Seen.DOCUMENT_IMAGE, codes.DOCUMENT_IMAGE_SEEN, "The picture's use by other people"),
    (Seen.FRAME, codes.PRESENTATION_FRAMES_SEEN, "The frames' use by other people"),
)


def seen_elsewhere(evidence: Evidence) -> Iterator[Finding]:
    """Report how many sessions about other people showed the same number or picture."""
    for seen, code, what in _ASKED:
        if seen in evidence.seen:
            yield at_most(code, what, evidence.seen[seen], 0, "sessions")
    if Seen.SELFIE_IMAGE in evidence.seen:
        yield _selfie(evidence.seen[Seen.SELFIE_IMAGE], evidence.seen.get(Seen.SELFIE_LOOK, 0))


def _selfie(same: int, alike: int) -> Finding:
    """No camera takes one picture twice; two pictures of one room may look alike."""
    if same:
        outcome, message = Outcome.FAIL, "Somebody else has sent this very selfie."
    elif alike:
        outcome, message = Outcome.INCONCLUSIVE, "Somebody else has sent a selfie that looks alike."
    else:
        outcome, message = Outcome.PASS, "Nobody else has sent this selfie."
    return Finding(codes.SELFIE_IMAGE_SEEN, outcome, message, max(same, alike), 0, "sessions")


def known_by(evidence: Evidence) -> str | None:
    """Return issuer and number as read; None unless the reading can be relied on.

    A misread number would be held against whoever has it.
    """
    document, mrz = stated(evidence), parsed(evidence)
    if document is None or evidence.document is None or not document.document_number:
        return None
    if mrz is not None:
        sure = any(digit.passed for digit in mrz.check_digits if digit.name == "document_number")
        if not sure or (mrz.solved and not is_confirmed(evidence.document, mrz)):
            return None
    licence = None if mrz else licence_of(evidence)
    issuer = licence.jurisdiction.iin if licence else document.issuer
    return f"{issuer} {document.document_number}"
