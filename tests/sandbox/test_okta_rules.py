"""Okta's rules on the claims of a validated ID token, one change from a good one at a time."""

import ast
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import okta_rules
from sandbox.okta_notes import notes
from sandbox.okta_rules import Asked, Reason, Result, judge

ASKED = Asked(
    nonce="n-1",
    trust_framework="IDV-DELEGATED",
    assurance_level="VERIFIED",
    claims={"given_name": "Patrick", "family_name": "Jones", "birthdate": "2000-01-01"},
)
ABSENT = object()


def token(**changes: Any) -> dict[str, Any]:
    """Return a verified result; ``a__b`` names a member below, ``ABSENT`` removes it."""
    payload: dict[str, Any] = {
        "iss": "https://idv.example", "aud": "client", "sub": "user", "nonce": "n-1",
        "verified_claims": [{
            "verification": {
                "trust_framework": "IDV-DELEGATED", "assurance_level": "VERIFIED",
                "time": "2026-11-23T19:26:10Z", "verification_process": "0f3c",
            },
            "claims": {
                "given_name": {"value": "Patrick", "fuzzy": True},
                "family_name": {"value": "Jones", "fuzzy": True},
                "birthdate": {"value": "2000-01-01", "fuzzy": True},
            },
        }],
    }  # fmt: skip
    for path, value in changes.items():
        *parents, name = path.split("__")
        home = payload
        for parent in parents:
            home = payload["verified_claims"][0] if parent == "entry" else home[parent]
        if value is ABSENT:
            del home[name]
        else:
            home[name] = value
    return payload


def reason(**changes: Any) -> Reason:
    return judge(token(**changes), ASKED).reason


def failed(**claims: Any) -> dict[str, Any]:
    """Return a FAILED result with some claims replaced."""
    payload = token(entry__verification__assurance_level="FAILED")
    payload["verified_claims"][0]["claims"] |= claims
    return payload


