"""What every request passes through first, and the headers that every page carries."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from idv_provider.content_policy import policy

_PERMISSIONS = (
    "camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()"
)

_CONSOLE = "/console"
_API = "/api/"
_ON_BOTH_HOSTS = ("/health/", "/static/")


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


def hosts_apart(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Where the console has a host of its own, it is nowhere else, and nothing else is there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        own = settings.CONSOLE_URL
        if own and not request.path_info.startswith(_ON_BOTH_HOSTS):
            on_console_host = _hostname(f"//{request.get_host()}") == _hostname(own)
            if on_console_host is not _is_console(request.path_info):
                raise Http404
        return get_response(request)

    return middleware


def _hostname(url: str) -> str | None:
    return urlsplit(url).hostname


def _is_console(path: str) -> bool:
    return path == _CONSOLE or path.startswith((f"{_CONSOLE}/", _API))


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add the content policy and permissions; a view that set its own keeps it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(request))
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return middleware
