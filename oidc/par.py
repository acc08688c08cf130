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
from oidc import requests
from oidc.models import ApplicationFlow, PushedRequest
from oidc.requests import AuthorizationRequest, ClientPolicy
from verification import sealing

LIFETIME = timedelta(seconds=60)
_PREFIX = "urn:ietf:params:oauth:request_uri:"
_LONGEST = 200


class Pushed(NamedTuple):
    """A request that was taken in. ``request_uri`` is not kept anywhere."""

    request_uri: str
    request: PushedRequest


class Registration(NamedTuple):
    """What an application may ask for, and the ids of its flows by slug."""

    policy: ClientPolicy
    flow_ids: Mapping[str, int]


def registration(application: Application) -> Registration:
    """Read what an application may ask for."""
    rows = ApplicationFlow.objects.filter(application=application).values_list(
        "flow__slug", "flow_id", "is_default"
    )
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
    application: Application, params: Mapping[str, str], registered: Registration, now: datetime
) -> tuple[Pushed, AuthorizationRequest]:
    """Validate a request and keep it for a minute.

    Raises:
        OAuthError: it is not valid.
    """
    asked = requests.parse(params, registered.policy)
    reference = secrets.token_urlsafe(32)
    pk = uuid.uuid4()
    row = PushedRequest.objects.create(
        session_id=pk,
        uri_digest=_digest(reference),
        application=application,
        flow_id=registered.flow_ids[asked.flow],
        payload_sealed=sealing.seal(json.dumps(asdict(asked)).encode(), context=_context(pk)),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    return Pushed(_PREFIX + reference, row), asked


def find(request_uri: str) -> PushedRequest | None:
    """Return the request that was pushed under ``request_uri``, expired or not, if there is one."""
    if len(request_uri) > _LONGEST or not request_uri.startswith(_PREFIX):
        return None
    digest = _digest(request_uri.removeprefix(_PREFIX))
    found = PushedRequest.objects.select_related("application", "flow")
    return found.filter(uri_digest=digest).first()


def open_payload(row: PushedRequest) -> AuthorizationRequest:
    """Return the validated request that ``push`` sealed."""
    opened = sealing.unseal(bytes(row.payload_sealed), context=_context(row.pk))
    return AuthorizationRequest(**json.loads(opened))


def _digest(reference: str) -> bytes:
    return hashlib.sha256(reference.encode(errors="replace")).digest()


def _context(pk: uuid.UUID) -> str:
    return f"pushed request:{pk}"
