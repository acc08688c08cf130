"""Answers to machines: JSON that nobody keeps, unless it is public."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from oidc.errors import InvalidClient, InvalidToken, OAuthError, TemporarilyUnavailable

_NO_STORE = "no-cache, no-store"
_REALM = 'realm="oidc"'


def answer(body: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """Return JSON that must not be kept (RFC 6749 section 5.1)."""
    response = HttpResponse(json.dumps(body), content_type="application/json", status=status)
    response.headers["Cache-Control"] = _NO_STORE
    response.headers["Pragma"] = "no-cache"
    return response


def refusal(error: OAuthError, *, by_header: bool = False) -> HttpResponse:
    """Return the error in the form of RFC 6749 section 5.2.

    Args:
        error: why.
        by_header: the client authenticated by header, and is to be told of that scheme.
    """
    body = {"error": error.error, "error_description": error.description}
    response = answer(body, error.status)
    if isinstance(error, InvalidClient) and by_header:
        response.headers["WWW-Authenticate"] = f"Basic {_REALM}"
    if isinstance(error, InvalidToken):
        response.headers["WWW-Authenticate"] = f'Bearer {_REALM}, error="{error.error}"'
    if isinstance(error, TemporarilyUnavailable):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def public(body: bytes, *, max_age: int) -> HttpResponse:
    """Return JSON for anyone, kept for ``max_age`` seconds."""
    response = HttpResponse(body, content_type="application/json")
    response.headers["Cache-Control"] = f"public, max-age={max_age}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
