"""A reviewer sees two names part beside part."""

import pytest

from verification.matching import (
    ClaimComparison,
    ClaimedValue,
    DocumentIdentity,
    MatchingPolicy,
    Source,
    compare_claims,
    explained,
)
from verification.matching.policy import STANDARD_RULES, ClaimPolicy, Rule

CLAIMS = {
    "given_name": ClaimedValue("Björn Karl", fuzzy=True),
    "family_name": ClaimedValue("van der Müller", fuzzy=True),
    "email": ClaimedValue("b@example.com", fuzzy=True),
}


def compared(given_name: str = "BJOERN KARL") -> tuple[ClaimComparison, ...]:
    identity = DocumentIdentity(Source.MRZ, family_name="MUELLER", given_name=given_name)
    return compare_claims(CLAIMS, identity)


def parts(comparison: ClaimComparison) -> list[tuple[str, str, str]]:
    return [(row.claimed, row.document, row.rule) for row in explained.rows(comparison)]


def test_comparisons_come_back_as_they_were_kept() -> None:
    assert explained.load(explained.dump(compared())) == compared()


def test_every_part_has_its_rule_in_the_order_of_the_name() -> None:
    given, family, _ = compared()

    assert parts(given) == [("BJÖRN", "BJOERN", "transliteration"), ("KARL", "KARL", "same")]
    assert parts(family) == [
        ("VAN", "", "particle_omitted"),
        ("DER", "", "particle_omitted"),
        ("MÜLLER", "MUELLER", "transliteration"),
    ]


def test_names_that_differ_stand_side_by_side_whole() -> None:
    given, *_ = compared(given_name="BJOERN LARS")

    assert parts(given) == [("Björn Karl", "BJOERN LARS", "different")]


def test_what_no_document_proves_shows_what_was_claimed() -> None:
    *_, email = compared()

    assert parts(email) == [("b@example.com", "", "not_provable")]


@pytest.mark.parametrize("rule", [Rule.DIACRITICS, Rule.TRANSLITERATION])
def test_a_rule_that_a_flow_takes_away_forgives_nothing(rule: Rule) -> None:
    stated = {Rule.DIACRITICS: "BJORN", Rule.TRANSLITERATION: "BJOERN"}[rule]
    claims = {"given_name": ClaimedValue("Björn", fuzzy=True)}
    identity = DocumentIdentity(Source.MRZ, family_name="", given_name=stated)
    without = MatchingPolicy({"given_name": ClaimPolicy(rules=STANDARD_RULES - {rule})})

    [allowed] = compare_claims(claims, identity)
    [refused] = compare_claims(claims, identity, without)

    assert (allowed.match.value, refused.match.value) == ("matched", "not_matched")
