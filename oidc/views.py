"""The endpoints that machines call. Each request, served or refused, leaves a row in the log."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.models import Application
from oidc import (
    bodies,
    clients,
    codes,
    discovery,
    floods,
    keys,
    par,
    parameters,
    protocol_log,
    responses,
    tokens,
)
from oidc import userinfo as userinfo_answer
from oidc.errors import (
    InvalidRequest,
    OAuthError,
    PayloadTooLarge,
    SlowDown,
    UnsupportedGrantType,
    UnsupportedMediaType,
)
from oidc.models import ProtocolEvent
from oidc.protocol_log import Trace
from verification import limits

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_FAILURES_A_MINUTE = 30
_Endpoint = ProtocolEvent.Endpoint


@csrf_exempt
@require_POST
def pushed_authorization(request: HttpRequest) -> HttpResponse:
    """POST /oauth2/par (RFC 9126)."""
    return _traced(request, _Endpoint.PAR, _push)


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """POST /oauth2/token (RFC 6749 section 4.1.3)."""
    return _traced(request, _Endpoint.TOKEN, _redeem)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """GET or POST /oauth2/userinfo (OpenID Connect Core section 5.3)."""
    return _traced(request, _Endpoint.USERINFO, _tell)


@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    """GET /oauth2/jwks (RFC 7517 section 5)."""
    return responses.public(keys.key_set(), max_age=int(keys.JWKS_MAX_AGE.total_seconds()))


@require_safe
def configuration(request: HttpRequest) -> HttpResponse:
    """GET /.well-known/openid-configuration (OpenID Connect Discovery section 4)."""
    return responses.public(discovery.document(), max_age=discovery.MAX_AGE_SECONDS)


def _traced(
    request: HttpRequest,
    endpoint: ProtocolEvent.Endpoint,
    handle: Callable[[HttpRequest, Trace], HttpResponse],
) -> HttpResponse:
    trace = Trace(endpoint)
    try:
        response = _handled(request, trace, handle)
    except SlowDown as error:
        if error.first:
            protocol_log.refused(trace, error)
        response = responses.refusal(error)
    except OAuthError as error:
        protocol_log.refused(trace, error)
        response = responses.refusal(error, by_header="Authorization" in request.headers)
    response.headers["X-Correlation-Id"] = str(trace.correlation_id)
    return response


def _handled(
    request: HttpRequest, trace: Trace, handle: Callable[[HttpRequest, Trace], HttpResponse]
) -> HttpResponse:
    """Handle the request; an address that proves nobody, again and again, is told to wait.

    So that it neither guesses on nor fills the log. A right secret is heard all the same.
    """
    try:
        return handle(request, trace)
    except OAuthError:
        if trace.application is None:
            stranger = f"failed-client:{limits.address_of(request)}"
            floods.hold_off(stranger, _FAILURES_A_MINUTE, "Too many failed attempts.")
        raise


def _push(request: HttpRequest, trace: Trace) -> HttpResponse:
    params = _parameters(request, json_allowed=True)
    application = _authenticate(request, params, trace)
    trace.state = params.get("state", "")
    if request.content_type == _JSON and application.dialect != Application.Dialect.OKTA:
        raise UnsupportedMediaType(f"The body must be {_FORM}.")
    registered = par.registration(application)
    body = {
        "request_uri": par.push(application, params, registered, trace, timezone.now()),
        "expires_in": int(par.LIFETIME.total_seconds()),
    }
    return responses.answer(body, HTTPStatus.CREATED)


def _redeem(request: HttpRequest, trace: Trace) -> HttpResponse:
    params = _parameters(request)
    application = _authenticate(request, params, trace)
    if "grant_type" not in params:
        raise InvalidRequest("grant_type is missing.", parameter="grant_type")
    if params["grant_type"] != "authorization_code":
        raise UnsupportedGrantType(
            "The only grant_type supported is authorization_code.", parameter="grant_type"
        )
    now = timezone.now()
    row = codes.find(params)
    if row.application_id == application.pk:
        trace.correlation_id = row.request_id
    access_token, answer = codes.redeem(row, application, params, trace, now)
    body = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": int(codes.TOKEN_LIFETIME.total_seconds()),
        "id_token": tokens.sign(application, answer["id_token"], access_token, now),
    }
    return responses.answer(body)


def _tell(request: HttpRequest, trace: Trace) -> HttpResponse:
    code = userinfo_answer.bearer(request.headers.get("Authorization", ""), timezone.now())
    trace.application = code.application
    trace.correlation_id = code.request_id
    protocol_log.accepted(trace)
    return responses.answer(codes.open_answer(code)["userinfo"])


def _parameters(request: HttpRequest, *, json_allowed: bool = False) -> dict[str, str]:
    """Return the body's parameters; the query's are not honoured (RFC 6749 section 2.3.1).

    Raises:
        InvalidRequest: too large, of another type, or not to be decoded.
    """
    if bodies.is_too_large(request):
        raise PayloadTooLarge(f"The body is larger than {bodies.MOST_BYTES} bytes.")
    if request.content_type == _FORM:
        return parameters.from_form(bodies.read(request))
    if json_allowed and request.content_type == _JSON:
        return parameters.from_json(bodies.read(request))
    raise UnsupportedMediaType(f"The body must be {_FORM}.")


def _authenticate(request: HttpRequest, params: dict[str, str], trace: Trace) -> Application:
    """Return the client, which has not asked too often."""
    authorization = request.headers.get("Authorization", "")
    application = clients.authenticate(params, authorization, timezone.now())
    trace.application = application
    floods.hold_off(
        f"{trace.endpoint}:{application.pk}",
        settings.CLIENT_REQUESTS_PER_MINUTE,
        "Too many requests.",
    )
    return application
