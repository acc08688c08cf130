"""What is remembered of a document, and whether another person showed it lately."""

from collections.abc import Sequence

from verification import sightings
from verification.checks.seen import known_by
from verification.evidence import Evidence, Seen
from verification.models import Session
from verification.readers import presentation
from verification.readers.images import Image, reencode

# Of the four that tell how a picture looks: two are shared by a copy, and by chance only once in
# a thousand million pairs.
LEAST_ALIKE = 2


def compare(session: Session, evidence: Evidence, images: Sequence[Image]) -> dict[Seen, int]:
    """Note the document's number and pictures, and count other people's sessions that had them.

    Noted first: of two sessions at once, at least one sees the other.

    Args:
        session: the one under assessment.
        evidence: what was read; a number is only noted when it is trusted.
        images: the kept pictures of the document.
    """
    counted = {}
    if (number := known_by(evidence)) is not None:
        digests = [sightings.digest(Seen.DOCUMENT_NUMBER, number)]
        counted[Seen.DOCUMENT_NUMBER] = noted(session, Seen.DOCUMENT_NUMBER, digests)
    for image in images:
        exact = [presentation.exact_digest(reencode(image), sightings.key())]
        alike = presentation.similar_digests(image, sightings.key())
        found = max(
            noted(session, Seen.DOCUMENT_IMAGE, exact),
            noted(session, Seen.DOCUMENT_LOOK, alike, least=LEAST_ALIKE),
        )
        counted[Seen.DOCUMENT_IMAGE] = max(found, counted.get(Seen.DOCUMENT_IMAGE, 0))
    return counted


def noted(session: Session, kind: Seen, digests: Sequence[bytes], *, least: int = 1) -> int:
    """Note digests, and count other people's sessions that share ``least`` of them."""
    sightings.note(session, kind, digests)
    return sightings.elsewhere(session, kind, digests, least=least)
