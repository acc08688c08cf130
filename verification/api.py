"""What the pages' scripts poll."""

from uuid import UUID

from django.db.models import prefetch_related_objects
from django.views.decorators.cache import never_cache
from rest_framework import status as http
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    permission_classes,
    renderer_classes,
)
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from verification import handoffs, liveness, services
from verification.models import Capture, Flow, Handoff, Session
from verification.views import steps, wording
from verification.views.access import session_at_phone, session_for


@never_cache
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])  # the browser's own cookie for the session is the permission
@renderer_classes([JSONRenderer])
def status(request: Request, session_id: UUID) -> Response:
    """Return where the session is, for the browser that began it, or its phone."""
    asked = request._request  # noqa: SLF001  # DRF's way to Django's own
    session = session_for(asked, session_id)
    if session is not None:
        _prefetch(session)
        answer = {"status": session.status, "step": session.step, "next": steps.address(session)}
        return Response(answer | _told_to_both(session) | _of_phone(session))
    handed, handoff = session_at_phone(asked, session_id)
    if handed is None or handoff is None:
        return Response({"status": "unknown"}, status=http.HTTP_404_NOT_FOUND)
    _prefetch(handed)
    return Response(_for_phone(handed, handoff))


def _for_phone(session: Session, handoff: Handoff) -> dict[str, object]:
    """Return what a phone may hear: how its pictures fare, and never how the check ended."""
    mine = handoff.status == Handoff.Status.CONFIRMED
    taking = mine and session.status == Session.Status.CAPTURING
    waiting = handoff.is_live and session.is_open
    status = "capturing" if taking else "waiting" if waiting else "over"
    answer = {"status": status, "next": steps.address(session, None if mine else "phone")}
    return answer | (_told_to_both(session) if taking else {"captures": {}})


def _prefetch(session: Session) -> None:
    active = liveness.level(session) == Flow.Liveness.ACTIVE
    prefetch_related_objects([session], "captures", *(["recordings"] if active else []))


def _told_to_both(session: Session) -> dict[str, object]:
    return {
        "seconds_left": session.seconds_left,
        "can_extend": services.can_extend(session),
        "challenge": _challenge(session),
        "captures": {kind: _capture(session, kind) for kind in Capture.Kind.values},
    }


def _of_phone(session: Session) -> dict[str, object]:
    """Return how the hand-off stands, where there is one: the first screen follows it."""
    if session.device != Session.Device.PHONE:
        return {}
    handoff = handoffs.live(session)
    late = handoff is None or handoff.is_late
    return {"handoff": "over" if late or handoff is None else handoff.status}


def _capture(session: Session, kind: str) -> dict[str, object] | None:
    newest = services.latest(session, kind)
    if newest is None:
        return None
    return {
        "id": str(newest.pk),
        "status": newest.status,
        "advice": wording.advice(newest),
        "tries_left": services.tries_left(session, kind),
    }


def _challenge(session: Session) -> dict[str, object] | None:
    if liveness.level(session) != Flow.Liveness.ACTIVE:
        return None
    newest = liveness.latest(session)
    if newest is None:
        return None
    return {
        "status": newest.status,
        "advice": wording.challenge_advice(newest),
        "tries_left": liveness.tries_left(session),
    }
