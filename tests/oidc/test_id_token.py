"""Checks I112 to I123 of the ID token, and U124 of UserInfo."""

import base64
import hashlib
import json
import re
import time
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.utils import timezone

from applications.models import Application
from oidc.models import AccessToken
from tests.oidc.ida_schema import problems
from tests.oidc.relying_party import RelyingParty, claims, decide, query
from tests.policies import govern
from verification.models import CheckResult, Flow, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def standard(rp: RelyingParty) -> RelyingParty:
    """A relying party that speaks OIDC4IDA as it was published."""
    Application.objects.update(dialect="standard")
    return rp


def answered(rp: RelyingParty, asked: str, **matched: bool | None) -> Any:
    """Return ``verified_claims`` after the worker found what is told."""
    session = rp.begin(claims=asked)
    verified = all(one is not False for one in matched.values())
    decide(session, "verified" if verified else "failed", **matched)
    response = rp.redeem(query(rp.complete(session))["code"])
    return rp.verify(response.json()["id_token"]).get("verified_claims")


def test_it_is_signed_and_says_who_for_whom_and_how_long(rp: RelyingParty) -> None:
    """Checks 112, 114, 115, 116, 118."""
    body = rp.redeem(rp.code()).json()
    header = jwt.get_unverified_header(body["id_token"])
    found = rp.verify(body["id_token"])

    assert header.keys() == {"alg", "kid", "typ"}
    assert header["alg"] == "RS256"
    assert found["iss"] == "http://testserver"
    assert found["aud"] == rp.application.client_id
    assert found["nonce"] == "nonce-1"
    assert found["iat"] <= time.time()
    assert 0 < found["exp"] - found["iat"] <= 3600
    half = hashlib.sha256(body["access_token"].encode()).digest()[:16]
    assert found["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    assert found.keys() == {
        *("iss", "aud", "sub", "iat", "exp", "nonce", "at_hash", "verified_claims")
    }


def test_the_subject_is_stable_pairwise_and_says_nothing(
    rp: RelyingParty, other: RelyingParty
) -> None:
    """Checks 112, 113."""
    hint = "patrick@example.com"
    first = rp.id_token(login_hint=hint)["sub"]

    assert rp.id_token(login_hint=hint)["sub"] == first
    assert rp.id_token(login_hint="other@example.com")["sub"] != first
    assert other.id_token(login_hint=hint)["sub"] != first
    assert first.isascii()
    assert len(first) <= 255
    assert "@" not in first


def test_without_a_hint_every_session_is_a_subject_of_its_own(rp: RelyingParty) -> None:
    """Check 113."""
    assert rp.id_token(login_hint=None)["sub"] != rp.id_token(login_hint=None)["sub"]


def test_auth_time_is_when_the_verification_ended(rp: RelyingParty) -> None:
    """Checks 112, 117."""
    found = rp.id_token(max_age="600")

    ended = Session.objects.get().finished_at
    assert ended is not None
    assert found["auth_time"] == int(ended.timestamp())


def test_nothing_is_answered_that_was_not_asked(rp: RelyingParty) -> None:
    """Checks 118, 119."""
    assert "verified_claims" not in rp.id_token(claims=None)
    assert "verified_claims" not in rp.id_token(claims='{"id_token": {"email": null}}')
    [element] = rp.id_token(claims=claims({"given_name": "Patrick"}))["verified_claims"]

    assert element["claims"] == {"given_name": "Patrick"}
    assert element["verification"].keys() == {
        *("trust_framework", "assurance_level", "time", "verification_process")
    }


def test_userinfo_alone_leaves_the_id_token_clean(rp: RelyingParty) -> None:
    """Check 118."""
    asked = json.dumps({"userinfo": json.loads(claims())["id_token"]})
    body = rp.redeem(rp.code(claims=asked)).json()
    headers = {"authorization": f"Bearer {body['access_token']}"}

    told = rp.machine.get("/oauth2/userinfo", headers=headers).json()

    assert "verified_claims" not in rp.verify(body["id_token"])
    assert told["verified_claims"][0]["claims"]["given_name"]["value"] == "Patrick"


