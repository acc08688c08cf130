"""What Okta sends: the pushed authorization request and its claims parameter. Pure.

Source: Okta's developer guide, in its current form and that of 2024; RFC 9126, RFC 7636.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from sandbox.okta_rules import ADDRESS, Asked

SCOPES = ("openid", "profile", "identity_assurance")
ASSURANCE_LEVEL = "VERIFIED"


class Shape(StrEnum):
    """How a claim is written."""

    OBJECT = "object"
    OF_2024 = "2024"
    NULL = "null"


class Framework(StrEnum):
    """Okta's guide and its draft profile spell the one framework differently."""

    GUIDE = "IDV-DELEGATED"
    DRAFT = "IDV_DELEGATED"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of the user's profile that is mapped to a claim."""

    claim: str
    value: str
    fuzzy: bool


@dataclass(frozen=True, slots=True)
class Style:
    """The forms in which a request can be written; the defaults are the guide's current ones."""

    shape: Shape = Shape.OBJECT
    framework: Framework = Framework.GUIDE
    array: bool = True
    nested_address: bool = True
    json_body: bool = False
    client_id_in_address: bool = False


@dataclass(frozen=True, slots=True)
class Once:
    """The values that exist for one request only."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    code_verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def code_challenge(self) -> str:
        digest = hashlib.sha256(self.code_verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def user_id(login: str) -> str:
    """Return an id like Okta's own (``00u`` and 17 characters), always the same for a login."""
    digest = base64.b32encode(hashlib.sha256(login.strip().lower().encode()).digest()).decode()
    return f"00u{digest[:17].lower()}"


def claims_parameter(attributes: tuple[Attribute, ...], style: Style) -> dict[str, Any]:
    """Return the ``claims`` parameter as an object."""
    claims: dict[str, Any] = {}
    for attribute in attributes:
        nested = style.nested_address and attribute.claim in ADDRESS
        home = claims.setdefault("address", {}) if nested else claims
        home[attribute.claim] = _written(attribute, style.shape)
    entry = {
        "verification": {
            "trust_framework": {"value": style.framework, "essential": True},
            "assurance_level": {"value": ASSURANCE_LEVEL, "essential": True},
        },
        "claims": claims,
    }
    return {"id_token": {"verified_claims": [entry] if style.array else entry}}


def pushed(
    attributes: tuple[Attribute, ...],
    style: Style,
    once: Once,
    *,
    credentials: tuple[str, str],
    login_hint: str,
    flow: str,
    redirect_uri: str,
) -> dict[str, Any]:
    """Return the members of the pushed request; ``claims`` is an object in a JSON body, else text.

    Args:
        attributes: in the order in which they are written.
        style: the forms to write them in.
        once: state, nonce and code verifier of this request.
        credentials: client id and secret; Okta sends both in the body.
        login_hint: Okta's id of the user.
        flow: id of the vendor's flow; empty for the application's default.
        redirect_uri: the org's callback, as registered.
    """
    claims = claims_parameter(attributes, style)
    return {
        "response_type": "code",
        "client_id": credentials[0],
        "client_secret": credentials[1],
        "code_challenge": once.code_challenge,
        "code_challenge_method": "S256",
        "scope": " ".join((*SCOPES, *([f"idv_flow_{flow}"] if flow else ()))),
        "nonce": once.nonce,
        "claims": claims if style.json_body else json.dumps(claims, ensure_ascii=False),
        "state": once.state,
        "login_hint": login_hint,
        "redirect_uri": redirect_uri,
    }


def authorize_address(endpoint: str, request_uri: str, client_id: str = "") -> str:
    """Return where the browser is sent: by Okta's guide with ``request_uri`` alone."""
    query = {"client_id": client_id} if client_id else {}
    return f"{endpoint}?{urlencode(query | {'request_uri': request_uri})}"


def asked_of(attributes: tuple[Attribute, ...], style: Style, once: Once) -> Asked:
    """Return what must come back for this request."""
    valued = style.shape is not Shape.NULL
    return Asked(
        nonce=once.nonce,
        trust_framework=style.framework,
        assurance_level=ASSURANCE_LEVEL,
        claims={each.claim: each.value if valued else None for each in attributes},
    )


def _written(attribute: Attribute, shape: Shape) -> object:
    if shape is Shape.NULL:
        return None
    if shape is Shape.OBJECT:
        return {"value": attribute.value, "fuzzy": attribute.fuzzy}
    return {"fuzzy": attribute.value} if attribute.fuzzy else attribute.value
