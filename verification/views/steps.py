"""Where in the flow a session is, and the way there."""

from http import HTTPStatus

from django.http import HttpResponseRedirect
from django.urls import reverse

from verification import handoffs, liveness, services
from verification.models import Session

_NAMES = {
    Session.Status.OFFERED: "welcome",
    Session.Status.PROCESSING: "progress",
    Session.Status.REVIEW: "progress",
}


def current(session: Session) -> str:
    """Return the name of the page where the person can go on, on the device that asks."""
    if session.at_phone:
        return _due(session) or "phone"
    if session.status != Session.Status.CAPTURING:
        return _NAMES.get(Session.Status(session.status), "done")
    due = _due(session)
    if due and session.device == Session.Device.PHONE:
        return "handoff"
    return ("choose" if asks_how(session) else due) or "progress"


def asks_how(session: Session) -> bool:
    """Whether the person has still to choose where the pictures are taken."""
    undecided = session.device == Session.Device.UNDECIDED and not session.captures.all()
    return undecided and handoffs.is_offered(session)


def address(session: Session, name: str | None = None) -> str:
    """Return the path of the page ``name``, or of the current one."""
    return reverse(f"verification:{name or current(session)}", args=[session.pk])


def go(session: Session, name: str | None = None) -> HttpResponseRedirect:
    """Send the browser to the page by GET, whatever it did before."""
    response = HttpResponseRedirect(address(session, name))
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _due(session: Session) -> str | None:
    """Return the first picture that is still to be taken; None: there is none."""
    if session.status != Session.Status.CAPTURING:
        return None
    for kind in services.needed(session):
        if not services.is_settled(session, kind):
            return kind
    return "challenge" if liveness.is_due(session) else None
