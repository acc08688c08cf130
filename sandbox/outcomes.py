"""An outcome without pictures, in one request, to measure the protocol by itself.

It stands in for the person, the pictures and the workers, and for nothing else: the session must be
one of a sandbox application, not begun, and offered to this browser. Specimens go through the real
readers and checks instead.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from verification import browser
from verification.models import CheckResult, Session, SessionEvent

_CLAIMS = ("given_name", "family_name", "birthdate")
_REASON = "recorded by the sandbox"
_Status = Session.Status


@csrf_exempt  # measured as one request; the session's own cookie is SameSite=Lax
@require_POST
def record(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """POST /sandbox/outcomes/{session}: verified, all claims matching."""
    secret = browser.secret_of(request, session_id)
    if secret is None or not _record(session_id, browser.digest(secret)):
        raise Http404
    return HttpResponse(status=204)


def _record(session_id: UUID, browser_digest: bytes) -> bool:
    now = timezone.now()
    offered = Session.objects.filter(pk=session_id, status=_Status.OFFERED, sandbox=True)
    with transaction.atomic():
        moved = offered.update(
            status=_Status.VERIFIED,
            browser_digest=browser_digest,
            step=Session.Step.DONE,
            finished_at=now,
            shred_at=now + timedelta(hours=1),
        )
        if not moved:
            return False
        SessionEvent.objects.create(
            session_id=session_id,
            from_status=_Status.OFFERED,
            to_status=_Status.VERIFIED,
            reason=_REASON,
        )
        CheckResult.objects.bulk_create(_findings(session_id))
    return True


def _findings(session_id: UUID) -> list[CheckResult]:
    return [
        CheckResult(
            session_id=session_id,
            position=position,
            code=f"claim.{name}",
            outcome=CheckResult.Outcome.PASS,
            required=True,
            refused=False,
            message=f"Not read from anything: {_REASON}.",
        )
        for position, name in enumerate(_CLAIMS)
    ]
