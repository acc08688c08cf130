"""Checks P47 to P51 and P55: the claims of a pushed request, in each of their forms."""

import json
from typing import Any

import pytest

from tests.oidc.relying_party import RelyingParty, claims

pytestmark = pytest.mark.django_db


MALFORMED_CLAIMS = [
    "{",
    "[]",
    '"text"',
    "null",
    "1",
    '{"id_token": []}',
    '{"id_token": {"verified_claims": 1}}',
    '{"id_token": {"verified_claims": []}}',
    '{"id_token": {"verified_claims": [{}]}}',
    '{"id_token": {"verified_claims": [{"verification": [], "claims": {}}]}}',
    '{"id_token": {"verified_claims": [{"verification": {}, "claims": []}]}}',
    '{"id_token": {"verified_claims": [{"verification": {}, "claims": {"given_name": 5}}]}}',
    '{"id_token": {"verified_claims": [{"verification": {}, "claims": {"address": "x"}}]}}',
    '{"id_token": {"verified_claims": [{"verification": {"trust_framework": 1}, "claims": {}}]}}',
    '{"id_token": 1, "id_token": 2}',
    "[" * 2000 + "]" * 2000,
    "[" * 100_000,
    '{"a":' * 2000 + "1" + "}" * 2000,
    '{"id_token": NaN}',
    '{"id_token": Infinity}',
    '{"id_token": 1e999}',
    "\ufeff{}",
    '{"a": "\\u0000"}',
    '{"a": "\\ud800"}',
    "{} {}",
    json.dumps({"id_token": {"verified_claims": ["x" * 40_000]}}),
    claims({"given_name": {"value": "x" * 201}}),
    claims({"given_name": {"value": "x", "fuzzy": "yes"}}),
    claims(framework="eidas"),
    claims(framework="eidas").replace("id_token", "userinfo"),
    claims(time={"max_age": -1}),
]


@pytest.mark.parametrize("text", MALFORMED_CLAIMS, ids=range(len(MALFORMED_CLAIMS)))
def test_malformed_claims_are_refused(rp: RelyingParty, text: str) -> None:
    """Checks 47, 50."""
    response = rp.push(claims=text)

    assert response.status_code in (400, 413)
    assert response.json()["error"] == "invalid_request"


def test_claims_as_object_and_as_array_are_understood(rp: RelyingParty) -> None:
    """Checks 48, 49."""
    element = json.loads(claims())["id_token"]["verified_claims"][0]
    element["claims"] |= {"bithdate": "2000-01-01", "shoe_size": {"value": 43}}

    [answer] = rp.id_token(claims=json.dumps({"id_token": {"verified_claims": element}}))[
        "verified_claims"
    ]

    assert answer["claims"].keys() == {"given_name", "family_name", "birthdate"}


@pytest.mark.parametrize("framework", ["IDV-DELEGATED", "IDV_DELEGATED"])
def test_the_trust_framework_is_answered_as_it_was_spelt(rp: RelyingParty, framework: str) -> None:
    """Check 51."""
    [element] = rp.id_token(claims=claims(framework=framework))["verified_claims"]

    assert element["verification"]["trust_framework"] == framework


def test_the_claims_of_a_json_body_may_be_an_object(rp: RelyingParty) -> None:
    """Check 55."""
    body: dict[str, Any] = rp.parameters()
    body["claims"] = json.loads(body["claims"])

    response = rp.post("/oauth2/par", json.dumps(body), content_type="application/json")

    assert response.status_code == 201
