"""What an exact comparison means in each medium."""

import pytest

from tests.verification.matching.pairs import compare_pair, is_same
from verification.matching import (
    ClaimedValue,
    ClaimPolicy,
    DocumentIdentity,
    Match,
    MatchingPolicy,
    Mode,
    Source,
    compare_claims,
)


@pytest.mark.parametrize(
    ("claimed", "document", "source"),
    [
        ("Björn | Müller", "BJOERN | MUELLER", Source.MRZ),
        ("Björn | Müller", "BJORN | MULLER", Source.MRZ),
        ("Mary-Ann | O'Neil", "MARY ANN | ONEIL", Source.MRZ),
        ("Mary-Ann | O'Neil", "MARY ANN | O NEIL", Source.MRZ),
        ("Юлия | Щербак", "IULIIA | SHCHERBAK", Source.MRZ),
        ("Mary-Ann | O\u2019Neil", "MARY-ANN | O'NEIL", Source.BARCODE),
        ("José | Peña", "JOSE | PENA", Source.BARCODE),
        ("José  María | Peña", "JOSÉ MARÍA | PEÑA", Source.VISUAL_ZONE),
    ],
)
def test_exact_is_the_same_in_the_letters_that_the_medium_has(
    claimed: str, document: str, source: Source
) -> None:
    assert is_same(claimed, document, source=source, fuzzy=False)


@pytest.mark.parametrize(
    ("claimed", "document", "source"),
    [
        ("Bob | Carter", "ROBERT | CARTER", Source.MRZ),
        ("John | Carter", "JOHN PAUL | CARTER", Source.MRZ),
        ("Bjorn | Muller", "BJOERN | MUELLER", Source.MRZ),
        ("Sergey | Lavrov", "SERGEI | LAVROV", Source.MRZ),
        ("Maryann | Carter", "MARY ANN | CARTER", Source.MRZ),
        ("Mary Ann | Carter", "MARY-ANN | CARTER", Source.BARCODE),
        ("Jose | Peña", "JOSÉ | PEÑA", Source.VISUAL_ZONE),
        ("Carter | John", "JOHN | CARTER", Source.VISUAL_ZONE),
    ],
)
def test_exact_forgives_nothing_else(claimed: str, document: str, source: Source) -> None:
    assert not is_same(claimed, document, source=source, fuzzy=False)


def test_the_request_can_be_stricter_than_the_flow_and_the_flow_than_the_request() -> None:
    exact = MatchingPolicy(otherwise=ClaimPolicy(mode=Mode.EXACT))

    assert is_same("Bob | Carter", "ROBERT | CARTER")
    assert not is_same("Bob | Carter", "ROBERT | CARTER", fuzzy=False)
    assert not is_same("Bob | Carter", "ROBERT | CARTER", policy=exact)


def test_an_exact_comparison_with_a_cut_name_cannot_be_made() -> None:
    given, _ = compare_pair(
        "Maximilian | Carter", "MAXIM | CARTER", fuzzy=False, names_truncated=True
    )

    assert given.match is Match.CANNOT_TELL


def test_given_and_middle_name_together_are_the_secondary_identifier_of_an_mrz() -> None:
    claims = {
        "given_name": ClaimedValue("John", fuzzy=False),
        "middle_name": ClaimedValue("Paul", fuzzy=False),
        "family_name": ClaimedValue("Carter", fuzzy=False),
    }
    identity = DocumentIdentity(Source.MRZ, "CARTER", "JOHN PAUL")

    assert {one.match for one in compare_claims(claims, identity)} == {Match.MATCHED}
