"""Which phone a hand-off belongs to: a signed cookie of its own, beside ``browser``'s.

A phone may take the session's pictures, and nothing else. It never sees the result, the return
path or anything that leads there.
"""

import secrets
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from verification.browser import LONGEST, digest
from verification.handoff_models import Handoff

_signer = signing.Signer(salt="verification.phone")


def offer(request: HttpRequest, response: HttpResponseBase, handoff: Handoff) -> None:
    """Give this phone a cookie with which it may answer the link, unless it has one."""
    if secret_of(request, handoff.session_id):
        return
    response.set_cookie(
        _cookie_name(handoff.session_id),
        _signer.sign(f"{handoff.session_id}:{secrets.token_urlsafe(32)}"),
        secure=settings.FLOW_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        max_age=LONGEST,
    )


def secret_of(request: HttpRequest, session_id: UUID) -> str | None:
    """Return the secret that was offered to this phone for this session, if it was."""
    try:
        value = _signer.unsign(request.COOKIES.get(_cookie_name(session_id), ""))
    except signing.BadSignature:
        return None
    owner, _, secret = value.partition(":")
    return secret if owner == str(session_id) else None


def handoff_of(request: HttpRequest, session_id: UUID) -> Handoff | None:
    """Return the newest hand-off that was bound to this phone, whatever became of it."""
    secret = secret_of(request, session_id)
    if secret is None:
        return None
    bound = Handoff.objects.filter(session_id=session_id, phone_digest=digest(secret))
    return bound.order_by("-created_at").first()


def _cookie_name(session_id: UUID) -> str:
    return f"{settings.PHONE_COOKIE_PREFIX}{session_id.hex}"
