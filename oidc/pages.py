"""What a person sees where no relying party can be told: one plain page, without personal data."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_AGAIN = _("Go back to where you came from and start again.")


def refusal(
    request: HttpRequest, status: HTTPStatus, title: Promise, advice: Promise
) -> HttpResponse:
    """Render the error page in the browser's language; never kept by the browser."""
    context = {"title": title, "advice": advice}
    with translation.override(translation.get_language_from_request(request)):
        response = render(request, "errors/page.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def bad_link(request: HttpRequest) -> HttpResponse:
    """Say that the address is not, or no longer, a request; one page for all such causes."""
    return refusal(
        request, HTTPStatus.BAD_REQUEST, _("This link is not valid, or no longer valid"), _AGAIN
    )


def elsewhere(request: HttpRequest) -> HttpResponse:
    """Say that the verification is another browser's."""
    return refusal(
        request,
        HTTPStatus.FORBIDDEN,
        _("This check was begun in another browser"),
        _("Continue in that browser. Or go back to where you came from and start again."),
    )


def over(request: HttpRequest) -> HttpResponse:
    """Say that the verification has ended and its result was handed over."""
    return refusal(request, HTTPStatus.GONE, _("This check is already over"), _AGAIN)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Ask for patience."""
    response = refusal(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too many requests from your network"),
        _("Wait a minute, then go back to where you came from and start again."),
    )
    response.headers["Retry-After"] = str(retry_after)
    return response
