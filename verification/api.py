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

from verification import liveness, services
from verification.models import Capture, Flow, Session
from verification.views import steps, wording
from verification.views.access import session_for


@never_cache
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])  # the browser's own cookie for the session is the permission
@renderer_classes([JSONRenderer])
def status(request: Request, session_id: UUID) -> Response:
    """Return where the session is, for the browser that began it."""
    session = session_for(request._request, session_id)  # noqa: SLF001  # DRF's way to Django's own
    if session is None:
        return Response({"status": "unknown"}, status=http.HTTP_404_NOT_FOUND)
    active = liveness.level(session) == Flow.Liveness.ACTIVE
    prefetch_related_objects([session], "captures", *(["recordings"] if active else []))
    return Response(
        {
            "status": session.status,
            "step": session.step,
            "next": steps.address(session),
            "seconds_left": session.seconds_left,
            "can_extend": services.can_extend(session),
            "challenge": _challenge(session),
            "captures": {kind: _capture(session, kind) for kind in Capture.Kind.values},
        }
    )


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
