"""The answer to whoever sends more than the workers can read."""

from typing import TypeVar

from django.http import HttpResponse

from verification import backlog

Response = TypeVar("Response", bound=HttpResponse)


def held_off(response: Response) -> Response:
    """Say when to come back. ``backlog`` has told the log, once for all: Django need not."""
    response.headers["Retry-After"] = str(backlog.RETRY_SECONDS)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # log_response's
    return response
