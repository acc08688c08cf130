"""private_key_jwt: clients that prove themselves by a signature (RFC 7523)."""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwcrypto import jwk

from applications.models import Application
from oidc import safe_fetch
from tests.oidc.relying_party import RelyingParty

pytestmark = pytest.mark.django_db
TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
KEY = rsa.generate_private_key(65537, 2048)
STRANGER = rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def public(key: Any, kid: str) -> dict[str, Any]:
    exported: dict[str, Any] = jwk.JWK.from_pyca(key.public_key()).export_public(as_dict=True)
    return exported | {"kid": kid}


@pytest.fixture
def signer(rp: RelyingParty) -> Callable[..., str]:
    """Return a function that makes an assertion, with changes to its claims."""
    Application.objects.update(
        authentication=Application.Authentication.PRIVATE_KEY,
        jwks={"keys": [public(KEY, "one"), public(CURVE, "two")]},
    )

    def sign(
        *,
        key: Any = KEY,
        kid: str = "one",
        alg: str = "RS256",
        lives: float = 60,
        starts: float = 0,
        **changes: Any,
    ) -> str:
        now = time.time()
        claims: dict[str, Any] = {
            "iss": rp.application.client_id,
            "sub": rp.application.client_id,
            "aud": "http://testserver",
            "exp": now + lives,
            "nbf": now + starts,
            "jti": uuid.uuid4().hex,
            **changes,
        }
        sent = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(sent, key, algorithm=alg, headers={"kid": kid})

    return sign


def push(rp: RelyingParty, assertion: str, **changes: str | None) -> Any:
    sent = rp.parameters(
        **{
            "client_secret": None,
            "client_assertion": assertion,
            "client_assertion_type": TYPE,
            **changes,
        }
    )
    return rp.post("/oauth2/par", urlencode(sent))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"aud": ["http://testserver/oauth2/token", "other"]},
        {"aud": "http://testserver/oauth2/par"},
        {"key": CURVE, "kid": "two", "alg": "ES256"},
        {"alg": "PS256"},
    ],
)
def test_a_signed_assertion_is_as_good_as_a_secret(
    rp: RelyingParty, signer: Callable[..., str], change: dict[str, Any]
) -> None:
    assert push(rp, signer(**change)).status_code == 201
    assert push(rp, signer(**change), client_id=None).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"key": STRANGER},
        {"key": STRANGER, "kid": "unknown"},
        {"key": CURVE, "kid": "one", "alg": "ES256"},
        {"key": "secret-of-32-characters-or-more-here", "alg": "HS256"},
        {"aud": "https://other.example"},
        {"aud": [{"a": 1}]},
        {"aud": None},
        {"iss": "other"},
        {"exp": 0},
        {"lives": -60},
        {"lives": 3600},
        {"exp": True},
        {"exp": None},
        {"starts": 300},
        {"jti": None},
        {"jti": ""},
        {"sub": None},
        {"sub": "unknown"},
    ],
)
def test_any_other_is_refused(
    rp: RelyingParty, signer: Callable[..., str], change: dict[str, Any]
) -> None:
    response = push(rp, signer(**change), client_id=None)

    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "text", ["x", "a.b.c", "..", "é.é.é", "x" * 9000, "eyJhbGciOiJub25lIn0.e30."]
)
def test_what_is_no_assertion_is_refused(
    rp: RelyingParty, signer: Callable[..., str], text: str
) -> None:
    assert push(rp, text).status_code == 401


def test_an_unsigned_assertion_is_refused(rp: RelyingParty, signer: Callable[..., str]) -> None:
    body = signer().split(".")[1]
    header = "eyJhbGciOiJub25lIiwia2lkIjoib25lIn0"  # {"alg":"none","kid":"one"}

    assert push(rp, f"{header}.{body}.").status_code == 401


def test_an_assertion_is_good_once(rp: RelyingParty, signer: Callable[..., str]) -> None:
    assertion = signer()

    assert [push(rp, assertion).status_code for _ in range(2)] == [201, 401]


def test_an_assertion_names_its_type_and_comes_alone(
    rp: RelyingParty, signer: Callable[..., str]
) -> None:
    assert push(rp, signer(), client_assertion_type="other").status_code == 401
    assert push(rp, signer(), client_secret=rp.secret).status_code == 400
    assert push(rp, signer(), client_id="other").status_code == 400


def test_a_secret_is_no_longer_good_then(rp: RelyingParty, signer: Callable[..., str]) -> None:
    assert rp.push().status_code == 401


def test_a_private_key_is_not_used_even_when_registered(
    rp: RelyingParty, signer: Callable[..., str]
) -> None:
    exported = json.loads(jwk.JWK.from_pyca(KEY).export()) | {"kid": "one"}
    Application.objects.update(jwks={"keys": [exported]})

    assert push(rp, signer()).status_code == 401


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/jwks",
        "https://127.0.0.1/jwks",
        "https://[::1]/jwks",
        "https://[::ffff:10.0.0.1]/jwks",
        "https://[64:ff9b::a00:1]/jwks",
        "https://[2002:7f00:1::]/jwks",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://0/",
        "https://2130706433/",
        "https://localhost/",
        "https://user@example.com/",
        "https:///",
        "ftp://example.com",
        "file:///etc/passwd",
    ],
)
def test_no_address_of_our_own_network_is_fetched(url: str) -> None:
    with pytest.raises(safe_fetch.FetchRefused):
        safe_fetch.get_json(url)