def test_a_verified_result_is_allowed() -> None:
    judgement = judge(token(), ASKED)

    assert judgement.result is Result.ALLOW
    assert judgement.reason is Reason.CLAIMS_VERIFIED
    assert judgement.broken == ""
    assert len(judgement.held) == len(okta_rules.RULES)


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"given_name": "Patrick", "family_name": "Jones"}, id="plain"),
        pytest.param({"given_name": {"fuzzy": "Patrick"}, "family_name": "Jones"}, id="of-2024"),
        pytest.param({"given_name": "MATCHED", "family_name": "MATCHED"}, id="matched"),
        pytest.param(
            {"given_name": {"value": "MATCHED", "fuzzy": False}, "family_name": {"value": "Jones"}},
            id="matched-in-an-object",
        ),
        pytest.param(
            {"given_name": "P", "family_name": "J", "birthdate": "MATCHED"}, id="matched-birthdate"
        ),
        pytest.param({"given_name": "P", "family_name": "J", "email": None}, id="unproved-e-mail"),
        pytest.param(
            {"given_name": "P", "family_name": "J", "address": {"postal_code": "78701"}},
            id="nested-address",
        ),
        pytest.param({"given_name": "P", "family_name": "J", "country": "US"}, id="flat-address"),
        pytest.param({"given_name": "P", "family_name": "J", "address": None}, id="null-address"),
        pytest.param({}, id="minimum-conformant"),
    ],
)
def test_every_documented_shape_of_claims_is_allowed(claims: dict[str, Any]) -> None:
    assert judge(token(entry__claims=claims), ASKED).result is Result.ALLOW


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"nonce": "n-2"}, Reason.ERROR_RESPONSE_TOKEN),
        ({"nonce": ABSENT}, Reason.ERROR_RESPONSE_TOKEN),
        ({"sub": ABSENT}, Reason.MISSING),
        ({"sub": ""}, Reason.MISSING),
        ({"sub": 5}, Reason.MISSING),
        ({"verified_claims": ABSENT}, Reason.MISSING),
        ({"verified_claims": None}, Reason.MISSING),
        ({"verified_claims": []}, Reason.PARSING_ERROR),
        ({"verified_claims": {"verification": {}, "claims": {}}}, Reason.PARSING_ERROR),
        ({"verified_claims": "VERIFIED"}, Reason.PARSING_ERROR),
        ({"verified_claims": [None]}, Reason.PARSING_ERROR),
        ({"verified_claims": [{}, {}]}, Reason.PARSING_ERROR),
        ({"entry__verification": ABSENT}, Reason.MISSING),
        ({"entry__verification": None}, Reason.MISSING),
        ({"entry__verification": ["VERIFIED"]}, Reason.PARSING_ERROR),
        ({"entry__claims": ABSENT}, Reason.MISSING),
        ({"entry__claims": []}, Reason.PARSING_ERROR),
        ({"entry__claims__document_number": "L898902C3"}, Reason.PARSING_ERROR),
        ({"entry__claims__address": {"planet": "Earth"}}, Reason.PARSING_ERROR),
        ({"entry__claims__address": "1 Main Street"}, Reason.PARSING_ERROR),
        ({"entry__claims__given_name": ABSENT}, Reason.MISSING_GIVENNAME),
        ({"entry__claims__family_name": ABSENT}, Reason.MISSING_FAMILYNAME),
        ({"entry__claims__given_name": ""}, Reason.MISSING_GIVENNAME),
        ({"entry__claims__given_name": 5}, Reason.PARSING_ERROR_GIVENNAME),
        ({"entry__claims__given_name": {}}, Reason.PARSING_ERROR_GIVENNAME),
        ({"entry__claims__given_name": {"fuzzy": True}}, Reason.PARSING_ERROR_GIVENNAME),
        (
            {"entry__claims__given_name": {"value": "P", "score": 0.9}},
            Reason.PARSING_ERROR_GIVENNAME,
        ),
        ({"entry__claims__given_name": {"value": "P", "fuzzy": 1}}, Reason.PARSING_ERROR_GIVENNAME),
        ({"entry__claims__family_name": ["Jones"]}, Reason.PARSING_ERROR_FAMILYNAME),
        ({"entry__claims__birthdate": "01/02/2000"}, Reason.PARSING_ERROR),
        ({"entry__claims__birthdate": True}, Reason.PARSING_ERROR),
        ({"entry__verification__trust_framework": ABSENT}, Reason.CLAIMS_NOT_VERIFIED),
        ({"entry__verification__trust_framework": None}, Reason.CLAIMS_NOT_VERIFIED),
        ({"entry__verification__trust_framework": "IDV_DELEGATED"}, Reason.CLAIMS_NOT_VERIFIED),
        ({"entry__verification__trust_framework": "eidas"}, Reason.CLAIMS_NOT_VERIFIED),
        ({"entry__verification__assurance_level": ABSENT}, Reason.CLAIMS_NOT_VERIFIED),
        ({"entry__verification__assurance_level": None}, Reason.CLAIMS_NOT_VERIFIED),
        ({"entry__verification__assurance_level": "verified"}, Reason.CLAIMS_NOT_VERIFIED),
        ({"entry__verification__assurance_level": "FAILED"}, Reason.CLAIMS_NOT_VERIFIED),
        ({"entry__verification__assurance_level": True}, Reason.CLAIMS_NOT_VERIFIED),
        (
            {"entry__claims__given_name": {"value": None, "fuzzy": True}},
            Reason.CLAIM_GIVEN_NAME_NOT_VERIFIED,
        ),
        ({"entry__claims__family_name": None}, Reason.CLAIM_FAMILY_NAME_NOT_VERIFIED),
    ],
)
def test_one_wrong_thing_denies_with_its_own_word(
    changes: dict[str, Any], expected: Reason
) -> None:
    judgement = judge(token(**changes), ASKED)

    assert (judgement.result, judgement.reason) == (Result.DENY, expected)
    assert judgement.broken in {name for name, _ in okta_rules.RULES}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"given_name": None}, Reason.CLAIM_GIVEN_NAME_NOT_VERIFIED),
        (
            {"family_name": {"value": None, "fuzzy": True}},
            Reason.CLAIM_FAMILY_NAME_NOT_VERIFIED,
        ),
        ({"given_name": {"fuzzy": None}}, Reason.CLAIM_GIVEN_NAME_NOT_VERIFIED),
        ({"given_name": None, "family_name": None}, Reason.CLAIMS_NOT_VERIFIED),
        ({"birthdate": None}, Reason.CLAIMS_NOT_VERIFIED),
        ({"given_name": None, "birthdate": None}, Reason.CLAIMS_NOT_VERIFIED),
        ({}, Reason.CLAIMS_NOT_VERIFIED),
    ],
)
def test_a_failed_result_says_which_name_was_not_verified(
    claims: dict[str, Any], expected: Reason
) -> None:
    judgement = judge(failed(**claims), ASKED)

    assert (judgement.result, judgement.reason) == (Result.DENY, expected)


