"""The pages around the pictures: welcome, progress, the end, and the ways out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verification import browser, handoffs, liveness, services
from verification.models import Session
from verification.views import steps, wording
from verification.views.access import for_captures, not_yours, own_session


@require_http_methods(["GET", "HEAD", "POST"])
@own_session
def welcome(request: HttpRequest, session: Session) -> HttpResponse:
    """Say who asks for what; POST is the consent that binds the session to this browser."""
    if session.status != Session.Status.OFFERED:
        return steps.go(session)
    if request.method != "POST":
        return render(request, "verification/welcome.html", _consent(session))
    secret = browser.secret_of(request, session.pk)
    if secret is None:
        return not_yours(request)
    services.begin(session, browser_secret=secret)
    # Another tab of this browser, or another browser, may have been first.
    session.refresh_from_db()
    return steps.go(session) if browser.may_see(request, session) else not_yours(request)


@require_safe
@for_captures
def resume(request: HttpRequest, session: Session) -> HttpResponse:
    """Go to the page where the person can go on."""
    return steps.go(session)


@require_safe
@own_session
def progress(request: HttpRequest, session: Session) -> HttpResponse:
    """Show how far the workers are."""
    if steps.current(session) != "progress":
        return steps.go(session)
    if session.status == Session.Status.REVIEW:
        return render(request, "verification/review.html", {"session": session})
    context = {"session": session, "stages": wording.stages(session.step)}
    return render(request, "verification/progress.html", context)


@require_safe
@own_session
def done(request: HttpRequest, session: Session) -> HttpResponse:
    """Say what happened and what comes next, and lead back to who asked."""
    if session.is_open:
        return steps.go(session)
    context = {
        "session": session,
        "reasons": _reasons(session),
        "stopped_by": handoffs.fatal(session),
    }
    return render(request, "verification/done.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_session
def cancel(request: HttpRequest, session: Session) -> HttpResponse:
    """Ask whether to stop; POST stops."""
    if session.status not in services.WAITING:
        return steps.go(session)
    if request.method != "POST":
        return render(request, "verification/cancel.html", {"session": session})
    services.cancel(session)
    session.refresh_from_db()
    return steps.go(session)


@require_POST
@for_captures
def extend(request: HttpRequest, session: Session) -> HttpResponse:
    """Give more time to a person who asks for it."""
    services.extend(session)
    return steps.go(session)


def _consent(session: Session) -> dict[str, object]:
    return {
        "session": session,
        "challenged": liveness.level(session) == session.policy.Liveness.ACTIVE,
        **wording.documents(session.policy),
        "kept": wording.duration(session.policy.retention_hours),
        "reviewed": session.policy.leaves_to_a_person,
        "values": session.policy.disclosure == session.policy.Disclosure.VALUES,
    }


def _reasons(session: Session) -> list[str]:
    return wording.reasons(session) if session.status == Session.Status.FAILED else []
