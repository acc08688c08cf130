"""Error pages: one plain page that says what happened and what to do."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idv_provider.api import problems
from idv_provider.spoken import language_of
from oidc import endpoints, responses
from oidc.errors import OAuthError, ServerError, TemporarilyUnavailable

# The database is away, restarts, or has no connection left: another try may well succeed.
_AWAY = (OperationalError, InterfaceError)
_RETRY_SECONDS = 5


def page(request: HttpRequest, status: HTTPStatus, title: Promise, advice: Promise) -> HttpResponse:
    """Render an error page; ``title`` says what happened, ``advice`` what to do now."""
    context = {"title": title, "advice": advice}
    if problems.is_ours(request):
        with translation.override("en"):
            return problems.response(status, f"{title}.")
    # Some errors come before the middleware that sets the language.
    with translation.override(language_of(request)):
        return render(request, "errors/page.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django itself refused: a foreign Host, too many fields."""
    return page(
        request,
        HTTPStatus.BAD_REQUEST,
        _("This request cannot be understood"),
        _("Go back to where you came from and start again."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request,
        HTTPStatus.FORBIDDEN,
        _("This page is not for you"),
        _("If it should be, ask an administrator for the permission."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is nothing at this address"),
        _("Check the address, or go back to where you came from and start again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what we failed at, in the caller's form; Django has logged the exception."""
    error: OAuthError = ServerError("The request could not be served.")
    if isinstance(sys.exception(), _AWAY):
        error = TemporarilyUnavailable("Try again in a moment.", retry_after=_RETRY_SECONDS)
    if endpoints.is_for_machines(request.path_info):
        return responses.refusal(error)
    response = page(
        request,
        error.status,
        _("Something went wrong on our side"),
        _("Nothing you entered caused this. Wait a minute, then go back and try again."),
    )
    if isinstance(error, TemporarilyUnavailable):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(
        request,
        HTTPStatus.FORBIDDEN,
        _("This form has gone stale"),
        _("Go back, reload the page and send it again. Your browser must accept cookies."),
    )
