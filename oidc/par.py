"""Pushed authorization requests (RFC 9126): kept sealed, found by the digest of their URI."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import NamedTuple

from applications.models import Application
from oidc import protocol_log, requests, sql
from oidc.models import PushedRequest
from oidc.protocol_log import Trace
from oidc.requests import AuthorizationRequest, ClientPolicy
from verification import sealing
from verification.models import Flow, Session

LIFETIME = timedelta(seconds=60)
_PREFIX = "urn:ietf:params:oauth:request_uri:"
_LONGEST = 200

_pushed, _application = sql.Table(PushedRequest, "p"), sql.Table(Application, "a")
_flow, _session = sql.Table(Flow, "f"), sql.Table(Session, "s")
_FIND = f"""
    SELECT {_pushed.columns}, {_application.columns}, {_flow.columns}, {_session.columns}
    FROM oidc_pushedrequest p
    JOIN applications_application a ON a.id = p.application_id
    JOIN verification_flow f ON f.id = p.flow_id
    LEFT JOIN verification_session s ON s.id = p.session_id
    WHERE """  # noqa: S608  # columns of our models
_FLOWS = """
    SELECT f.slug, f.id, af.is_default
    FROM oidc_applicationflow af JOIN verification_flow f ON f.id = af.flow_id
    WHERE af.application_id = %s
"""
_PUSH = f"""
    WITH done AS (
        INSERT INTO oidc_pushedrequest (
            session_id, uri_digest, application_id, flow_id, payload_sealed, created_at, expires_at
        ) VALUES (
            %(id)s, %(digest)s, %(application)s, %(flow)s, %(payload)s, %(now)s, %(expires)s
        ) RETURNING session_id
    ) {protocol_log.ACCEPTED_IF_DONE}
"""  # noqa: S608  # fixed parts only


class Known(NamedTuple):
    """A request as it was kept, with its application and flow, and the session if it has begun."""

    request: PushedRequest
    session: Session | None


class Registration(NamedTuple):
    """What an application may ask for, and the ids of its flows by slug."""

    policy: ClientPolicy
    flow_ids: Mapping[str, int]


def registration(application: Application) -> Registration:
    """Read what an application may ask for."""
    rows = sql.select(_FLOWS, [application.pk])
    flow_ids = {slug: pk for slug, pk, _ in rows}
    policy = ClientPolicy(
        redirect_uris=frozenset(application.registered_redirect_uris),
        flows=frozenset(flow_ids),
        default_flow=next((slug for slug, _, is_default in rows if is_default), ""),
        okta=application.dialect == Application.Dialect.OKTA,
        require_pkce=application.require_pkce,
    )
    return Registration(policy, flow_ids)


def push(
    application: Application,
    params: Mapping[str, str],
    registered: Registration,
    trace: Trace,
    now: datetime,
) -> str:
    """Validate a request and keep it for a minute; return its ``request_uri``, kept nowhere.

    Raises:
        OAuthError: it is not valid.
    """
    asked = requests.parse(params, registered.policy)
    reference = secrets.token_urlsafe(32)
    pk = uuid.uuid4()
    trace.correlation_id = pk
    values = protocol_log.row(trace) | {
        "id": pk,
        "digest": _digest(reference),
        "application": application.pk,
        "flow": registered.flow_ids[asked.flow],
        "payload": sealing.seal(json.dumps(asdict(asked)).encode(), context=_context(pk)),
        "now": now,
        "expires": now + LIFETIME,
    }
    sql.change(_PUSH, values)
    return _PREFIX + reference


def find(request_uri: str) -> Known | None:
    """Return the request that was pushed under ``request_uri``, expired or not, if there is one."""
    if len(request_uri) > _LONGEST or not request_uri.startswith(_PREFIX):
        return None
    return _find("p.uri_digest = %s", _digest(request_uri.removeprefix(_PREFIX)))


def of_session(session_id: uuid.UUID) -> Known | None:
    """Return the request that leads, or led, to a session."""
    return _find("p.session_id = %s", session_id)


def open_payload(row: PushedRequest) -> AuthorizationRequest:
    """Return the validated request that ``push`` sealed."""
    opened = sealing.unseal(bytes(row.payload_sealed), context=_context(row.pk))
    return AuthorizationRequest(**json.loads(opened))


def _find(condition: str, value: object) -> Known | None:
    rows = sql.select(_FIND + condition, [value])
    if not rows:
        return None
    [values] = rows
    row, application, flow = _pushed.take(values), _application.take(values), _flow.take(values)
    if row is None or application is None or flow is None:  # inner joins
        raise PushedRequest.DoesNotExist
    row.application, row.flow = application, flow
    session = _session.take(values)
    if session is not None:
        session.flow = flow
    return Known(row, session)


def _digest(reference: str) -> bytes:
    return hashlib.sha256(reference.encode(errors="replace")).digest()


def _context(pk: uuid.UUID) -> str:
    return f"pushed request:{pk}"
