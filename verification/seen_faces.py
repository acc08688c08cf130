"""What is remembered of a selfie and of a challenge's frames, and whether others showed them."""

from collections.abc import Sequence

from verification import kept, sightings
from verification.evidence import Seen
from verification.models import Session
from verification.readers import presentation
from verification.readers.images import Image, reencode
from verification.seen_documents import LEAST_ALIKE, noted

_EVERY = 3  # of the frames one is remembered; all are looked for


def compare(session: Session, selfie: Image | None) -> dict[Seen, int]:
    """Note the pictures of a face, and count other people's sessions that had the same."""
    counted = {}
    if selfie is not None:
        exact = [presentation.exact_digest(reencode(selfie), sightings.key())]
        alike = presentation.similar_digests(selfie, sightings.key())
        counted[Seen.SELFIE_IMAGE] = noted(session, Seen.SELFIE_IMAGE, exact)
        counted[Seen.SELFIE_LOOK] = noted(session, Seen.SELFIE_LOOK, alike, least=LEAST_ALIKE)
    if frames := _frames(session):
        sightings.note(session, Seen.FRAME, frames[::_EVERY])
        counted[Seen.FRAME] = sightings.elsewhere(session, Seen.FRAME, frames)
    return counted


def _frames(session: Session) -> Sequence[bytes]:
    key = sightings.key()
    return [presentation.exact_digest(data, key) for data in kept.frames(session)]
