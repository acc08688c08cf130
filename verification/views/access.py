"""Who may see a session's pages: the browser that began it, or one that still may.

A phone that the session was handed to may take its pictures, and only views that say
``for_captures`` let it in. Everything else is the first screen's alone.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from verification import browser, phone, services
from verification.handoff_models import Handoff
from verification.models import Session
from verification.views import steps

Given = ParamSpec("Given")
FlowView = Callable[Concatenate[HttpRequest, Session, Given], HttpResponse]


def session_for(request: HttpRequest, session_id: UUID) -> Session | None:
    """Return the session, ended if its time is up; None unless this browser may see it."""
    session = Session.objects.select_related("flow_version").filter(pk=session_id).first()
    if session is None or not browser.may_see(request, session):
        return None
    services.expire_if_due(session)
    return session


def session_at_phone(
    request: HttpRequest, session_id: UUID
) -> tuple[Session, Handoff] | tuple[None, None]:
    """Return the session that was handed to this phone, ``at_phone``, and the hand-off.

    It may have ended, or been taken back: ask its status.
    """
    handoff = phone.handoff_of(request, session_id)
    if handoff is None:
        return None, None
    session = Session.objects.select_related("flow_version").get(pk=session_id)
    services.expire_if_due(session)
    session.at_phone = True
    return session, handoff


def session_for_pictures(request: HttpRequest, session_id: UUID) -> Session | None:
    """Return the session that this browser may see, or this phone may take pictures for."""
    session = session_for(request, session_id)
    if session is not None:
        return session
    handed, handoff = session_at_phone(request, session_id)
    confirmed = handoff is not None and handoff.status == Handoff.Status.CONFIRMED
    return handed if confirmed else None


def own_session(view: FlowView[Given]) -> Callable[..., HttpResponse]:
    """Call the view with the session, or answer that this browser has none.

    A session that does not exist gets the same answer, so that addresses tell nothing.
    """

    @wraps(view)
    @never_cache
    def guarded(
        request: HttpRequest, session_id: UUID, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponse:
        session = session_for(request, session_id)
        if session is None:
            return not_yours(request)
        return view(request, session, *args, **kwargs)

    return guarded


def for_captures(view: FlowView[Given]) -> Callable[..., HttpResponse]:
    """Let in whoever ``own_session`` does, and the phone that the session was handed to.

    The view gets a session that is ``at_phone`` then, and shows no way out of the pictures. A phone
    that has it no longer, or not yet, is led to the page that says so.
    """

    @wraps(view)
    @never_cache
    def guarded(
        request: HttpRequest, session_id: UUID, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponse:
        session = session_for_pictures(request, session_id)
        if session is not None:
            return view(request, session, *args, **kwargs)
        handed, _ = session_at_phone(request, session_id)
        return steps.go(handed, "phone") if handed else not_yours(request)

    return guarded


def not_yours(request: HttpRequest) -> HttpResponse:
    return render(request, "verification/not_yours.html", status=HTTPStatus.FORBIDDEN)