def test_the_okta_dialect_is_what_okta_reads(rp: RelyingParty) -> None:
    """Check 120."""
    session = rp.decided()
    token = rp.redeem(query(rp.complete(session))["code"]).json()["id_token"]
    [element] = rp.verify(token)["verified_claims"]

    verification = element["verification"]
    assert verification["assurance_level"] == "VERIFIED"
    assert verification["verification_process"] == str(session.pk)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", verification["time"])
    assert verification["time"] <= time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@pytest.mark.parametrize(
    ("pushed", "matched", "answer"),
    [
        ({"value": "J", "fuzzy": True}, True, {"value": "J", "fuzzy": True}),
        ({"value": "J", "fuzzy": True}, False, {"value": None, "fuzzy": True}),
        ({"value": "J", "fuzzy": False}, True, {"value": "J", "fuzzy": False}),
        ({"value": "J"}, True, {"value": "J"}),
        ({"fuzzy": "J"}, True, {"fuzzy": "J"}),
        ({"fuzzy": "J"}, False, {"fuzzy": None}),
        ("J", True, "J"),
        ("J", False, None),
        ("J", None, None),
        (None, None, None),
    ],
)
def test_a_claim_comes_back_in_the_shape_it_went(
    rp: RelyingParty, pushed: Any, matched: bool | None, answer: Any
) -> None:
    """Check 120."""
    [element] = answered(rp, claims({"family_name": pushed}), family_name=matched)

    assert element["claims"] == {"family_name": answer}
    level = "VERIFIED" if matched else "FAILED"
    assert element["verification"]["assurance_level"] == level


def test_what_no_document_can_prove_is_left_out(rp: RelyingParty) -> None:
    """Check 120."""
    asked = {"given_name": "P", "email": "p@example.com", "phone_number": {"value": "+1"}}

    [element] = answered(rp, claims(asked), given_name=True, email=None, phone_number=None)

    assert element["claims"] == {"given_name": "P"}
    assert element["verification"]["assurance_level"] == "VERIFIED"


def test_an_address_comes_back_where_it_stood(rp: RelyingParty) -> None:
    """Check 120."""
    asked = {
        "given_name": "P",
        "locality": {"value": "Austin", "fuzzy": True},
        "address": {"postal_code": {"value": "78701"}, "country": "US"},
    }

    found = {"address.locality": True, "address.postal_code": True, "address.country": None}
    [element] = answered(rp, claims(asked), **found)

    assert element["claims"] == {
        "given_name": "P",
        "locality": {"value": "Austin", "fuzzy": True},
        "address": {"postal_code": {"value": "78701"}},
    }


def test_a_verified_session_never_vouches_for_a_claim_that_differs(rp: RelyingParty) -> None:
    """Check 120: whatever the session's own status says."""
    session = rp.begin()
    decide(session, "verified", birthdate=False)

    found = rp.verify(rp.redeem(query(rp.complete(session))["code"]).json()["id_token"])

    [element] = found["verified_claims"]
    assert element["verification"]["assurance_level"] == "FAILED"
    assert element["claims"]["birthdate"] == {"value": None, "fuzzy": True}


def test_a_flow_can_keep_every_value_to_itself(rp: RelyingParty) -> None:
    """Check 119."""
    govern(disclosure=Flow.Disclosure.MATCHED)

    [element] = rp.id_token("failed")["verified_claims"]

    assert element["claims"] == {
        "given_name": {"value": None, "fuzzy": True},
        "family_name": {"value": "MATCHED", "fuzzy": True},
        "birthdate": {"value": "MATCHED", "fuzzy": True},
    }


def test_an_empty_claims_object_is_answered_by_one(rp: RelyingParty) -> None:
    """Check 120."""
    [element] = answered(rp, claims({}))

    assert element["claims"] == {}


def test_the_result_is_frozen_when_the_code_is_made(rp: RelyingParty) -> None:
    code = rp.code()
    Session.objects.update(status="failed")
    CheckResult.objects.update(outcome="fail")
    govern(disclosure="matched")

    found = rp.verify(rp.redeem(code).json()["id_token"])

    [element] = found["verified_claims"]
    assert element["verification"]["assurance_level"] == "VERIFIED"
    assert element["claims"]["given_name"]["value"] == "Patrick"


def test_the_standard_dialect_answers_plain_values_and_what_was_asked(
    standard: RelyingParty,
) -> None:
    """Checks 119, 121."""
    found = answered(standard, claims({"given_name": {"value": "Patrick"}}))

    assert problems(found) == []
    assert found == {
        "verification": {"trust_framework": "IDV-DELEGATED", "assurance_level": "VERIFIED"},
        "claims": {"given_name": "Patrick"},
    }


