"""The labelled corpus: what the matcher is held to, and the plain similarities that it beats."""

import csv
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from benchmarks.matching import Errors, Pair, baseline, compare, count, matched, read_pairs

CORPUS = Path("benchmarks/corpora/names")


@pytest.fixture(scope="module", params=["tuned.csv", "untouched.csv"])
def pairs(request: pytest.FixtureRequest) -> list[Pair]:
    return read_pairs(CORPUS / request.param)


@pytest.fixture(scope="module")
def errors(pairs: list[Pair]) -> Errors:
    return count(pairs, [matched(compare(pair)) for pair in pairs])


def test_false_matches_are_under_half_a_percent(errors: Errors) -> None:
    assert errors.fmr < 0.005


def test_false_non_matches_are_under_three_percent(errors: Errors) -> None:
    assert errors.fnmr < 0.03


@pytest.mark.parametrize("score", [fuzz.ratio, fuzz.token_set_ratio])
def test_a_plain_similarity_at_its_best_does_worse_on_both(
    pairs: list[Pair], errors: Errors, score: object
) -> None:
    assert callable(score)
    plain, _ = baseline(pairs, score)

    assert errors.fmr < plain.fmr
    assert errors.fnmr < plain.fnmr


def test_no_pair_is_in_both_parts() -> None:
    tuned, untouched = (
        {
            (row["directory_given"], row["directory_family"], row["document_family"])
            for row in csv.DictReader((CORPUS / name).read_text("utf-8").splitlines())
        }
        for name in ("tuned.csv", "untouched.csv")
    )

    assert not tuned & untouched


def test_a_file_without_a_column_is_refused_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("directory_given,directory_family,document_given,same\n", encoding="utf-8")

    with pytest.raises(SystemExit, match="document_family"):
        read_pairs(file)
