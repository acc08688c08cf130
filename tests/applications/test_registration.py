"""What an administrator may register, and what is told about what they may not."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from jwcrypto import jwk

from applications import client_keys, redirects
from applications.models import Application
from tests.oidc.relying_party import REDIRECT_URI

RSA = jwk.JWK.generate(kty="RSA", size=2048)
EC = jwk.JWK.generate(kty="EC", crv="P-256")


@pytest.mark.parametrize(
    "uri",
    [
        REDIRECT_URI,
        "https://acme.example:8443/callback?tenant=7",
        "https://acme.example",
    ],
)
def test_an_https_address_can_be_registered(uri: str) -> None:
    assert redirects.problems([uri], allow_loopback=False) == []


@pytest.mark.parametrize(
    ("uri", "word"),
    [
        ("http://acme.example/callback", "https://"),
        ("http://127.0.0.1:8000/callback", "https://"),
        ("https://*.okta.example/callback", "wildcard"),
        ("https://acme.example/callback#x", "fragment"),
        ("https://user@acme.example/", "user name"),
        ("https://", "no host"),
        ("https://acme.example:99999/", "no host"),
        ("https://acme.example:0/", "no host"),
        ("https://[::1/", "no host"),
        ("https://acme.example\\@evil.example/", "printable"),
        ("https://acmé.example/", "ASCII"),
        ("javascript:alert(1)", "https://"),
        ("https://acme.example/" + "x" * 1000, "1000"),
    ],
)
def test_any_other_is_told_what_is_wrong(uri: str, word: str) -> None:
    [problem] = redirects.problems([uri], allow_loopback=False)

    assert word in problem


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "127.9.9.9"])
def test_the_sandbox_may_use_this_machine_without_https(host: str) -> None:
    assert redirects.problems([f"http://{host}:8000/cb"], allow_loopback=True) == []
    assert redirects.problems([f"http://{host}:8000/cb"], allow_loopback=False)


def test_the_sandbox_may_use_no_other_machine_without_https() -> None:
    for host in ("10.0.0.1", "acme.example", "localhost.evil.example"):
        assert redirects.problems([f"http://{host}/cb"], allow_loopback=True)


def test_there_must_be_one_and_not_too_many() -> None:
    assert redirects.problems([], allow_loopback=False)
    assert redirects.problems([REDIRECT_URI] * 21, allow_loopback=False)


def test_public_keys_can_be_registered() -> None:
    key_set = {"keys": [key.export_public(as_dict=True) for key in (RSA, EC)]}

    assert client_keys.problems(key_set) == []
    assert len(client_keys.load(key_set)) == 2


@pytest.mark.parametrize(
    "key_set",
    [
        None,
        [],
        {},
        {"keys": []},
        {"keys": [5]},
        {"keys": [{"kty": "RSA"}]},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]},
        {"keys": [RSA.export_private(as_dict=True)]},
        {"keys": [jwk.JWK.generate(kty="RSA", size=1024).export_public(as_dict=True)]},
        {"keys": [jwk.JWK.generate(kty="EC", crv="P-384").export_public(as_dict=True)]},
        {"keys": [{"kty": "RSA", "n": 5, "e": None}]},
    ],
)
def test_any_other_key_set_is_refused(key_set: object) -> None:
    assert client_keys.problems(key_set)
    assert client_keys.load(key_set) == []


def test_every_problem_is_told_at_its_field() -> None:
    application = Application(
        name="Acme",
        redirect_uris="http://acme.example",
        authentication=Application.Authentication.PRIVATE_KEY,
        jwks_uri="http://acme.example/keys",
        jwks={"keys": []},
    )

    with pytest.raises(ValidationError) as raised:
        application.clean()

    assert raised.value.message_dict.keys() == {"redirect_uris", "jwks_uri", "jwks"}


def test_a_signed_assertion_needs_keys() -> None:
    application = Application(redirect_uris=REDIRECT_URI, authentication="private_key_jwt")

    with pytest.raises(ValidationError) as raised:
        application.clean()

    assert "authentication" in raised.value.message_dict


@pytest.mark.django_db
@override_settings(SANDBOX=True)
def test_a_new_application_is_strict_and_okta_ready() -> None:
    application = Application(name="Acme", redirect_uris=f"{REDIRECT_URI}\nhttps://b.example/cb")
    application.full_clean()
    application.save()

    assert application.algorithm == "RS256"
    assert application.dialect == "okta"
    assert application.authentication == "client_secret"
    assert (application.require_par, application.require_pkce) == (True, True)
    assert (application.enabled, application.sandbox) == (True, False)
    assert len(application.client_id) >= 32
    assert application.registered_redirect_uris == (REDIRECT_URI, "https://b.example/cb")
