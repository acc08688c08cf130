"""The same number or picture of a document, lately, in sessions about other people."""

from collections.abc import Iterator

from verification.checks import codes
from verification.checks.measuring import at_most
from verification.checks.stated import licence_of, stated
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
