"""Properties that hold for every input, and what is refused before it can cost anything."""

from typing import Literal, get_args
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verification.matching.pairs import compare_pair, is_same
from verification.matching import (
    STANDARD_RULES,
    ClaimedValue,
    ClaimPolicy,
    DocumentIdentity,
    Match,
    MatchingPolicy,
    Rule,
    Source,
    compare_claims,
)
from verification.matching.equality import MOST_TRIES
from verification.matching.romanisation import romanised_alike

ANY = st.text(max_size=60)
NAMES = st.sampled_from(
    (
        "Björn", "Jean-Pierre", "van der Berg", "O'Neil", "María José", "Юлия", "Nguyễn Thị",
        "İbrahim", "al-Harbi", "Smith", "Li", "Παπαδόπουλος", "Ødegård", "محمد", "Kim", "Robert",
        "Bob", "García",
    )
)  # fmt: skip
SOURCES = st.sampled_from(Source)
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
FORMS: st.SearchStrategy[Form] = st.sampled_from(get_args(Form))
PLACE_RULES = {Rule.NAME_ORDER, Rule.PARTS_DIVIDED}
IN_PLACE = MatchingPolicy(otherwise=ClaimPolicy(rules=STANDARD_RULES - PLACE_RULES))


@settings(deadline=None)
@given(
    mine=ANY,
    family=ANY,
    theirs=ANY,
    surname=ANY,
    source=SOURCES,
    fuzzy=st.booleans(),
    cut=st.booleans(),
)
def test_no_text_makes_it_fail(
    *, mine: str, family: str, theirs: str, surname: str, source: Source, fuzzy: bool, cut: bool
) -> None:
    claims = {
        "given_name": ClaimedValue(mine, fuzzy),
        "family_name": ClaimedValue(family, fuzzy),
        "middle_name": ClaimedValue(mine, fuzzy),
        "birthdate": ClaimedValue(mine, fuzzy),
        "address.street_address": ClaimedValue(family, fuzzy),
    }
    identity = DocumentIdentity(
        source, surname, theirs, names_truncated=cut, address={"street_address": surname}
    )
    found = compare_claims(claims, identity)

    assert [one.claim for one in found] == list(claims)
    assert all(one.rules and 0.0 <= one.strength <= 1.0 for one in found)


@settings(deadline=None)
@given(NAMES, NAMES)
def test_a_name_is_its_own(given_name: str, family_name: str) -> None:
    pair = f"{given_name} | {family_name}"

    assert is_same(pair, pair, source=Source.VISUAL_ZONE)
    assert is_same(pair, pair, source=Source.VISUAL_ZONE, fuzzy=False)


@settings(deadline=None)
@given(NAMES, NAMES, NAMES, NAMES)
def test_both_ways_round_it_is_the_same_answer(
    mine: str, family: str, theirs: str, surname: str
) -> None:
    """But for where a name stands: which one is the family's, the document is trusted to know."""
    one, other = f"{mine} | {family}", f"{theirs} | {surname}"
    printed = {"source": Source.VISUAL_ZONE, "policy": IN_PLACE}

    assert is_same(one, other, **printed) == is_same(other, one, **printed)


@settings(deadline=None)
@given(NAMES, NAMES, NAMES, FORMS)
def test_capitals_spaces_and_normalisation_change_nothing(
    mine: str, theirs: str, family: str, form: Form
) -> None:
    plain = compare_pair(f"{mine} | {family}", f"{theirs} | {family}")
    changed = compare_pair(
        f"  {normalize(form, mine).upper()} | {normalize(form, family)}  ", f"{theirs} | {family}"
    )

    assert [one.match for one in plain] == [one.match for one in changed]


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("A" * 10_000, "too_long"),
        ("a" + "\u0301" * 150, "too_many_marks"),
        ("\ufdfa" * 50, "too_long"),
        ("a " * 60, "too_many_words"),
    ],
)
@pytest.mark.parametrize("fuzzy", [True, False])
def test_what_no_name_can_be_is_refused_early(value: str, note: str, fuzzy: bool) -> None:
    claims = {"family_name": ClaimedValue(value, fuzzy)}
    (found,) = compare_claims(claims, DocumentIdentity(Source.MRZ, "CARTER", "ROBERT"))

    assert found.match is Match.CANNOT_TELL
    assert found.rules[0].name == note
    assert len(found.claimed_form) <= 100


def test_a_document_that_no_name_can_be_is_refused_too() -> None:
    family = compare_pair("Robert | Carter", f"ROBERT | {'A ' * 99}")[1]

    assert family.match is Match.CANNOT_TELL


def test_names_of_many_spellings_cost_few_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen spellings a word, another script beside it: every spelling tried is counted."""
    tried = 0

    def counted(*names: object, **more: object) -> bool:
        nonlocal tried
        tried += 1
        return romanised_alike(*names, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("verification.matching.equality.romanised_alike", counted)
    one = "김 raöaaüñ ü al-Masri"
    is_same(
        f"{one} | ü öceblōlōō üöä a/p rrcōñb 王 ASHSHARIF baōñlüñrö",
        f"{one} | 김 raöaaüñ ü",
        source=Source.VISUAL_ZONE,
    )

    assert 0 < tried <= 4 * MOST_TRIES
