"""Authorization responses: back to the client, by redirect (RFC 6749 section 4.1.2, RFC 9207)."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse

from oidc.errors import OAuthError
from oidc.requests import AuthorizationRequest


def success(asked: AuthorizationRequest, code: str) -> HttpResponse:
    """Send the browser back with a code."""
    return _redirect(asked, {"code": code})


def failure(asked: AuthorizationRequest, error: OAuthError) -> HttpResponse:
    """Send the browser back with an error."""
    return _redirect(asked, {"error": error.error, "error_description": error.description})


def _redirect(asked: AuthorizationRequest, members: dict[str, str]) -> HttpResponse:
    if asked.state:
        members["state"] = asked.state
    members["iss"] = settings.PUBLIC_URL
    # A registered query stays as it is (RFC 6749 section 3.1.2).
    joint = "&" if "?" in asked.redirect_uri else "?"
    return to(f"{asked.redirect_uri}{joint}{urlencode(members)}")


def to(location: str) -> HttpResponse:
    """Redirect with GET, whatever the method was; nobody keeps it."""
    response = HttpResponse(status=303)
    response.headers["Location"] = location
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address we are at names the request
    return response
