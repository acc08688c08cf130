"""Client authentication (RFC 6749 section 2.3, RFC 7523): who is calling, proven."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import unquote_plus

from django.conf import settings

from applications import credentials
from applications.models import Application, ClientSecret
from oidc import assertions, sql
from oidc.errors import InvalidClient, InvalidRequest

_FAILED = "Client authentication failed."
_ASSERTION = "client_assertion"
_NOBODY = bytes(32)
_REMEMBER_USE_EVERY = timedelta(minutes=1)
_application = sql.Table(Application, "a")
_secret = sql.Table(ClientSecret, "s")
_LOOK_UP = f"""
    SELECT {_secret.columns}, {_application.columns}
    FROM (SELECT %s::text AS client_id) AS presented
    LEFT JOIN applications_application a ON a.client_id = presented.client_id
    LEFT JOIN applications_clientsecret s ON s.application_id = a.id
"""  # noqa: S608  # columns of our models
_Methods = Application.Authentication
_BY_BODY = frozenset({_Methods.SECRET, _Methods.SECRET_POST})
_BY_HEADER = frozenset({_Methods.SECRET, _Methods.SECRET_BASIC})


class _Presented(NamedTuple):
    """A client id and the secret that came with it, and the methods that allow it."""

    client_id: str
    secret: str
    allowed: frozenset[_Methods]


def authenticate(params: Mapping[str, str], authorization: str, now: datetime) -> Application:
    """Return the application that sent the request.

    Args:
        params: the body's parameters.
        authorization: the Authorization header, or nothing.
        now: the time.

    Raises:
        InvalidClient: unknown, disabled, wrong secret or not this client's method; all alike.
        InvalidRequest: two methods at once, or two different clients.
    """
    sent = [bool(authorization), "client_secret" in params, _ASSERTION in params]
    if sum(sent) > 1:
        raise InvalidRequest("Authenticate in one way only.", parameter="client_secret")
    if _ASSERTION in params:
        return _by_assertion(params, now)
    presented = _basic(authorization) if authorization else _posted(params)
    if params.get("client_id", presented.client_id) != presented.client_id:
        raise InvalidRequest("client_id is not the authenticated client.", parameter="client_id")
    return _by_secret(presented, now)


def is_live(application: Application) -> bool:
    """Return whether the application is served at all: enabled, and of the sandbox only in one."""
    return application.enabled and (settings.SANDBOX or not application.sandbox)


def _by_secret(presented: _Presented, now: datetime) -> Application:
    application, found = _look_up(presented, now)
    if found is None or application is None:
        raise _failed("unknown client or wrong secret")
    if not is_live(application):
        raise _failed("the application is disabled")
    if application.authentication not in presented.allowed:
        raise _failed("the application must authenticate in another way")
    if found.last_used_at is None or now - found.last_used_at > _REMEMBER_USE_EVERY:
        ClientSecret.objects.filter(pk=found.pk).update(last_used_at=now)
    return application


def _look_up(
    presented: _Presented, now: datetime
) -> tuple[Application | None, ClientSecret | None]:
    """Return the client and its live secret that was presented, if there are such.

    An unknown client has a row too, and a secret that nothing matches: it takes as long as a
    known one with a wrong secret. The application is made of its row only after a match.
    """
    rows = sql.select(_LOOK_UP, [presented.client_id])
    candidates = [
        _secret.take(values) or ClientSecret(salt=_NOBODY, digest=_NOBODY) for values in rows
    ]
    found = credentials.find(candidates, presented.secret, now)
    if found is None:
        return None, None
    return _application.take(rows[candidates.index(found)]), found


def _by_assertion(params: Mapping[str, str], now: datetime) -> Application:
    claimed = assertions.subject(params)
    if params.get("client_id", claimed) != claimed:
        raise InvalidRequest("client_id is not the authenticated client.", parameter="client_id")
    application: Application | None = Application.objects.filter(client_id=claimed).first()
    if application is None or not is_live(application):
        raise _failed("unknown or disabled client")
    if application.authentication != _Methods.PRIVATE_KEY:
        raise _failed("the application must authenticate in another way")
    assertions.verify(application, params[_ASSERTION], now)
    return application


def _basic(authorization: str) -> _Presented:
    """Read HTTP Basic; id and secret are form-encoded in it (RFC 6749 section 2.3.1)."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise _failed("the Authorization header is not Basic")
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
        client_id, colon, secret = decoded.partition(":")
        client_id = unquote_plus(client_id, errors="strict")
        secret = unquote_plus(secret, errors="strict")
    except ValueError as error:  # not base64, not ASCII, or not UTF-8 inside
        raise _failed("the Authorization header is malformed") from error
    if not colon or not _fit(client_id) or not secret:
        raise _failed("the Authorization header is malformed")
    return _Presented(client_id, secret, _BY_HEADER)


def _posted(params: Mapping[str, str]) -> _Presented:
    client_id, secret = params.get("client_id", ""), params.get("client_secret", "")
    if not _fit(client_id) or not secret:
        raise _failed("no credentials")
    return _Presented(client_id, secret, _BY_BODY)


def _fit(client_id: str) -> bool:
    """Return whether the database could hold such a client id."""
    return 0 < len(client_id) <= 255 and client_id.isascii() and client_id.isprintable()


def _failed(detail: str) -> InvalidClient:
    return InvalidClient(_FAILED, parameter="client_id", detail=detail)
