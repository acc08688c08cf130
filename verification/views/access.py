"""Who may see a session's pages: the browser that began it, or one that still may."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from verification import browser, services
from verification.models import Session

Given = ParamSpec("Given")
FlowView = Callable[Concatenate[HttpRequest, Session, Given], HttpResponse]


def session_for(request: HttpRequest, session_id: UUID) -> Session | None:
    """Return the session, ended if its time is up; None unless this browser may see it."""
    session = Session.objects.select_related("flow").filter(pk=session_id).first()
    if session is None or not browser.may_see(request, session):
        return None
    services.expire_if_due(session)
    return session


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


def not_yours(request: HttpRequest) -> HttpResponse:
    return render(request, "verification/not_yours.html", status=HTTPStatus.FORBIDDEN)
