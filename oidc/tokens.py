"""ID tokens (OpenID Connect Core section 2) and who they are about."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from jwcrypto import jws

from applications.models import Application
from oidc import keys

LIFETIME = timedelta(seconds=300)


def subject(application: Application, login_hint: str, session_id: object) -> str:
    """Return ``sub``: pairwise, 43 characters of base64url.

    The same for the same ``login_hint`` at the same application, and telling nothing of it;
    without one nobody is recognised again, and every session is a subject of its own.
    """
    about = f"hint:{login_hint}" if login_hint else f"session:{session_id}"
    name = f"{application.client_id}\0{about}"
    return _base64url(salted_hmac("oidc.sub", name, algorithm="sha256").digest())


def sign(
    application: Application, claims: Mapping[str, Any], access_token: str, now: datetime
) -> str:
    """Return a signed ID token with ``claims``, bound to ``access_token`` by ``at_hash``."""
    at_hash = half(hashlib.sha256(access_token.encode()).digest())
    body = payload(application, claims, at_hash, now)
    signer = keys.signer(application.algorithm)
    header = {"alg": signer.algorithm, "kid": signer.kid, "typ": "JWT"}
    token = jws.JWS(json.dumps(body).encode())
    token.allowed_algs = [signer.algorithm]
    token.add_signature(signer.key, protected=json.dumps(header))
    compact: str = token.serialize(compact=True)
    return compact


def payload(
    application: Application, claims: Mapping[str, Any], at_hash: str, now: datetime
) -> dict[str, Any]:
    """Return what is signed."""
    issued = int(now.timestamp())
    return {
        "iss": settings.PUBLIC_URL,
        "aud": application.client_id,
        "iat": issued,
        "exp": issued + int(LIFETIME.total_seconds()),
        "at_hash": at_hash,
        **claims,
    }


def half(digest: bytes) -> str:
    """Return the left half of a SHA-256 digest, as ``at_hash`` wants it (section 3.1.3.6)."""
    return _base64url(digest[:16])


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
