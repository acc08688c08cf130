"""A browser leaves: back to the relying party, with a code or an error, once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from applications.models import Application
from oidc import answers, arrival, claims, clients, codes, pages, par, protocol_log, redirection
from oidc.claims import Asked, ClaimsRequest
from oidc.errors import AccessDenied, OAuthError, ServerError, TemporarilyUnavailable
from oidc.models import PushedRequest
from oidc.protocol_log import Trace
from oidc.requests import AuthorizationRequest
from oidc.tokens import subject
from verification import browser, services
from verification.models import Session

_ENDINGS = {
    Session.Status.CANCELLED: AccessDenied("The user cancelled the identity check."),
    Session.Status.EXPIRED: AccessDenied("The user did not finish the identity check in time."),
    Session.Status.ERRORED: ServerError("The identity check could not be done."),
}
_UNREVIEWED = TemporarilyUnavailable("The identity check was not reviewed in time.", retry_after=60)


def leave(request: HttpRequest, session_id: UUID, trace: Trace) -> HttpResponse:
    """Redirect the session's own browser to the relying party; anyone else gets a page."""
    row, session = par.of_session(session_id) or (None, None)
    if row is None or session is None or not browser.may_see(request, session):
        return pages.elsewhere(request)
    trace.application = row.application
    services.expire_if_due(session)
    if not clients.is_live(row.application):
        return pages.bad_link(request)
    if session.is_open:
        return redirection.to(arrival.hosted_flow(session))
    if request.method == "HEAD":
        return HttpResponse()
    return _hand_over(request, row, session, trace)


def _hand_over(
    request: HttpRequest, row: PushedRequest, session: Session, trace: Trace
) -> HttpResponse:
    asked, now = par.open_payload(row), timezone.now()
    trace.state = asked.state
    ending = _ending(session)
    if ending is not None:
        if not _end(row, now):
            return pages.over(request)
        protocol_log.refused(trace, ending)
        return redirection.failure(asked, ending)
    code = codes.issue(row, _answer(row, session, asked, now), trace, now)
    if code is None:
        return pages.over(request)
    return redirection.success(asked, code)


def _ending(session: Session) -> OAuthError | None:
    """Return why there is no result; None where there is one."""
    if session.status == Session.Status.EXPIRED and session.referred_at is not None:
        return _UNREVIEWED
    return _ENDINGS.get(Session.Status(session.status))


def _end(row: PushedRequest, now: datetime) -> bool:
    """End the request without a code, if nobody did."""
    live = PushedRequest.objects.filter(pk=row.pk, completed_at__isnull=True)
    return live.update(completed_at=now) == 1


def _answer(
    row: PushedRequest, session: Session, asked: AuthorizationRequest, now: datetime
) -> dict[str, Any]:
    """Return what the code stands for: nothing that happens later changes it."""
    result = services.result(session)
    wanted = claims.parse(asked.claims) if asked.claims else ClaimsRequest()
    about = {"sub": subject(row.application, asked.login_hint, row.pk)}
    id_token: dict[str, Any] = dict(about)
    if asked.nonce:
        id_token["nonce"] = asked.nonce
    if asked.max_age is not None:
        id_token["auth_time"] = int(result.at.timestamp())
    return {
        "redirect_uri": asked.redirect_uri,
        "code_challenge": asked.code_challenge,
        "id_token": id_token | _verified(row.application, wanted.id_token, result, now),
        "userinfo": about | _verified(row.application, wanted.userinfo, result, now),
    }


def _verified(
    application: Application, asked: Asked | None, result: services.Result, now: datetime
) -> dict[str, Any]:
    if asked is None:
        return {}
    if application.dialect == Application.Dialect.OKTA:
        return {"verified_claims": answers.okta(asked, result)}
    answer = answers.standard(asked, result, now=now)
    return {} if answer is None else {"verified_claims": answer}
