"""Whom chance has a person look at, of those whom every check passed (decision 148).

The draw is a keyed digest of who is asked about: nobody foresees it without the deployment's key,
and whoever stops and comes again within the month has drawn the same.
"""

from datetime import UTC

from verification import sightings
from verification.models import Session

_RANGE = 2**64


def is_drawn(session: Session, share: int) -> bool:
    """Return whether the session is among ``share`` per cent; of a larger share it still is."""
    subject = bytes(session.subject_digest).hex() or str(session.pk)
    month = session.created_at.astimezone(UTC).strftime("%Y-%m")
    drawn = sightings.digest("review sample", f"{session.flow_id}\0{month}\0{subject}")
    return int.from_bytes(drawn[:8]) * 100 < share * _RANGE
