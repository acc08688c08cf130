"""Checks D1 to D18 of the provider's metadata."""

import json
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from applications.models import Application
from oidc import keys
from tests.oidc.relying_party import RelyingParty

pytestmark = pytest.mark.django_db
DISCOVERY = "/.well-known/openid-configuration"


def document(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(DISCOVERY).content)
    return found


def test_it_is_json_without_a_redirect(client: Client) -> None:
    """Checks 1, 16."""
    response = client.get(DISCOVERY)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert re.fullmatch(r"public, max-age=\d{1,4}", response.headers["Cache-Control"])
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert not response.cookies


@pytest.mark.parametrize("issuer", ["https://idv.example", "https://h.example/idv"])
def test_the_issuer_is_the_public_url_to_the_byte(
    client: Client, settings: LazySettings, issuer: str
) -> None:
    """Check 2."""
    settings.PUBLIC_URL = issuer

    assert document(client)["issuer"] == issuer


@pytest.mark.parametrize("prefix", ["", "/idv"], ids=["proxy-cuts-path", "proxy-keeps-path"])
def test_a_path_issuer_is_served_below_its_path(settings: LazySettings, prefix: str) -> None:
    """Check 3."""
    settings.PUBLIC_URL = "https://testserver/idv"
    settings.FORCE_SCRIPT_NAME = "/idv"

    response = Client().get(DISCOVERY, PATH_INFO=f"{prefix}{DISCOVERY}")

    assert response.json()["issuer"] == "https://testserver/idv"
    assert response.json()["token_endpoint"] == "https://testserver/idv/oauth2/token"


@pytest.mark.parametrize(
    "path",
    [
        f"{DISCOVERY}/",
        "/.well-known/oauth-authorization-server/idv",
        "/.well-known/openid-configuration/idv",
        "/.Well-known/openid-configuration",
        "//.well-known/openid-configuration",
        "/.well-known/openid-configuration;x",
        "/.well-known%2fopenid-configuration%00",
        "/oauth2/jwks/",
        "/oauth2/PAR",
        "/oauth2//par",
    ],
)
def test_variants_of_a_path_are_not_found(client: Client, path: str) -> None:
    """Checks 3, 4, 134."""
    response = client.get("/", PATH_INFO=path)

    assert response.status_code == 404
    assert b"issuer" not in response.content


def test_it_states_what_the_provider_does(client: Client) -> None:
    """Checks 5, 6, 7, 8, 9, 12, 13."""
    found = document(client)

    assert "RS256" in found["id_token_signing_alg_values_supported"]
    assert "none" not in found["id_token_signing_alg_values_supported"]
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["response_types_supported"] == ["code"]
    assert found["require_pushed_authorization_requests"] is True
    assert found["token_endpoint_auth_methods_supported"] == [
        "client_secret_post",
        "client_secret_basic",
    ]
    assert found["grant_types_supported"] == ["authorization_code"]
    assert found["response_modes_supported"] == ["query"]
    assert found["request_uri_parameter_supported"] is False
    assert found["request_parameter_supported"] is False
    assert found["claims_parameter_supported"] is True
    assert found["authorization_response_iss_parameter_supported"] is True
    assert found["subject_types_supported"] == ["pairwise"]
    assert found["verified_claims_supported"] is True
    assert {"IDV-DELEGATED", "IDV_DELEGATED"} <= set(found["trust_frameworks_supported"])
    assert found["claims_in_verified_claims_supported"]
    assert {"openid", "profile", "identity_assurance"} == set(found["scopes_supported"])
    assert {"en", "de", "ar"} <= set(found["ui_locales_supported"])


def test_documents_are_listed_where_evidence_is(client: Client) -> None:
    """Check 12; OIDC4IDA section 9."""
    found = document(client)

    assert found["evidence_supported"] == ["document"]
    assert found["documents_supported"] == ["passport", "idcard", "driving_permit", "visa"]
    assert found["documents_check_methods_supported"] == ["vri", "bvr"]


def test_it_says_when_an_application_need_not_push(
    client: Client, application: Application
) -> None:
    """Check 6."""
    Application.objects.update(require_par=False)

    assert document(client)["require_pushed_authorization_requests"] is False


def test_assertions_are_advertised_once_somebody_uses_them(
    client: Client, application: Application
) -> None:
    """Checks 7, 11."""
    Application.objects.update(authentication=Application.Authentication.PRIVATE_KEY)

    assert "private_key_jwt" in document(client)["token_endpoint_auth_methods_supported"]


def test_every_address_is_of_the_issuer_and_answers(client: Client) -> None:
    """Check 10."""
    keys.ensure_signing_key()
    found = document(client)
    addresses = [found[name] for name in found if name.endswith(("_endpoint", "_uri"))]

    assert len(addresses) == 7
    for address in addresses:
        assert address.startswith(f"{found['issuer']}/")
        status = client.get(address.removeprefix(found["issuer"])).status_code
        assert status not in (404, 500), address


def test_nothing_is_advertised_that_is_not_there(client: Client) -> None:
    """Checks 11, 18."""
    found = document(client)

    for name in ("registration", "end_session", "introspection", "revocation"):
        assert f"{name}_endpoint" not in found
    assert all(value not in (None, [], "") for value in found.values())


def test_claims_supported_are_claims_that_are_returned(rp: RelyingParty) -> None:
    """Check 14."""
    returned = rp.id_token(max_age="600").keys() - {"iss", "aud", "exp", "iat", "nonce", "at_hash"}

    assert returned == set(document(rp.machine)["claims_supported"])


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example;proto=https"},
        {"x-forwarded-proto": "https"},
        {"x-original-url": "/evil"},
    ],
)
def test_no_header_changes_an_address(client: Client, headers: dict[str, str]) -> None:
    """Check 15."""
    assert client.get(DISCOVERY, headers=headers).content == client.get(DISCOVERY).content


@pytest.mark.parametrize("path", [DISCOVERY, "/oauth2/par", "/oauth2/jwks", "/verify/x/", "/"])
def test_a_foreign_host_is_refused(client: Client, path: str) -> None:
    """Checks 15, 127."""
    response = client.get(path, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert b"Traceback" not in response.content
    assert b"DEBUG" not in response.content


@pytest.mark.parametrize("path", [DISCOVERY, "/oauth2/jwks"])
def test_it_is_read_with_get_and_head_only(client: Client, path: str) -> None:
    """Checks 17, 25."""
    assert client.post(path).status_code == 405
    head = client.head(path)
    assert head.status_code == 200
    assert head.content == b""
