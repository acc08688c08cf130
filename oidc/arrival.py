"""A browser arrives with a request: it is offered the session, unless another has begun it.

Nothing is used up by looking. The first arrival creates the session; while the request lives and
nobody has begun (a POST in the hosted flow), every arrival is offered it, so that a link preview
burns nothing. Once somebody has begun, the address leads nobody else anywhere.
"""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from applications.models import Application
from oidc import claims, clients, endpoints, pages, par, protocol_log, redirection, requests
from oidc.errors import InteractionRequired, InvalidRequest, OAuthError, RequestNotSupported
from oidc.models import PushedRequest
from oidc.par import Known
from oidc.protocol_log import Trace
from oidc.requests import AuthorizationRequest
from verification import browser, services
from verification.evidence import ClaimedValue
from verification.models import Session

_UNKNOWN = "request_uri is invalid, expired, or already used."


class Redirectable(Exception):
    """A refusal that the relying party is told of: its redirect URI is known to be good."""

    def __init__(self, asked: AuthorizationRequest, reason: OAuthError) -> None:
        super().__init__(str(reason))
        self.asked = asked
        self.reason = reason


def find(params: Mapping[str, str], trace: Trace, now: datetime) -> Known:
    """Return the request that the browser came with.

    Everything but ``client_id`` is ignored beside ``request_uri`` (RFC 9126 section 4), which
    Okta sends alone.

    Raises:
        OAuthError: there is no such request.
        Redirectable: a plain request is at fault.
    """
    if "request" in params:
        raise RequestNotSupported("Request objects are not supported.", parameter="request")
    if "request_uri" not in params:
        return _plain(params, trace, now)
    known = par.find(params["request_uri"])
    if known is None:
        raise _unknown("no such request")
    row = known.request
    if params.get("client_id", row.application.client_id) != row.application.client_id:
        raise _unknown("pushed by another client")
    trace.application = row.application
    trace.correlation_id = row.pk
    if not clients.is_live(row.application):
        raise _unknown("the application is disabled")
    return known


def enter(request: HttpRequest, known: Known, trace: Trace) -> HttpResponse:
    """Lead the browser into the hosted flow, if it may go there.

    Until somebody has begun, every arrival is given a secret of its own, whatever cookie it came
    with: one that was planted is worth nothing.

    Raises:
        OAuthError: it may not, as the request has expired.
        Redirectable: ``prompt=none`` was asked.
    """
    row, session = known
    asked = par.open_payload(row)
    trace.state = asked.state
    if row.completed_at is not None:
        return pages.over(request)
    expired = row.expires_at <= timezone.now()
    begun = session is not None and session.status != Session.Status.OFFERED
    if session is not None and (expired or begun) and browser.secret_of(request, session.pk):
        return _continue(request, session)
    if expired:
        raise _unknown("the request has expired")
    if asked.silent:
        raise Redirectable(asked, InteractionRequired("prompt=none cannot be met."))
    if session is not None and begun:
        return pages.elsewhere(request) if session.is_open else pages.over(request)
    if request.method == "HEAD":
        return HttpResponse()
    session = session or _start(row, asked)
    response = redirection.to(hosted_flow(session))
    browser.offer(response, session)
    _speak(response, asked)
    protocol_log.accepted(trace)
    return response


def _plain(params: Mapping[str, str], trace: Trace, now: datetime) -> Known:
    """Take in a request that was not pushed, from a client that need not push."""
    client_id = params.get("client_id", "")
    found = Application.objects.filter(client_id=client_id) if client_id.isprintable() else None
    application = found.first() if found is not None else None
    if application is None or not clients.is_live(application):
        raise InvalidRequest("request_uri is missing.", parameter="request_uri")
    trace.application = application
    if application.require_par:
        raise InvalidRequest("The request must be pushed first.", parameter="request_uri")
    registered = par.registration(application)
    redirect_uri = requests.parse_redirect_uri(params, registered.policy)
    try:
        request_uri = par.push(application, params, registered, trace, now)
    except OAuthError as error:
        raise Redirectable(_only_redirect(redirect_uri, params), error) from error
    return find({"request_uri": request_uri}, trace, now)


def _only_redirect(redirect_uri: str, params: Mapping[str, str]) -> AuthorizationRequest:
    """Return as much of a refused request as the way back needs."""
    return AuthorizationRequest(
        redirect_uri=redirect_uri,
        state=params.get("state", ""),
        nonce="",
        login_hint="",
        code_challenge="",
        claims="",
        flow="",
        ui_locales="",
        max_age=None,
        silent=False,
    )


def _start(row: PushedRequest, asked: AuthorizationRequest) -> Session:
    """Create the session; of two browsers at once one does, and both have it."""
    expected = claims.parse(asked.claims).expected() if asked.claims else {}
    try:
        return services.start(
            row.flow,
            claims=expected,
            organisation=str(row.application)[:100],
            return_path=_below_issuer(f"/{endpoints.COMPLETE}/{row.pk}"),
            sandbox=row.application.sandbox and settings.SANDBOX,
            relying_party=row.application.client_id,
            subject=asked_about(row.application.pk, asked.login_hint),
            session_id=row.pk,
            account=_account(asked, expected),
            branding=_branding(row.application),
        )
    except IntegrityError:  # outside of any transaction, so nothing else is lost
        return Session.objects.get(pk=row.pk)


def _branding(application: Application) -> services.Branding:
    addresses = {
        name: _below_issuer(address) if address.startswith("/") else address
        for name, address in application.branding.items()
    }
    return services.Branding(**addresses)


def _account(asked: AuthorizationRequest, expected: Mapping[str, ClaimedValue]) -> str:
    """Return an address that the person knows their account by, if the client sent one."""
    if "@" in asked.login_hint or "email" not in expected:
        return asked.login_hint
    return expected["email"].value


def asked_about(application_id: int, login_hint: str) -> str:
    """Return who is verified, for ``verification``: a user of one relying party; empty: unknown."""
    return f"{application_id} {login_hint}" if login_hint else ""


def _continue(request: HttpRequest, session: Session) -> HttpResponse:
    if not browser.may_see(request, session):
        return pages.elsewhere(request)
    return redirection.to(hosted_flow(session))


def hosted_flow(session: Session) -> str:
    """Return the path where the session goes on."""
    return _below_issuer(f"/verify/{session.pk}/")


def _below_issuer(path: str) -> str:
    return f"{settings.FORCE_SCRIPT_NAME or ''}{path}"


def _speak(response: HttpResponse, asked: AuthorizationRequest) -> None:
    """Have the hosted flow speak the first language asked for that it knows."""
    for tag in asked.ui_locales.split():
        try:
            language = translation.get_supported_language_variant(tag)
        except LookupError:
            continue
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=settings.FLOW_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return


def _unknown(detail: str) -> InvalidRequest:
    return InvalidRequest(_UNKNOWN, parameter="request_uri", detail=detail)
