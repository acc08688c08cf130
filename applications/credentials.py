"""Client secrets: random, shown once, kept as a fast salted hash, compared in constant time.

A stretched hash protects what people choose; it costs half a second a request and adds nothing to
128 and more random bits (docs/decisions/0003).
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from oauth2_provider.generators import generate_client_secret

from applications.models import Application, ClientSecret

_SALT_BYTES = 16
# Hashed for a client that does not exist, so that it takes as long as one that does.
_NOBODY = b"\0" * _SALT_BYTES


def issue(application: Application, *, expires_at: datetime | None = None) -> str:
    """Store a new secret and return it; nobody can read it again."""
    secret: str = generate_client_secret()
    salt = secrets.token_bytes(_SALT_BYTES)
    ClientSecret.objects.create(
        application=application,
        salt=salt,
        digest=_digest(salt, secret),
        hint=secret[-4:],
        expires_at=expires_at,
    )
    return secret


def find(candidates: Iterable[ClientSecret], secret: str, now: datetime) -> ClientSecret | None:
    """Return the live secret that ``secret`` is, or None; takes as long without candidates."""
    found = None
    compared = False
    for candidate in candidates:
        compared = True
        same = secrets.compare_digest(
            bytes(candidate.digest), _digest(bytes(candidate.salt), secret)
        )
        if same and (candidate.expires_at is None or candidate.expires_at > now):
            found = candidate
    if not compared:
        secrets.compare_digest(_digest(_NOBODY, secret), _digest(_NOBODY, ""))
    return found


def _digest(salt: bytes, secret: str) -> bytes:
    return hashlib.sha256(salt + secret.encode(errors="replace")).digest()
