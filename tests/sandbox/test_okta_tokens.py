"""The org's validation of ID tokens, with real keys."""

import json
import time
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.okta_tokens import TokenRefused, validated

ISSUER, AUDIENCE = "https://idv.example", "client"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(name: str = "a", **changes: Any) -> dict[str, Any]:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(private_key(name).public_key(), as_dict=True)
    return {**public, "kid": name, "use": "sig", "alg": "RS256", **changes}


def signed(key: str = "a", kid: str | None = "a", **changes: Any) -> str:
    now = int(time.time())
    payload = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 300, "sub": "u"} | changes
    present = {name: value for name, value in payload.items() if value is not None}
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(present, private_key(key), algorithm="RS256", headers=headers)


def check(token: str, keys: object) -> Any:
    return validated(token, keys, issuer=ISSUER, audience=AUDIENCE)


def test_a_well_signed_token_shows_its_parts() -> None:
    token = check(signed(), {"keys": [jwk("b"), jwk("a")]})

    assert token.header["kid"] == "a"
    assert token.payload["sub"] == "u"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"iss": "https://other.example"}, "issuer"),
        ({"iss": f"{ISSUER}/"}, "issuer"),
        ({"iss": None}, "iss"),
        ({"aud": "somebody-else"}, "audience"),
        ({"aud": [AUDIENCE, "somebody-else"]}, "audience"),
        ({"aud": None}, "aud"),
        ({"exp": 1}, "expired"),
        ({"exp": None}, "exp"),
        ({"iat": None}, "iat"),
        ({"iat": int(time.time()) + 3600}, "not valid yet"),
        ({"nbf": int(time.time()) + 3600}, "not valid yet"),
        ({"kid": None}, "names no key"),
        ({"kid": "z"}, "holds 0 keys"),
        ({"key": "b"}, "signature"),
    ],
)
def test_one_wrong_thing_refuses_the_token(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(TokenRefused, match=words):
        check(signed(**changes), {"keys": [jwk("a")]})


@pytest.mark.parametrize(
    "keys",
    [
        None, [], {}, {"keys": {}}, {"keys": [None]}, {"keys": [{"kid": "a"}]},
        {"keys": [{"kid": "a", "kty": "RSA", "n": 5, "e": "AQAB"}]},
        {"keys": [{"kid": "a", "kty": "oct", "k": "c2VjcmV0"}]},
    ],
)  # fmt: skip
def test_keys_in_any_other_shape_refuse_the_token(keys: object) -> None:
    with pytest.raises(TokenRefused):
        check(signed(), keys)


def test_two_keys_with_one_id_refuse_the_token() -> None:
    with pytest.raises(TokenRefused, match="2 keys"):
        check(signed(), {"keys": [jwk("a"), jwk("b", kid="a")]})


def test_a_published_private_key_refuses_the_token() -> None:
    whole = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private_key("a")))

    with pytest.raises(TokenRefused, match="private"):
        check(signed(), {"keys": [{**whole, "kid": "a"}]})


def test_an_unsigned_token_is_refused() -> None:
    payload = jwt.decode(signed(), options={"verify_signature": False})
    token = jwt.encode(payload, "", algorithm="none", headers={"kid": "a"})

    with pytest.raises(TokenRefused, match="RS256"):
        check(token, {"keys": [jwk("a")]})


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused() -> None:
    payload = jwt.decode(signed(), options={"verify_signature": False})
    secret = jwk("a")["n"] + "=" * 40
    token = jwt.encode(payload, secret, algorithm="HS256", headers={"kid": "a"})

    with pytest.raises(TokenRefused):
        check(token, {"keys": [jwk("a")]})


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "e30.e30.", "é.é.é", "a" * 10_000])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(TokenRefused):
        check(token, {"keys": [jwk("a")]})