def test_the_standard_dialect_tells_of_its_evidence_when_asked(standard: RelyingParty) -> None:
    """Checks 119, 121."""
    evidence = [
        {
            "type": {"value": "document"},
            "check_details": [{"check_method": None}],
            "document_details": {"type": None, "document_number": None},
        }
    ]
    asked = claims(evidence=evidence, time=None, verification_process=None)

    answer = answered(standard, asked)
    found = answer["verification"]

    assert problems(answer) == []
    assert found["evidence"] == [
        {
            "type": "document",
            "check_details": [{"check_method": "vri"}, {"check_method": "bvr"}],
            "document_details": {"type": "passport"},
        }
    ]
    assert found.keys() == {
        *("trust_framework", "assurance_level", "time", "verification_process", "evidence")
    }


def test_the_standard_dialect_leaves_a_claim_out_that_differs(standard: RelyingParty) -> None:
    """Check 122."""
    session = standard.begin()
    decide(session, "verified", given_name=False, birthdate=None)

    token = standard.redeem(query(standard.complete(session))["code"]).json()["id_token"]

    found = standard.verify(token)["verified_claims"]
    assert found["claims"] == {"family_name": "Jones"}


@pytest.mark.parametrize(
    ("verification", "status"),
    [
        pytest.param({}, "failed", id="failed"),
        pytest.param({"trust_framework": {"value": "eidas"}}, "verified", id="framework"),
        pytest.param({"assurance_level": {"values": ["high"]}}, "verified", id="level"),
        pytest.param({"time": {"max_age": 60}}, "old", id="123-max-age"),
        pytest.param({"evidence": [{"type": "electronic_record"}]}, "verified", id="evidence"),
        pytest.param(
            {"evidence": [{"type": "document", "document_details": {"type": "idcard"}}]},
            "verified",
            id="document",
        ),
        pytest.param(
            {"evidence": [{"type": "document", "check_details": [{"check_method": "vpip"}]}]},
            "verified",
            id="method",
        ),
    ],
)
def test_the_standard_dialect_says_nothing_where_a_constraint_is_not_met(
    standard: RelyingParty, verification: dict[str, Any], status: str
) -> None:
    """Checks 50, 122, 123."""
    session = standard.begin(claims=claims(**verification))
    decide(session, "failed" if status == "failed" else "verified")
    if status == "old":
        Session.objects.update(finished_at=timezone.now() - timedelta(seconds=61))

    response = standard.redeem(query(standard.complete(session))["code"])

    assert "verified_claims" not in standard.verify(response.json()["id_token"])


def test_a_time_that_is_young_enough_is_told(standard: RelyingParty) -> None:
    """Check 123."""
    assert "time" in answered(standard, claims(time={"max_age": 60}))["verification"]


def test_the_standard_dialect_needs_no_scope_of_oktas(standard: RelyingParty) -> None:
    assert standard.push(scope="openid").status_code == 201


def test_userinfo_is_for_the_bearer_of_a_live_token(rp: RelyingParty) -> None:
    """Check 124."""
    body = rp.redeem(rp.code()).json()
    headers = {"authorization": f"Bearer {body['access_token']}"}

    by_get = rp.machine.get("/oauth2/userinfo", headers=headers)
    by_post = rp.machine.post("/oauth2/userinfo", headers=headers)

    assert by_get.json() == by_post.json() == {"sub": rp.verify(body["id_token"])["sub"]}
    assert "no-store" in by_get.headers["Cache-Control"]
    AccessToken.objects.update(expires_at=timezone.now())
    assert rp.machine.get("/oauth2/userinfo", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer é", "bearer \0"]
)
def test_userinfo_challenges_anyone_else(rp: RelyingParty, header: str) -> None:
    """Check 124."""
    token = rp.redeem(rp.code()).json()["access_token"]
    headers = {"authorization": header} if header else {}

    response = rp.machine.get(f"/oauth2/userinfo?access_token={token}", headers=headers)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_disabled_application_reads_nothing(rp: RelyingParty) -> None:
    """Checks 110, 124."""
    token = rp.redeem(rp.code()).json()["access_token"]
    Application.objects.update(enabled=False)

    headers = {"authorization": f"Bearer {token}"}
    assert rp.machine.get("/oauth2/userinfo", headers=headers).status_code == 401
