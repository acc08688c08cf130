"""How much of a body is read."""

from django.http import HttpRequest, UnreadablePostError

from oidc.errors import InvalidRequest

MOST_BYTES = 64 * 1024


def is_too_large(request: HttpRequest) -> bool:
    """Return whether the body is announced as larger than ``MOST_BYTES``; nothing is read yet.

    A body without a length is empty to Django; a length that is no number is the server's doubt.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return not announced.isdecimal() or int(announced) > MOST_BYTES


def read(request: HttpRequest) -> bytes:
    """Return the body, which is not too large.

    Raises:
        InvalidRequest: whoever sends it has gone, or fallen silent.
    """
    try:
        return request.body
    except UnreadablePostError as error:
        raise InvalidRequest("The body did not arrive.") from error
