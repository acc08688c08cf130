"""The console's content policy (docs/decisions/0041)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONSOLE = "/console/"
# Unfold's Alpine.js compiles its attributes with Function(): 'unsafe-eval', here and nowhere else.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def console_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give pages under /console/ their policy, in place of the strict one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(CONSOLE):
            response.headers.setdefault("Content-Security-Policy", _POLICY)
        return response

    return middleware
