"""The two addresses that a person's browser passes through: on the way in, and on the way back."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from oidc import arrival, bodies, departure, floods, pages, parameters, protocol_log, redirection
from oidc.errors import OAuthError, SlowDown
from oidc.models import ProtocolEvent
from oidc.protocol_log import Trace
from verification import limits

_Endpoint = ProtocolEvent.Endpoint


@csrf_exempt  # OpenID Connect Core section 3.1.2.1 wants POST here, from another site
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """GET or POST /oauth2/idv-authorize (RFC 6749 section 4.1.1, RFC 9126 section 4)."""
    trace = Trace(_Endpoint.AUTHORIZE)
    try:
        floods.hold_off(
            f"authorize:{limits.address_of(request)}",
            settings.ADDRESS_REQUESTS_PER_MINUTE,
            "Too many requests from one address.",
        )
        pushed = arrival.find(_parameters(request), trace, timezone.now())
        response = arrival.enter(request, pushed, trace)
    except SlowDown as error:
        if error.first:
            protocol_log.refused(trace, error)
        response = pages.too_many(request, error.retry_after)
    except arrival.Redirectable as error:
        protocol_log.refused(trace, error.reason)
        response = redirection.failure(error.asked, error.reason)
    except OAuthError as error:
        protocol_log.refused(trace, error)
        response = pages.bad_link(request)
    response.headers["X-Correlation-Id"] = str(trace.correlation_id)
    return response


@require_safe
def complete(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """GET /oauth2/complete/{session}: the way back to the relying party."""
    return departure.leave(request, session_id, Trace(_Endpoint.COMPLETE, session_id))


def _parameters(request: HttpRequest) -> dict[str, str]:
    """Return the parameters, of a POST's body or of the query: never a mixture of both."""
    query = request.META.get("QUERY_STRING", "")
    if request.method != "POST":
        return parameters.from_form(query.encode("latin-1", errors="replace"))
    if query or bodies.is_too_large(request):
        return {}
    return parameters.from_form(bodies.read(request))
