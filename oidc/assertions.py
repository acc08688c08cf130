"""private_key_jwt: a client proves itself by a JWT that it signed (RFC 7523; OIDC Core, 9)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from jwcrypto import jwk, jws
from jwcrypto.common import JWException, base64url_decode

from applications import client_keys
from applications.models import Application
from oidc import client_key_sets, endpoints, strict_json
from oidc.errors import InvalidClient
from oidc.models import UsedAssertion

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LONGEST_LIFE = timedelta(minutes=10)
_CLOCK_SKEW = timedelta(seconds=30)
_MOST_CHARACTERS = 8192


def subject(params: Mapping[str, str]) -> str:
    """Return which client the assertion says it is from; not verified yet.

    Raises:
        InvalidClient: it cannot be read.
    """
    if params.get("client_assertion_type") != TYPE:
        raise _failed("client_assertion_type is not jwt-bearer")
    token = params["client_assertion"]
    if len(token) > _MOST_CHARACTERS or token.count(".") != 2:
        raise _failed("the assertion is not a signed JWT")
    try:
        claims = strict_json.loads(base64url_decode(token.split(".")[1]).decode())
    except (ValueError, UnicodeDecodeError) as error:
        raise _failed("the assertion cannot be decoded") from error
    named = claims.get("sub") if isinstance(claims, dict) else None
    if not isinstance(named, str) or not named.isascii() or not named.isprintable():
        raise _failed("the assertion has no sub")
    return named


def verify(application: Application, token: str, now: datetime) -> None:
    """Check signature, claims and single use.

    Raises:
        InvalidClient: any of them does not hold.
    """
    claims = _signed_claims(application, token)
    audiences = claims.get("aud")
    public = endpoints.public()
    ours = {public.issuer, public.token, public.par}
    if not any(one in ours for one in _texts(audiences)):
        raise _failed("the assertion is for another audience")
    if claims.get("iss") != application.client_id or claims.get("sub") != application.client_id:
        raise _failed("iss and sub of the assertion are not the client id")
    expires = _moment(claims, "exp")
    if not now - _CLOCK_SKEW < expires <= now + _LONGEST_LIFE:
        raise _failed("the assertion is expired, or lives longer than 10 minutes")
    if "nbf" in claims and _moment(claims, "nbf") > now + _CLOCK_SKEW:
        raise _failed("the assertion is not valid yet; is a clock wrong?")
    _use_once(application, claims.get("jti"), expires)


def _signed_claims(application: Application, token: str) -> dict[str, Any]:
    parsed = jws.JWS()
    parsed.allowed_algs = list(client_keys.ALGORITHMS)
    try:
        parsed.deserialize(token)
        header = parsed.jose_header
        key = _key(application, header.get("kid"), header.get("alg", ""))
        parsed.verify(key)
        claims = json.loads(parsed.payload)
    except (JWException, ValueError, TypeError) as error:
        raise _failed("the assertion's signature does not hold") from error
    if not isinstance(claims, dict):
        raise _failed("the assertion holds no claims")
    return claims


def _key(application: Application, kid: object, algorithm: str) -> jwk.JWK:
    kind = "EC" if algorithm == "ES256" else "RSA"
    for keys in client_key_sets.candidates(application):
        fitting = [key for key in keys if key["kty"] == kind]
        named = [key for key in fitting if kid is None or key.get("kid") == kid]
        if len(named) == 1:
            return named[0]
    raise _failed("the client has no such key")


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _moment(claims: Mapping[str, Any], name: str) -> datetime:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**40:
        raise _failed(f"{name} of the assertion is not a time")
    return datetime.fromtimestamp(value, UTC)


def _use_once(application: Application, jti: object, expires: datetime) -> None:
    """Record the assertion; it stays recorded longer than it would be accepted."""
    if not isinstance(jti, str) or not jti or len(jti) > 512:
        raise _failed("the assertion has no jti")
    digest = hashlib.sha256(f"{application.pk}:{jti}".encode()).digest()
    try:
        with transaction.atomic():
            UsedAssertion.objects.create(digest=digest, expires_at=expires + 2 * _CLOCK_SKEW)
    except IntegrityError as error:
        raise _failed("the assertion was used before") from error


def _failed(detail: str) -> InvalidClient:
    return InvalidClient(
        "Client authentication failed.", parameter="client_assertion", detail=detail
    )
