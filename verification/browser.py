"""Which browser a session belongs to.

Every browser that comes through the relying party's redirect while the request is still open is
offered a signed cookie. The first one that begins (a POST) is bound by compare-and-set; from then
on nobody else gets in, and the address of the page alone never does.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from verification.models import Session
from verification.secret_cookies import SecretCookie, digest

# Pictures are taken no longer than this after the beginning.
LONGEST = timedelta(hours=3)
# And then a reviewer may take two hours (Flow.review_minutes), with the person in the page.
_REMEMBERED = LONGEST + timedelta(hours=2, minutes=30)

_COOKIE = SecretCookie("verification.browser", "FLOW_COOKIE_PREFIX", _REMEMBERED)


def offer(response: HttpResponseBase, session: Session) -> None:
    """Give this browser a cookie with which it may begin the session."""
    _COOKIE.offer(response, session.pk)


def secret_of(request: HttpRequest, session_id: UUID) -> str | None:
    """Return the secret that was offered to this browser for this session, if it was."""
    return _COOKIE.secret_of(request, session_id)


def may_see(request: HttpRequest, session: Session) -> bool:
    """Return whether this browser began the session, or could still be the one to begin it."""
    secret = secret_of(request, session.pk)
    if secret is None:
        return False
    bound = bytes(session.browser_digest)
    return not bound or secrets.compare_digest(digest(secret), bound)
