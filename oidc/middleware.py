"""The protocol's endpoints answer before sessions, logins and CSRF are looked at: they use none."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver

from oidc import responses
from oidc.errors import InvalidRequest

_PREFIXES = ("/oauth2/", "/.well-known/")


def protocol_endpoints(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Serve the addresses of ``oidc.urls``; pass on everything else."""
    resolver = get_resolver("oidc.urls")

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_PREFIXES):
            return get_response(request)
        try:
            view, args, kwargs = resolver.resolve(request.path_info)
        except Http404:
            return get_response(request)
        request.get_host()  # raises for a foreign Host
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return _refuse_plain_http()
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return middleware


def _refuse_plain_http() -> HttpResponse:
    return responses.refusal(InvalidRequest("Use https."))
