"""The page that asks for movements, and what its script sends: one frame after the other."""

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from verification import liveness, recordings
from verification.challenge.gestures import Gesture
from verification.forms import ChallengeForm, FrameForm
from verification.models import Recording, Session
from verification.views import busy, steps, wording
from verification.views.access import for_captures


@require_http_methods(["GET", "HEAD", "POST"])
@for_captures
def challenge(request: HttpRequest, session: Session) -> HttpResponse:
    """Show what is to be done; POST begins a challenge, from the page's script alone."""
    if request.method == "POST":
        return _begin(request, session)
    if steps.current(session) != "challenge":
        return steps.go(session)
    newest, tries = liveness.latest(session), liveness.tries_left(session)
    context = {
        "session": session,
        "reading": newest is not None and _is_waited_for(newest, tries),
        "problems": wording.challenge_advice(newest) if newest else [],
        "tries": tries,
        "may_waive": liveness.may_waive(session),
        "colours": session.policy.colours,
    }
    return render(request, "verification/challenge.html", context)


@require_POST
@for_captures
def waive(request: HttpRequest, session: Session) -> HttpResponse:
    """Have a person judge instead, where the flow allows it."""
    with suppress(recordings.ChallengeRefused):  # it ended meanwhile: the way on leads there
        recordings.waive(session)
    session.refresh_from_db()
    return steps.go(session)


@require_POST
@for_captures
def frame(request: HttpRequest, session: Session, recording_id: UUID) -> HttpResponse:
    """Take in one frame with its nonce; answer with what is asked for now, and the next nonce."""
    form = FrameForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(session, recordings.ChallengeRefused("no_frame", _("No frame came.")))
    nonce, data = form.cleaned_data["nonce"], form.cleaned_data["frame"].read()
    try:
        asked = recordings.take_frame(session, recording_id, nonce, data)
    except recordings.ChallengeRefused as refused:
        return _refused(session, refused)
    return JsonResponse({"ask": asked.gesture, "nonce": asked.nonce, "colour": asked.colour})


def _is_waited_for(newest: Recording, tries: int) -> bool:
    """Whether a verdict is to come; the last try, left alone while it ran, ends by itself."""
    status = Recording.Status
    return newest.status == status.READING or (newest.status == status.RUNNING and not tries)


def _begin(request: HttpRequest, session: Session) -> JsonResponse:
    form = ChallengeForm(request.POST)
    if not form.is_valid():
        return _refused(session, recordings.ChallengeRefused("unknown", _("Please try again.")))
    try:
        recording = recordings.begin(session, **form.cleaned_data)
    except recordings.ChallengeRefused as refused:
        return _refused(session, refused)
    answer = {
        "frames": reverse("verification:frame", args=[session.pk, recording.pk]),
        "nonce": recordings.first_nonce(recording),
        "ask": Gesture.FRONT,
        "colour": recording.challenge.colour_at(0),
        "every": recording.challenge.frame_seconds,
    }
    return JsonResponse(answer, status=HTTPStatus.CREATED)


def _refused(session: Session, refused: recordings.ChallengeRefused) -> JsonResponse:
    """Say what is wrong with what was sent; it changed nothing."""
    session.refresh_from_db()
    answer = {"code": refused.code, "message": refused.message, "next": steps.address(session)}
    bad = refused.code.startswith("image.") or refused.code in {"no_frame", "unknown", "too_few"}
    if refused.code == "busy":
        return busy.held_off(JsonResponse(answer, status=HTTPStatus.SERVICE_UNAVAILABLE))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.CONFLICT
    return JsonResponse(answer, status=status)
