"""What a flow stores of its policy is read strictly, or not at all."""

from typing import Any

import pytest

from verification.matching import (
    DEFAULT_POLICY,
    OPT_IN,
    ClaimPolicy,
    MatchingPolicy,
    Mode,
    Rule,
    stored,
)

STRICT = {"mode": "exact", "rules": [], "advisory": False}


def test_what_was_stored_comes_back() -> None:
    policy = MatchingPolicy(
        {
            "given_name": ClaimPolicy(Mode.EXACT, frozenset()),
            "family_name": ClaimPolicy(rules=frozenset({Rule.SURNAME_PART, Rule.DIACRITICS})),
            "birthdate": ClaimPolicy(Mode.IGNORE),
            "address.postal_code": ClaimPolicy(advisory=True),
        }
    )

    assert stored.load(stored.dump(policy)) == policy


def test_the_stored_default_is_the_default_policy() -> None:
    loaded = stored.load(stored.default())

    assert set(loaded.claims) == set(stored.CLAIMS)
    for claim in stored.CLAIMS:
        mine, theirs = loaded.of(claim), DEFAULT_POLICY.of(claim)
        assert (mine.mode, mine.advisory) == (theirs.mode, theirs.advisory)
        assert mine.rules <= theirs.rules
        assert not mine.rules & OPT_IN


@pytest.mark.parametrize(
    ("told", "named"),
    [
        pytest.param([], "object", id="no object"),
        pytest.param(None, "object", id="nothing"),
        pytest.param({"shoe_size": STRICT}, "shoe_size", id="unknown claim"),
        pytest.param({"address.planet": STRICT}, "address.planet", id="unknown member"),
        pytest.param({"given_name": "exact"}, "given_name", id="no policy of a claim"),
        pytest.param({"given_name": STRICT | {"mode": "loose"}}, "loose", id="unknown mode"),
        pytest.param({"given_name": STRICT | {"mode": ["exact"]}}, "exact", id="mode in a list"),
        pytest.param({"birthdate": STRICT | {"rules": ["guess"]}}, "guess", id="unknown rule"),
        pytest.param({"birthdate": STRICT | {"rules": "initial"}}, "rules", id="rules as text"),
        pytest.param({"birthdate": STRICT | {"advisory": 1}}, "advisory", id="advisory as number"),
        pytest.param({"birthdate": STRICT | {"weight": 1}}, "weight", id="unknown key"),
        pytest.param({"birthdate": {"mode": "exact", "rules": []}}, "advisory", id="missing key"),
        pytest.param({"given_name": STRICT | {"mode": "ignore"}}, "given_name", id="name ignored"),
        pytest.param({"family_name": STRICT | {"advisory": True}}, "family_name", id="advisory"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(told: Any, named: str) -> None:
    with pytest.raises(stored.PolicyRefused, match=named.replace(".", r"\.")):
        stored.load(told)


def test_an_unlisted_claim_is_compared_and_refuses() -> None:
    policy = stored.load({})

    assert policy.of("address.locality") == ClaimPolicy()
