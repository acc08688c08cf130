"""What every request passes through first, and the headers that every page carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_STRICT_CSP = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PERMISSIONS = (
    "camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()"
)


def path_issuer(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Where PUBLIC_URL has a path, accept it in front, as a proxy that does not cut it sends it."""
    prefix = settings.FORCE_SCRIPT_NAME or ""

    def middleware(request: HttpRequest) -> HttpResponse:
        if prefix and request.path_info.startswith(f"{prefix}/"):
            request.path_info = request.path_info.removeprefix(prefix)
            request.path = prefix + request.path_info
        return get_response(request)

    return middleware


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add the content policy and permissions; a view that set its own keeps it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _STRICT_CSP)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return middleware
