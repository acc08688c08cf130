"""Every claim gets one answer; what a document cannot prove is neither yes nor no."""

from datetime import date

import pytest

from verification.matching import (
    DEFAULT_POLICY,
    ClaimedValue,
    ClaimPolicy,
    DocumentIdentity,
    Match,
    MatchingPolicy,
    Mode,
    Source,
    compare_claims,
)

PERSON = DocumentIdentity(
    Source.BARCODE,
    family_name="CARTER",
    given_name="ROBERT",
    middle_name="LEE",
    birthdate=date(1990, 3, 4),
    address={
        "street_address": "12 N MAIN ST APT 4",
        "locality": "SAINT LOUIS",
        "region": "MO",
        "postal_code": "631010000",
        "country": "USA",
    },
    country="USA",
)


def answer(claim: str, value: str, *, fuzzy: bool = True) -> Match:
    (found,) = compare_claims({claim: ClaimedValue(value, fuzzy)}, PERSON)
    return found.match


def test_every_claim_gets_one_answer_in_the_order_asked() -> None:
    names = ("phone_number", "family_name", "address.region", "email", "given_name", "shoe_size")
    claims = {name: ClaimedValue("Carter", fuzzy=True) for name in names}

    assert tuple(one.claim for one in compare_claims(claims, PERSON)) == names


@pytest.mark.parametrize("claim", ["email", "phone_number", "shoe_size"])
def test_what_a_document_cannot_prove_is_neither_matched_nor_failed(claim: str) -> None:
    assert answer(claim, "robert@example.org") is Match.CANNOT_TELL


def test_a_birth_date_is_the_same_day_or_none() -> None:
    assert answer("birthdate", "1990-03-04") is Match.MATCHED
    assert answer("birthdate", "1990-03-05") is Match.NOT_MATCHED


def test_day_and_month_exchanged_is_for_a_reviewer_and_never_exact() -> None:
    assert answer("birthdate", "1990-04-03") is Match.CANNOT_TELL
    assert answer("birthdate", "1990-04-03", fuzzy=False) is Match.NOT_MATCHED


@pytest.mark.parametrize("value", ["", "04.03.1990", "1990-02-30", "yesterday"])
def test_a_claimed_birth_date_that_is_no_date_proves_nothing(value: str) -> None:
    assert answer("birthdate", value) is Match.CANNOT_TELL


def test_an_unread_birth_date_proves_nothing() -> None:
    identity = DocumentIdentity(Source.MRZ, "CARTER", "ROBERT")
    (found,) = compare_claims({"birthdate": ClaimedValue("1990-03-04", fuzzy=True)}, identity)

    assert found.match is Match.CANNOT_TELL


@pytest.mark.parametrize(
    ("member", "value", "match"),
    [
        ("street_address", "12 North Main Street, Apt. 4", Match.MATCHED),
        ("street_address", "14 North Main Street", Match.CANNOT_TELL),
        ("street_address", "12 N. Main Street #4", Match.MATCHED),
        ("street_address", "7 Elm Road", Match.NOT_MATCHED),
        ("locality", "St. Louis", Match.MATCHED),
        ("locality", "Kansas City", Match.NOT_MATCHED),
        ("region", "Missouri", Match.MATCHED),
        ("region", "US-MO", Match.MATCHED),
        ("region", "KS", Match.NOT_MATCHED),
        ("postal_code", "63101", Match.MATCHED),
        ("postal_code", "63102", Match.NOT_MATCHED),
        ("country", "US", Match.MATCHED),
        ("country", "DE", Match.NOT_MATCHED),
        ("planet", "Earth", Match.CANNOT_TELL),
    ],
)
def test_an_address_is_compared_member_by_member(member: str, value: str, match: Match) -> None:
    assert answer(f"address.{member}", value) is match


@pytest.mark.parametrize(
    ("member", "claimed", "document"),
    [
        ("locality", "Köln", "KOELN"),
        ("locality", "Koln", "KOELN"),
        ("street_address", "P.O. Box 12", "PO BOX 12"),
    ],
)
def test_an_address_is_spelled_as_offices_spell_it(
    member: str, claimed: str, document: str
) -> None:
    identity = DocumentIdentity(Source.BARCODE, "X", "Y", address={member: document})
    (found,) = compare_claims({f"address.{member}": ClaimedValue(claimed, fuzzy=True)}, identity)

    assert found.match is Match.MATCHED


def test_an_exact_address_forgives_no_abbreviation() -> None:
    assert answer("address.region", "Missouri", fuzzy=False) is Match.NOT_MATCHED


def test_addresses_advise_and_names_decide() -> None:
    assert DEFAULT_POLICY.of("address.locality").advisory
    assert not DEFAULT_POLICY.of("family_name").advisory


def test_a_flow_can_leave_a_claim_out() -> None:
    policy = MatchingPolicy(claims={"family_name": ClaimPolicy(mode=Mode.IGNORE)})
    claims = {"family_name": ClaimedValue("Miller", fuzzy=True)}
    (found,) = compare_claims(claims, PERSON, policy)

    assert found.match is Match.CANNOT_TELL
    assert found.rules[0].name == "ignored"


@pytest.mark.parametrize(
    ("given", "middle", "match"),
    [
        ("Robert", "Lee", Match.MATCHED),
        ("Bob", "L.", Match.MATCHED),
        ("Robert Lee", "Lee", Match.MATCHED),
        ("Robert", "James", Match.NOT_MATCHED),
    ],
)
def test_a_middle_name_is_judged_after_the_given_name(
    given: str, middle: str, match: Match
) -> None:
    claims = {
        "given_name": ClaimedValue(given, fuzzy=True),
        "middle_name": ClaimedValue(middle, fuzzy=True),
        "family_name": ClaimedValue("Carter", fuzzy=True),
    }

    assert compare_claims(claims, PERSON)[1].match is match


def test_the_birth_date_settles_a_suffix_that_the_document_lacks() -> None:
    claims = {
        "given_name": ClaimedValue("Robert", fuzzy=True),
        "family_name": ClaimedValue("Carter III", fuzzy=True),
    }
    born = claims | {"birthdate": ClaimedValue("1990-03-04", fuzzy=True)}

    assert compare_claims(claims, PERSON)[1].match is Match.CANNOT_TELL
    assert compare_claims(born, PERSON)[1].match is Match.MATCHED
