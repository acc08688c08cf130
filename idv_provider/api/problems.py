"""Every refusal as problem details (RFC 9457), also those that no view of the API saw."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
BLANK = "about:blank"
_WHOLE = ("non_field_errors", "__all__")  # what DRF and Django call a mistake in no one member


class Conflict(exceptions.APIException):
    """The thing is in a state in which this cannot be done."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "This cannot be done now."


class KeyReused(exceptions.APIException):
    """An Idempotency-Key that came with another request before."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key came with another request before. Use a new one."


_TYPES: tuple[tuple[type[Exception], str, str], ...] = (
    (exceptions.ValidationError, "urn:idv:problem:invalid-request", "The request is not valid"),
    (KeyReused, "urn:idv:problem:idempotency-key-reused", "Idempotency-Key used before"),
    (Conflict, "urn:idv:problem:conflict", "Conflict"),
)


def is_ours(request: HttpRequest) -> bool:
    """Return whether whoever asked is a program that reads problem details."""
    return request.path_info.startswith(PREFIX)


def response(
    status: int,
    detail: str,
    *,
    kind: str = BLANK,
    title: str = "",
    **more: Any,  # noqa: ANN401  # JSON
) -> JsonResponse:
    """Return one problem; of the type ``about:blank`` the title is the status's own."""
    body = {"type": kind, "title": title or HTTPStatus(status).phrase, "status": status}
    answer = JsonResponse(body | {"detail": detail} | more, status=status, content_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def handle(error: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """Answer an exception of a view; None for a bug, which Django logs and answers."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    kind, title = next(
        ((kind, title) for known, kind, title in _TYPES if isinstance(error, known)), (BLANK, "")
    )
    if isinstance(error, exceptions.ValidationError):
        more = {"errors": list(_mistakes(error.detail, "#"))}
        return response(error.status_code, "See errors.", kind=kind, title=title, **more)
    answer = response(error.status_code, str(error.detail), kind=kind, title=title)
    if header := getattr(error, "auth_header", None):
        answer.headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        answer.headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return answer


def _mistakes(detail: Any, pointer: str) -> Iterator[dict[str, str]]:  # noqa: ANN401  # DRF's tree
    """Yield each mistake with where it is: a JSON pointer (RFC 6901) as a fragment."""
    if isinstance(detail, dict):
        for name, below in detail.items():
            step = "" if name in _WHOLE else f"/{name}"
            yield from _mistakes(below, f"{pointer}{step}")
    elif isinstance(detail, list):
        for place, below in enumerate(detail):
            nested = isinstance(below, dict | list)
            yield from _mistakes(below, f"{pointer}/{place}" if nested else pointer)
    else:
        yield {"detail": str(detail), "pointer": pointer}
