"""Specimens in the hosted flow of a sandbox session: drawn, then read like anybody's picture."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sandbox.specimen_drawing import draw
from verification import services, vault
from verification.models import Capture, Session
from verification.views.access import session_for_pictures


@never_cache
@require_POST
def hand_in(request: HttpRequest, session_id: UUID, kind: str, outcome: str) -> HttpResponseBase:
    """Hand a specimen in, as if it had been photographed, and return to the flow."""
    session = _session(request, session_id)
    picture = _drawn(session, kind, outcome)
    try:
        services.accept_capture(session, kind, Capture.Source.SPECIMEN, picture)
    except services.CaptureRefused as refused:
        context = {"session": session, "kind": kind, "message": refused.message}
        return render(request, "sandbox/specimen_refused.html", context, status=409)
    return redirect("verification:resume", session.pk)


@never_cache
@require_GET
def show(request: HttpRequest, session_id: UUID, kind: str, outcome: str) -> HttpResponse:
    """Send a specimen as a file, to be tried with the upload."""
    session = _session(request, session_id)
    response = HttpResponse(_drawn(session, kind, outcome), content_type="image/jpeg")
    disposition = "attachment" if "download" in request.GET else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="specimen-{kind}-{outcome}.jpg"'
    return response


def _session(request: HttpRequest, session_id: UUID) -> Session:
    """Return a session of the sandbox that this browser, or its phone, may take pictures for.

    Raises:
        Http404: not a sandbox's, not this browser's, or unknown; nobody learns which.
    """
    session = session_for_pictures(request, session_id)
    if session is None or not session.sandbox:
        raise Http404
    return session


def _drawn(session: Session, kind: str, outcome: str) -> bytes:
    try:
        return draw(session, kind, outcome)
    except (LookupError, vault.Shredded) as error:
        raise Http404 from error
