"""The same number or picture of a document, lately, in sessions about other people."""

from collections.abc import Iterator

from verification.checks import codes
from verification.checks.measuring import at_most
from verification.checks.zone import is_confirmed, parsed
from verification.evidence import Evidence, Seen
from verification.findings import Finding

_ASKED = (
    (Seen.DOCUMENT_NUMBER, codes.DOCUMENT_NUMBER_SEEN, "The number's use by other people"),
    (Seen.DOCUMENT_IMAGE, codes.DOCUMENT_IMAGE_SEEN, "The picture's use by other people"),
)


def seen_elsewhere(evidence: Evidence) -> Iterator[Finding]:
    """Report how many sessions about other people showed the same number or picture."""
    for seen, code, what in _ASKED:
        if seen in evidence.seen:
            yield at_most(code, what, evidence.seen[seen], 0, "sessions")


def known_by(evidence: Evidence) -> str | None:
    """Return issuer and number as read; None unless the reading can be relied on.

    A misread number would be held against whoever has it.
    """
    mrz = parsed(evidence)
    if mrz is None or evidence.document is None or not mrz.document_number:
        return None
    sure = any(digit.passed for digit in mrz.check_digits if digit.name == "document_number")
    if not sure or (mrz.solved and not is_confirmed(evidence.document, mrz)):
        return None
    return f"{mrz.issuing_state} {mrz.document_number}"
