"""Machine endpoints answer before sessions, logins, languages and CSRF are looked at."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from oidc import endpoints, responses, views
from oidc.errors import InvalidRequest

_VIEWS = {
    f"/{endpoints.PAR}": views.pushed_authorization,
    f"/{endpoints.TOKEN}": views.token,
    f"/{endpoints.USERINFO}": views.userinfo,
    f"/{endpoints.JWKS}": views.jwks,
    f"/{endpoints.DISCOVERY}": views.configuration,
}
_HSTS = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"


def machine_endpoints(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Serve what machines call; pass on everything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        view = _VIEWS.get(request.path_info)
        if view is None:
            return get_response(request)
        request.get_host()  # raises for a foreign Host
        insecure = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if insecure and request.method in ("GET", "HEAD"):
            return get_response(request)  # which redirects to https
        # A redirect would have the client send its secret in the clear once more.
        response = _refuse_plain_http() if insecure else view(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if settings.SECURE_HSTS_SECONDS:
            response.headers["Strict-Transport-Security"] = _HSTS
        return response

    return middleware


def _refuse_plain_http() -> HttpResponse:
    return responses.refusal(InvalidRequest("Use https."))