def test_the_framework_is_compared_with_the_spelling_that_was_asked_for() -> None:
    asked = Asked("n-1", "IDV_DELEGATED", "VERIFIED", ASKED.claims)

    assert judge(token(), asked).result is Result.DENY
    changed = token(entry__verification__trust_framework="IDV_DELEGATED")
    assert judge(changed, asked).result is Result.ALLOW


def test_the_first_broken_rule_is_named_and_the_ones_before_it_held() -> None:
    judgement = judge(token(entry__verification__assurance_level="FAILED"), ASKED)

    assert judgement.broken == "The assurance level is the one asked for"
    assert judgement.held[-1] == "The trust framework is the one asked for"


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(name=st.sampled_from(("given_name", "birthdate", "address")), claim=_json)
def test_no_claim_makes_the_rules_stumble(name: str, claim: object) -> None:
    payload = deepcopy(token())
    payload["verified_claims"][0]["claims"][name] = claim

    judgement = judge(payload, ASKED)

    if okta_rules.READABLE in judgement.held:
        assert isinstance(notes(payload, ASKED), tuple)


@given(entries=_json)
def test_no_verified_claims_but_the_right_ones_are_allowed(entries: object) -> None:
    assert judge(token(verified_claims=entries), ASKED).result is Result.DENY


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"iss": "http://127.0.0.1:8000"}, "not an https address"),
        ({"entry__claims": {}}, "No claims came back"),
        ({"entry__claims__locality": "Austin"}, "locality came back without"),
        ({"entry__claims__birthdate": ABSENT}, "birthdate was asked for and did not"),
        ({"entry__claims__birthdate": "1999-01-01"}, "birthdate came back with another value"),
        ({"entry__claims__given_name": "MATCHED"}, "given_name is MATCHED"),
        ({"entry__verification__time": "yesterday"}, "not an ISO 8601 time"),
        ({"entry__verification__time": "2026-11-23T19:26:10"}, "not an ISO 8601 time"),
        ({"entry__verification__time": 5}, "not an ISO 8601 time"),
    ],
)
def test_what_okta_lets_pass_is_noted(changes: dict[str, Any], words: str) -> None:
    payload = token(**changes)

    assert judge(payload, ASKED).result is Result.ALLOW
    assert any(words in note for note in notes(payload, ASKED))


def test_a_faultless_result_has_no_notes() -> None:
    assert notes(token(), ASKED) == ()


def test_the_org_borrows_nothing_from_the_provider() -> None:
    folder = Path(okta_rules.__file__).parent
    for path in folder.glob("okta_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            name
            for node in ast.walk(tree)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            )
        }  # fmt: skip
        foreign = {
            name for name in names if name.split(".")[0] in ("oidc", "applications", "jwcrypto")
        }
        assert not foreign, path.name
