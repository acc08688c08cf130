"""The two dialects, as pure functions; over HTTP they are in test_id_token."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oidc import claims
from oidc.answers import okta, standard
from oidc.errors import InvalidRequest
from tests.oidc.relying_party import claims as claims_text

AT = datetime(2026, 11, 24, 12, 30, 15, 999, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """A verdict, as a test tells it."""

    level: str
    at: datetime
    process: str
    matched: Mapping[str, bool | None] = field(default_factory=dict)
    disclose_values: bool = True
    document: str = "passport"
    disclose_claims: bool = True


def verdict(level: str = "VERIFIED", **changes: Any) -> Told:
    return Told(level=level, at=AT, process="the-id", **changes)


def asked(wanted: dict[str, Any], **verification: Any) -> claims.Asked:
    found = claims.parse(claims_text(wanted, **verification)).id_token
    assert found is not None
    return found


def test_a_failed_session_fails_whatever_matched() -> None:
    [element] = okta(asked({"given_name": "P"}), verdict("FAILED", matched={"given_name": True}))

    assert element["verification"]["assurance_level"] == "FAILED"
    assert element["claims"] == {"given_name": "P"}


def test_a_claim_that_nobody_reported_is_not_proven() -> None:
    [element] = okta(asked({"given_name": "P"}), verdict())

    assert element["verification"]["assurance_level"] == "FAILED"
    assert element["claims"] == {"given_name": None}


def test_the_time_is_in_utc_to_the_second() -> None:
    [element] = okta(asked({}), verdict())

    assert element["verification"]["time"] == "2026-11-24T12:30:15Z"


@pytest.mark.parametrize(("seconds", "told"), [(60, True), (61, False)])
def test_max_age_is_exact(seconds: int, told: bool) -> None:
    wanted = asked({"given_name": "P"}, time={"max_age": 60})
    now = AT + timedelta(seconds=seconds)

    answer = standard(wanted, verdict(matched={"given_name": True}), now=now)

    assert (answer is not None) is told


def test_a_flow_that_discloses_nothing_tells_the_standard_dialect_nothing() -> None:
    told = verdict(matched={"given_name": True}, disclose_values=False)

    assert standard(asked({"given_name": "P"}), told, now=AT) is None


@pytest.mark.parametrize(("matched", "level"), [(True, "VERIFIED"), (False, "FAILED")])
def test_a_flow_that_names_no_claim_still_judges_by_them(matched: bool, level: str) -> None:
    """Check 120."""
    told = verdict(matched={"given_name": matched}, disclose_values=False, disclose_claims=False)

    [element] = okta(asked({"given_name": "P"}), told)

    assert element["verification"]["assurance_level"] == level
    assert element["claims"] == {}


def test_conflicting_values_for_token_and_userinfo_are_refused() -> None:
    both = json.loads(claims_text({"given_name": "P"}))
    both["userinfo"] = json.loads(claims_text({"given_name": "Q"}))["id_token"]

    with pytest.raises(InvalidRequest):
        claims.parse(json.dumps(both))


def test_expected_values_are_by_name_wherever_they_stood() -> None:
    wanted = {
        "family_name": {"fuzzy": "Jones"},
        "address": {"locality": "Austin"},
        "postal_code": {"value": "78701", "fuzzy": True},
        "birthdate": None,
    }

    expected = claims.parse(claims_text(wanted)).expected()

    assert {name: (one.value, one.fuzzy) for name, one in expected.items()} == {
        "family_name": ("Jones", True),
        "address.locality": ("Austin", False),
        "address.postal_code": ("78701", True),
    }


@pytest.mark.parametrize(
    ("document", "wanted", "told"),
    [
        ("driving_licence", [None], {"type": "driving_permit"}),
        ("identity_card", [{"value": "idcard"}], {"type": "idcard"}),
        ("visa", [{"values": ["passport", "visa"]}], {"type": "visa"}),
        ("passport", ["idcard", "passport"], {"type": "passport"}),
        ("passport", ["idcard"], None),
        ("", [None], "unknown"),
        ("", ["passport"], None),
    ],
)
def test_the_document_is_called_what_it_is(document: str, wanted: list[Any], told: Any) -> None:
    """Check 122: evidence of another kind than was asked for is none."""
    elements = [{"type": "document", "document_details": {"type": one}} for one in wanted]

    answer = standard(
        asked({"given_name": "P"}, evidence=elements),
        verdict(matched={"given_name": True}, document=document),
        now=AT,
    )

    if told is None:
        assert answer is None
    else:
        assert answer is not None
        [evidence] = answer["verification"]["evidence"]
        assert evidence.get("document_details", "unknown") == told
