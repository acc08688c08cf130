"""Was the same thing seen lately in other people's sessions? Keyed digests only, for a while.

Whoever has the database alone learns nothing: without the key a digest cannot be computed from a
guessed number. A person who tries again is no other person: sessions about one subject of one
relying party do not count against each other.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from verification.evidence import Seen
from verification.models import Session, Sighting


def key() -> bytes:
    """Return the key of all digests, 32 bytes, derived from the deployment's first key.

    When that key is rotated, what was seen before is not known again.
    """
    return _derived(settings.ENCRYPTION_KEYS[0])


def digest(kind: str, value: str) -> bytes:
    """Return the digest of a short value such as a document number; its kind is part of it."""
    return hmac.new(key(), f"{kind}\0{value}".encode(), hashlib.sha256).digest()


def subject_digest(subject: str) -> bytes:
    """Return the digest of who a session is about; empty when nobody said."""
    return digest("subject", subject) if subject else b""


def note(session: Session, kind: Seen, digests: Iterable[bytes]) -> None:
    """Remember that the session showed these. Safe to run twice."""
    if not settings.SIGHTING_DAYS:
        return
    until = timezone.now() + timedelta(days=settings.SIGHTING_DAYS)
    Sighting.objects.bulk_create(
        (
            Sighting(session=session, kind=kind, digest=one, expires_at=until)
            for one in sorted(set(digests))
        ),
        ignore_conflicts=True,
    )


def elsewhere(session: Session, kind: Seen, digests: Iterable[bytes], *, least: int = 1) -> int:
    """Return how many recent sessions about other people showed the same.

    Sandbox sessions, which share their specimens, are only held against each other.

    Args:
        session: the one that asks; noting first makes sure that of two at once one sees the other.
        kind: what was seen.
        digests: of the one thing that was seen.
        least: how many of the digests another session must share.
    """
    known = Sighting.objects.filter(
        kind=kind,
        digest__in=set(digests),
        expires_at__gt=timezone.now(),
        session__sandbox=session.sandbox,
    ).exclude(session=session)
    if subject := bytes(session.subject_digest):
        known = known.exclude(session__subject_digest=subject)
    sharing = known.values("session").annotate(shared=Count("digest"))
    return sharing.filter(shared__gte=least).count()


def forget(session: Session) -> None:
    """Delete what is known of the session, as its person may ask for."""
    Sighting.objects.filter(session=session).delete()


def purge() -> int:
    """Delete what is too old to count; return how many."""
    deleted, _ = Sighting.objects.filter(expires_at__lte=timezone.now()).delete()
    return deleted


@cache
def _derived(deployment_key: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"idv sightings").derive(deployment_key)
