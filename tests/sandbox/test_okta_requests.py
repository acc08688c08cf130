"""What the org pushes, against the guide's own examples."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from sandbox.okta_requests import (
    Attribute,
    Framework,
    Once,
    Shape,
    Style,
    asked_of,
    authorize_address,
    claims_parameter,
    pushed,
    user_id,
)

PATRICK = (
    Attribute("given_name", "Patrick", fuzzy=True),
    Attribute("family_name", "Jones", fuzzy=True),
    Attribute("birthdate", "2000-01-01", fuzzy=True),
    Attribute("postal_code", "78701", fuzzy=True),
)
REDIRECT_URI = "https://org.example/idp/identity-verification/callback"


def push(style: Style, flow: str = "") -> dict[str, Any]:
    return pushed(
        PATRICK,
        style,
        Once(),
        credentials=("id", "secret"),
        login_hint="00u1",
        flow=flow,
        redirect_uri=REDIRECT_URI,
    )


def test_the_claims_are_those_of_the_guide() -> None:
    assert claims_parameter(PATRICK, Style()) == json.loads("""
      {"id_token": {"verified_claims": [{
        "verification": {
          "trust_framework": {"value": "IDV-DELEGATED", "essential": true},
          "assurance_level": {"value": "VERIFIED", "essential": true}},
        "claims": {
          "given_name":  {"value": "Patrick", "fuzzy": true},
          "family_name": {"value": "Jones",   "fuzzy": true},
          "birthdate":   {"value": "2000-01-01", "fuzzy": true},
          "address":     {"postal_code": {"value": "78701", "fuzzy": true}}}}]}}""")


def test_the_claims_of_2024_are_plain_or_fuzzy() -> None:
    names = (
        Attribute("given_name", "Patrick", fuzzy=True),
        Attribute("family_name", "Jones", False),
    )
    written = claims_parameter(names, Style(shape=Shape.OF_2024))

    claims = written["id_token"]["verified_claims"][0]["claims"]
    assert claims == {"given_name": {"fuzzy": "Patrick"}, "family_name": "Jones"}


def test_rarer_shapes_can_be_written() -> None:
    style = Style(shape=Shape.NULL, framework=Framework.DRAFT, array=False, nested_address=False)
    entry = claims_parameter(PATRICK, style)["id_token"]["verified_claims"]

    assert entry["verification"]["trust_framework"]["value"] == "IDV_DELEGATED"
    assert entry["claims"] == dict.fromkeys(
        ("given_name", "family_name", "birthdate", "postal_code")
    )


def test_the_push_holds_every_member_of_the_contract_and_none_besides() -> None:
    members = push(Style())

    assert set(members) == {
        "response_type", "client_id", "client_secret", "code_challenge", "code_challenge_method",
        "scope", "nonce", "state", "login_hint", "redirect_uri", "claims",
    }  # fmt: skip
    assert members["scope"] == "openid profile identity_assurance"
    assert members["code_challenge_method"] == "S256"
    assert members["redirect_uri"] == REDIRECT_URI
    assert json.loads(members["claims"]) == claims_parameter(PATRICK, Style())


def test_a_flow_is_asked_for_by_scope() -> None:
    assert push(Style(), "strict")["scope"] == ("openid profile identity_assurance idv_flow_strict")


def test_in_a_json_body_the_claims_are_an_object() -> None:
    assert push(Style(json_body=True))["claims"] == claims_parameter(PATRICK, Style())


def test_the_challenge_is_the_verifiers_sha256() -> None:
    once = Once()
    digest = hashlib.sha256(once.code_verifier.encode()).digest()

    assert base64.urlsafe_b64decode(once.code_challenge + "=") == digest
    assert re.fullmatch(r"[A-Za-z0-9_-]{43,128}", once.code_verifier)
    assert Once() != Once()


@pytest.mark.parametrize(
    ("client_id", "query"),
    [
        ("", "request_uri=urn%3Ax%3A1"),
        ("id", "client_id=id&request_uri=urn%3Ax%3A1"),
    ],
)
def test_the_browser_is_sent_with_the_request_uri(client_id: str, query: str) -> None:
    address = authorize_address("https://idv.example/authorize", "urn:x:1", client_id)

    assert address == f"https://idv.example/authorize?{query}"


def test_a_login_always_has_the_same_id_and_another_login_another() -> None:
    assert user_id("Anna@Example.com ") == user_id("anna@example.com")
    assert user_id("anna@example.com") != user_id("bert@example.com")
    assert re.fullmatch(r"00u[a-z2-7]{17}", user_id("anna@example.com"))


def test_what_must_come_back_is_what_was_pushed() -> None:
    once = Once()

    asked = asked_of(PATRICK, Style(), once)
    assert (asked.nonce, asked.claims["postal_code"]) == (once.nonce, "78701")
    without_values = asked_of(PATRICK, Style(shape=Shape.NULL), once)
    assert set(without_values.claims.values()) == {None}
