"""Where the check was started: choosing the device for the pictures, and following a phone."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from verification import browser, ends, handoffs, qr
from verification.forms import KEYS, DeviceForm, KeyForm, NumberForm
from verification.handoff_models import Handoff
from verification.models import Session
from verification.views import links, steps, wording
from verification.views.access import not_yours, own_session

_CAPTURING = Session.Status.CAPTURING


@require_http_methods(["GET", "HEAD", "POST"])
@own_session
def choose(request: HttpRequest, session: Session) -> HttpResponse:
    """Ask where the pictures are to be taken; POST chooses, and may choose anew."""
    if session.status != _CAPTURING or not handoffs.is_offered(session):
        return steps.go(session)
    if request.method != "POST":
        if not steps.asks_how(session):
            return steps.go(session)
        return render(request, "verification/choose.html", _choice(request, session))
    form = DeviceForm(request.POST)
    if form.is_valid() and form.cleaned_data["device"] == Session.Device.PHONE:
        return _hand_over(request, session)
    if form.is_valid():
        handoffs.take_here(session, by=ends.end_of(request))
    return steps.go(session)


@require_http_methods(["GET", "HEAD", "POST"])
@own_session
def handoff(request: HttpRequest, session: Session) -> HttpResponse:
    """Show the link, ask for the number, follow the phone; POST makes a new link."""
    if request.method == "POST" and session.status == _CAPTURING and handoffs.is_offered(session):
        return _hand_over(request, session)
    if steps.current(session) != "handoff":
        return steps.go(session)
    return _page(request, session)


@require_POST
@own_session
def number(request: HttpRequest, session: Session) -> HttpResponse:
    """Take the number that the phone shows; a key by itself fills the field, and is no try."""
    handed = handoffs.live(session)
    if handed is None or steps.current(session) != "handoff":
        return steps.go(session)
    key = KeyForm(request.POST)
    if key.is_valid():
        return _page(request, session, keyed=key.keyed())
    form = NumberForm(request.POST)
    if not form.is_valid():
        problem = _("Type the two digits that your phone shows.")
        return _page(request, session, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    by = ends.end_of(request)
    if handoffs.type_number(handed, form.cleaned_data["number"], by=by) or not handed.is_live:
        session.refresh_from_db()
        return steps.go(session)
    problem = _("This is not the number that your phone shows. Look again.")
    return _page(request, session, problem, HTTPStatus.UNPROCESSABLE_ENTITY)


def _hand_over(request: HttpRequest, session: Session) -> HttpResponse:
    secret = browser.secret_of(request, session.pk)
    if secret is None:
        return not_yours(request)
    try:
        handoffs.offer(session, browser_secret=secret, by=ends.end_of(request))
    except handoffs.NoMoreLinks:
        problem = _("No more links can be made for this check. Please continue on this device.")
        return _page(request, session, problem, HTTPStatus.CONFLICT)
    return steps.go(session)


def _choice(request: HttpRequest, session: Session) -> dict[str, object]:
    return {"session": session, "on_phone": ends.is_phone(request)}


def _page(
    request: HttpRequest,
    session: Session,
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
    keyed: str = "",
) -> HttpResponse:
    handed = handoffs.live(session)
    usable = handed if handed is not None and handed.is_live else None
    context: dict[str, object] = {
        "session": session,
        "handoff": usable,
        "state": usable.status if usable else "over",
        "late": handed is not None and usable is None,
        "elsewhere": session.handoffs.filter(status=Handoff.Status.ELSEWHERE).exists(),
        "problem": problem,
        "keys": KEYS,
        "keyed": keyed,
        "tries": handoffs.MOST_WRONG_NUMBERS - usable.wrong_numbers if usable else 0,
        "pictures": wording.pictures(session),
    }
    if usable is not None and usable.status == Handoff.Status.OFFERED:
        secret = browser.secret_of(request, session.pk) or ""
        address = links.absolute(handoffs.token_of(usable, secret))
        context |= {"link": address, "code": qr.path(address)}
    return render(request, "verification/handoff.html", context, status=status)
