import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.readers.face_calibration import (
    Compared,
    Distances,
    calibrate,
    false_matches,
    false_non_matches,
    few_people,
    independent,
    share,
)

RNG = np.random.default_rng(7)


def of_strangers(distances: Distances) -> Compared:
    """Every comparison is of two people who are in no other."""
    return Compared(distances, np.arange(2 * distances.size).reshape(-1, 2))


MATED = of_strangers(RNG.normal(0.35, 0.08, 4_000))
NON_MATED = of_strangers(RNG.normal(0.85, 0.08, 60_000))
NOBODY = of_strangers(np.array([]))


def test_each_threshold_keeps_the_rate_with_its_whole_interval() -> None:
    rows = calibrate("engine", MATED, NON_MATED).rows

    assert [row.fmr for row in rows] == [0.0001, 0.001, 0.01]
    for row in rows:
        assert row.measured_fmr == false_matches(NON_MATED, row.distance)
        assert row.measured_fmr.high <= row.fmr
        assert row.fnmr == false_non_matches(MATED, row.distance)


def test_a_stricter_rate_has_a_smaller_distance() -> None:
    distances = [row.distance for row in calibrate("engine", MATED, NON_MATED).rows]

    assert distances == sorted(set(distances))


def test_a_threshold_is_as_large_as_the_rate_allows() -> None:
    (row,) = calibrate("engine", MATED, NON_MATED, [0.01]).rows

    assert false_matches(NON_MATED, row.distance + 0.005).high > 0.01


@pytest.mark.parametrize(("pairs", "rates"), [(50, []), (500, [0.01]), (5_000, [0.001, 0.01])])
def test_few_pairs_show_no_small_rate_however_good_they_are(pairs: int, rates: list[float]) -> None:
    rows = calibrate("engine", MATED, of_strangers(np.full(pairs, 0.9))).rows

    assert [row.fmr for row in rows] == rates


def test_nothing_is_said_of_nothing() -> None:
    assert calibrate("engine", MATED, NOBODY).rows == ()
    assert (share(0, 0).low, share(0, 0).high) == (0.0, 1.0)


def test_false_matches_need_no_second_picture_of_anybody() -> None:
    (row,) = calibrate("engine", NOBODY, NON_MATED, [0.001]).rows

    assert row.measured_fmr.of == NON_MATED.size
    assert str(row.fnmr) == "not measured"


def test_comparisons_of_people_who_look_like_everybody_tell_less() -> None:
    people = 60
    pairs = np.column_stack(np.triu_indices(people, 1))
    alike = pairs[:, 0] < 3  # three of them are near all others
    by_chance = np.random.default_rng(5).permutation(alike)

    assert independent(alike, pairs) < pairs.shape[0] / 10
    assert independent(by_chance, pairs) > pairs.shape[0] / 3
    assert independent(alike[:0], pairs[:0]) == 0
    looks = Compared(np.where(alike, 0.5, 0.9), pairs)
    assert false_matches(looks, 0.6).high > share(int(alike.sum()), alike.size).high


def test_a_measure_of_few_people_is_called_a_hint() -> None:
    six = Compared(np.full(15, 0.9), np.column_stack(np.triu_indices(6, 1)))

    assert "only 6 people" in str(few_people(six))
    assert few_people(NON_MATED) is None


def test_the_interval_is_wilsons() -> None:
    some = share(10, 100)

    assert (some.low, some.high) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert share(0, 262).high == pytest.approx(0.0144, abs=1e-4)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    found = share(*counts)

    assert 0 <= found.low <= found.value <= found.high <= 1
