"""Which phone a hand-off belongs to: a signed cookie of its own, beside ``browser``'s.

A phone may take the session's pictures, and nothing else. It never sees the result, the return
path or anything that leads there.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from verification.browser import LONGEST
from verification.handoff_models import Handoff
from verification.secret_cookies import SecretCookie, digest

_COOKIE = SecretCookie("verification.phone", "PHONE_COOKIE_PREFIX", LONGEST)


def offer(request: HttpRequest, response: HttpResponseBase, handoff: Handoff) -> None:
    """Give this phone a cookie with which it may answer the link, unless it has one."""
    if secret_of(request, handoff.session_id) is None:
        _COOKIE.offer(response, handoff.session_id)


def secret_of(request: HttpRequest, session_id: UUID) -> str | None:
    """Return the secret that was offered to this phone for this session, if it was."""
    return _COOKIE.secret_of(request, session_id)


def handoff_of(request: HttpRequest, session_id: UUID) -> Handoff | None:
    """Return the newest hand-off that was bound to this phone, whatever became of it."""
    secret = secret_of(request, session_id)
    if secret is None:
        return None
    bound = Handoff.objects.filter(session_id=session_id, phone_digest=digest(secret))
    return bound.order_by("-created_at").first()
