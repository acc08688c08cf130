"""The two pages where pictures are taken; the same address takes them in."""

from http import HTTPStatus
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from verification import ends, handoffs, services
from verification.forms import CaptureForm
from verification.models import Capture, Flow, Session
from verification.views import busy, steps, wording
from verification.views.access import for_captures


class Sent(TypedDict):
    """What a page sent, as ``services.accept_capture`` takes it."""

    source: str
    data: bytes
    second: bytes | None


_CONFLICTS = frozenset({"closed", "too_many"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_captures
def capture(request: HttpRequest, session: Session, kind: str) -> HttpResponse:
    """Show how to take the picture; POST takes one in, from a form or from the page's script."""
    if request.method == "POST":
        return _accept(request, session, kind)
    if session.status != Session.Status.CAPTURING or not _is_due(request, session, kind):
        return steps.go(session)
    return _page(request, session, kind)


def _is_due(request: HttpRequest, session: Session, kind: str) -> bool:
    """Whether this is the picture to take now, or a good one to take ``again``."""
    if steps.current(session) == kind:
        return True
    handed_over = session.device == Session.Device.PHONE and not session.at_phone
    return "again" in request.GET and services.is_settled(session, kind) and not handed_over


def _accept(request: HttpRequest, session: Session, kind: str) -> HttpResponse:
    try:
        taken = services.accept_capture(session, kind, **_sent(request))
    except services.CaptureRefused as refused:
        return _refuse(request, session, kind, refused)
    if _from_script(request):
        return JsonResponse({"id": str(taken.pk)}, status=HTTPStatus.ACCEPTED)
    return steps.go(session)


def _sent(request: HttpRequest) -> Sent:
    """Return the bytes sent and where the page says they come from.

    Raises:
        CaptureRefused: no file, or one that was cut off for its size.
    """
    form = CaptureForm(request.POST, request.FILES)
    if request.META.get("idv.too_large"):
        most = settings.MAX_UPLOAD_BYTES // 1024**2
        raise services.CaptureRefused(
            "too_large",
            _("This file is larger than %(most)d MB. Please send a smaller picture.")
            % {"most": most},
        )
    if not form.is_valid():
        raise services.CaptureRefused("no_picture", _("Please choose a picture first."))
    second = form.cleaned_data["second"]
    return Sent(
        source=form.cleaned_data["source"],
        data=form.cleaned_data["picture"].read(),
        second=second.read() if second else None,
    )


def _refuse(
    request: HttpRequest, session: Session, kind: str, refused: services.CaptureRefused
) -> HttpResponse:
    """Say what is wrong with what was sent, and leave everything else as it is."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if refused.code == "too_large":
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    elif refused.code in _CONFLICTS:
        status = HTTPStatus.CONFLICT
    elif refused.code == "busy":
        status = HTTPStatus.SERVICE_UNAVAILABLE
    response = _refusal(request, session, kind, refused, status)
    return busy.held_off(response) if status == HTTPStatus.SERVICE_UNAVAILABLE else response


def _refusal(
    request: HttpRequest,
    session: Session,
    kind: str,
    refused: services.CaptureRefused,
    status: HTTPStatus,
) -> HttpResponse:
    if _from_script(request):
        answer = {"code": refused.code, "message": refused.message, "next": steps.address(session)}
        return JsonResponse(answer, status=status)
    session.refresh_from_db()
    if session.status != Session.Status.CAPTURING:
        return steps.go(session)
    return _page(request, session, kind, problems=[refused.message], status=status)


def _page(
    request: HttpRequest,
    session: Session,
    kind: str,
    *,
    problems: list[str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    newest = services.latest(session, kind)
    context = {
        "session": session,
        "kind": kind,
        "subject": _subject(session.flow, kind),
        "newest": newest.pk if newest else "",
        "reading": newest is not None and newest.status == Capture.Status.READING,
        "usable": newest is not None and newest.status == Capture.Status.USABLE,
        **wording.documents(session.policy),
        "problems": problems or _problems(session, newest),
        "again": session.attempt > 1,
        "tries": services.tries_left(session, kind),
        "offers_phone": handoffs.is_offered(session)
        and not (session.at_phone or ends.is_phone(request)),
        "most_bytes": settings.MAX_UPLOAD_BYTES,
        "most_megabytes": settings.MAX_UPLOAD_BYTES // 1024**2,
    }
    return render(request, f"verification/{kind}.html", context, status=status)


def _problems(session: Session, newest: Capture | None) -> list[str]:
    """Return what was wrong with the newest picture, or with the attempt that it was part of."""
    if newest is None:
        return []
    if newest.status == Capture.Status.REFUSED:
        return wording.reasons(session)
    return wording.advice(newest)


def _subject(flow: Flow, kind: str) -> str:
    """Return what the camera in the page looks for; its guidance depends on it."""
    if kind == Capture.Kind.SELFIE:
        return "face"
    only_passports = wording.documents(flow)["passports_only"]
    return "lines" if kind == Capture.Kind.DOCUMENT and only_passports else "card"


def _from_script(request: HttpRequest) -> bool:
    """Whether the page's script asks: a browser's own navigation always accepts HTML."""
    return not request.accepts("text/html")
