"""The phone of a hand-off: the question whether its user started the check, the number, the end."""

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verification import browser, ends, handoffs, limits, services, vault
from verification import phone as phones
from verification.handoff_models import Handoff, HandoffEvent
from verification.models import Session
from verification.views import steps
from verification.views.access import not_yours, session_at_phone

_Status = Handoff.Status


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Say who started what, and ask; only a POST answers, so that no preview uses the link up."""
    if limits.hit(f"link:{limits.address_of(request)}", settings.ADDRESS_REQUESTS_PER_MINUTE):
        return _refused(request, "many", HTTPStatus.TOO_MANY_REQUESTS)
    handoff = handoffs.find(token)
    if handoff is None:
        return _refused(request, "unknown", HTTPStatus.NOT_FOUND)
    session = handoff.session
    services.expire_if_due(session)
    if browser.may_see(request, session):
        return steps.go(session)  # opened where it was made
    if _is_mine(request, handoff):
        return steps.go(session, "phone")
    return _to_phone(request, handoff)


def _to_phone(request: HttpRequest, handoff: Handoff) -> HttpResponse:
    if handoff.status != _Status.OFFERED or not handoff.is_live or not handoff.session.is_open:
        return _no_longer(request, handoff)
    if request.method == "POST":
        return _answer(request, handoff)
    response = render(request, "verification/phone_link.html", _asked(request, handoff))
    phones.offer(request, response, handoff)
    return response


@require_http_methods(["GET", "HEAD"])
@never_cache
def phone(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show the number, or that the phone is done; lead to the pictures in between."""
    session, handoff = session_at_phone(request, session_id)
    if session is None or handoff is None:
        return not_yours(request)
    if handoff.status == _Status.CONFIRMED and steps.current(session) != "phone":
        return steps.go(session)
    context = {"session": session, "state": _state(session, handoff)}
    if context["state"] == _Status.BOUND:
        secret = phones.secret_of(request, session.pk) or ""
        context["number"] = handoffs.number_of(handoff, secret)
    return render(request, "verification/phone.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Ask a phone's user who did not start this, and end it: at any time before the assessment."""
    session, handoff = session_at_phone(request, session_id)
    if session is None or handoff is None:
        return not_yours(request)
    if session.status != Session.Status.CAPTURING or handoff.status not in Handoff.LIVE:
        return steps.go(session, "phone")
    if request.method != "POST":
        return render(request, "verification/phone_stop.html", {"session": session})
    handoffs.decline(handoff, by=ends.end_of(request))
    return steps.go(session, "phone")


def _answer(request: HttpRequest, handoff: Handoff) -> HttpResponse:
    session, by = handoff.session, ends.end_of(request)
    if request.POST.get("answer") == "no":
        handoffs.decline(handoff, by=by)
        session.at_phone = True
        return render(request, "verification/phone.html", {"session": session, "state": "declined"})
    secret = phones.secret_of(request, session.pk)
    if secret is None or request.POST.get("answer") != "yes":
        return _refused(request, "cookies", HTTPStatus.FORBIDDEN)
    if handoffs.bind(handoff, phone_secret=secret, by=by):
        return steps.go(session, "phone")
    handoff.refresh_from_db(fields=["status"])
    return _no_longer(request, handoff)


def _is_mine(request: HttpRequest, handoff: Handoff) -> bool:
    """Whether this phone is the one that the link was given to."""
    mine = phones.handoff_of(request, handoff.session_id)
    return mine is not None and mine.pk == handoff.pk


def _asked(request: HttpRequest, handoff: Handoff) -> dict[str, object]:
    first = handoffs.maker(handoff)
    here = ends.end_of(request)
    return {
        "session": handoff.session,
        "account": vault.open_account(handoff.session),
        "first": first,
        "browser": first.browser.split(" on ", 1),
        "just_now": timezone.now() - handoff.session.created_at < timedelta(minutes=1),
        "here": here,
        "warnings": handoffs.warnings(handoff, here),
    }


def _state(session: Session, handoff: Handoff) -> str:
    """Return what the phone's page is about; of the check's end it says no more than "over"."""
    if handoff.status in {_Status.DECLINED, _Status.WRONG_NUMBER}:
        return handoff.status
    if handoff.status == _Status.CONFIRMED:
        return "done"
    return handoff.status if handoff.is_live and session.is_open else "over"


def _no_longer(request: HttpRequest, handoff: Handoff) -> HttpResponse:
    """Answer a phone that came too late, or from the wrong place; a second phone is recorded."""
    if handoff.status == _Status.ELSEWHERE:
        return _refused(request, "elsewhere", HTTPStatus.FORBIDDEN)
    taken = handoff.status in {_Status.BOUND, _Status.CONFIRMED}
    if taken and not limits.hit(f"second:{handoff.pk}", 1):
        handoff.note(HandoffEvent.What.SECOND, by=ends.end_of(request))
    return _refused(request, "taken" if taken else "over", HTTPStatus.GONE)


def _refused(request: HttpRequest, why: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "verification/phone_refused.html", {"why": why}, status=status)
