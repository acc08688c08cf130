"""An outcome without pictures, in one request, to measure the protocol by itself.

It stands in for the person, the pictures and the workers, and for nothing else: the session must be
one of a sandbox application, not begun, and offered to this browser. Specimens go through the real
readers and checks instead.
"""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from oidc import sql
from verification import browser, secret_cookies

_CLAIMS = ["given_name", "family_name", "birthdate"]
_REASON = "recorded by the sandbox"
# One statement, as what is measured is the protocol. Live sessions are out of its reach.
_RECORD = """
    WITH moved AS (
        UPDATE verification_session
        SET status = 'verified', step = 'done', browser_digest = %(browser)s,
            finished_at = %(now)s, shred_at = %(shred)s
        WHERE id = %(session)s AND status = 'offered' AND sandbox
        RETURNING id
    ), told AS (
        INSERT INTO verification_sessionevent (session_id, at, from_status, to_status, reason)
        SELECT id, %(now)s, 'offered', 'verified', %(reason)s FROM moved
    )
    INSERT INTO verification_checkresult
        (session_id, position, code, outcome, required, refused, referred, message, unit)
    SELECT id, number, 'claim.' || name, 'pass', true, false, false, %(reason)s, ''
    FROM moved, unnest(%(claims)s::text[]) WITH ORDINALITY AS claims(name, number)
"""


@csrf_exempt  # measured as one request; the session's own cookie is SameSite=Lax
@require_POST
def record(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """POST /sandbox/outcomes/{session}: verified, all claims matching."""
    secret = browser.secret_of(request, session_id)
    if secret is None or not _record(session_id, secret_cookies.digest(secret)):
        raise Http404
    return HttpResponse(status=204)


def _record(session_id: UUID, browser_digest: bytes) -> bool:
    now = timezone.now()
    values = {
        "browser": browser_digest,
        "now": now,
        "shred": now + timedelta(hours=1),
        "session": session_id,
        "reason": _REASON,
        "claims": _CLAIMS,
    }
    return sql.change(_RECORD, values) == len(_CLAIMS)
