import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.readers.face_calibration import (
    calibrate,
    false_matches,
    false_non_matches,
    share,
)

RNG = np.random.default_rng(7)
MATED = RNG.normal(0.35, 0.08, 4_000)
NON_MATED = RNG.normal(0.85, 0.08, 60_000)


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
    rows = calibrate("engine", MATED, np.full(pairs, 0.9)).rows

    assert [row.fmr for row in rows] == rates


def test_nothing_is_said_of_nothing() -> None:
    assert calibrate("engine", MATED, np.array([])).rows == ()
    assert (share(0, 0).low, share(0, 0).high) == (0.0, 1.0)


def test_the_interval_is_wilsons() -> None:
    some = share(10, 100)

    assert (some.low, some.high) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert share(0, 262).high == pytest.approx(0.0144, abs=1e-4)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    found = share(*counts)

    assert 0 <= found.low <= found.value <= found.high <= 1
