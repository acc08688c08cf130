"""Which browser a session belongs to.

Every browser that comes through the relying party's redirect while the request is still open is
offered a signed cookie. The first one that begins (a POST) is bound by compare-and-set; from then
on nobody else gets in, and the address of the page alone never does. One cookie a session, so that
two flows in one browser stay apart.
"""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from verification.models import Session

# Pictures are taken no longer than this after the beginning.
LONGEST = timedelta(hours=3)
# And then a reviewer may take two hours (Flow.review_minutes), with the person in the page.
_REMEMBERED = LONGEST + timedelta(hours=2, minutes=30)

_signer = signing.Signer(salt="verification.browser")


def offer(response: HttpResponseBase, session: Session) -> None:
    """Give this browser a cookie with which it may begin the session."""
    secret = secrets.token_urlsafe(32)
    response.set_cookie(
        _cookie_name(session.pk),
        _signer.sign(f"{session.pk}:{secret}"),
        secure=settings.FLOW_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        max_age=_REMEMBERED,
    )


def secret_of(request: HttpRequest, session_id: UUID) -> str | None:
    """Return the secret that was offered to this browser for this session, if it was."""
    try:
        value = _signer.unsign(request.COOKIES.get(_cookie_name(session_id), ""))
    except signing.BadSignature:
        return None
    owner, _, secret = value.partition(":")
    return secret if owner == str(session_id) else None


def may_see(request: HttpRequest, session: Session) -> bool:
    """Return whether this browser began the session, or could still be the one to begin it."""
    secret = secret_of(request, session.pk)
    if secret is None:
        return False
    bound = bytes(session.browser_digest)
    return not bound or secrets.compare_digest(digest(secret), bound)


def digest(secret: str) -> bytes:
    """Return what is stored of a browser's secret: SHA-256, as the secret has 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def _cookie_name(session_id: UUID) -> str:
    return f"{settings.FLOW_COOKIE_PREFIX}{session_id.hex}"
