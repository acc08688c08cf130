"""Whom chance has a person look at."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings

from verification import sampling, sightings
from verification.models import Session

NOVEMBER, DECEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def about(number: int, at: datetime = NOVEMBER, flow: int = 1) -> Session:
    """A session about one of many people."""
    subject = sightings.subject_digest(f"00u{number}")
    return Session(flow_id=flow, subject_digest=subject, created_at=at)


def drawn(share: int, at: datetime = NOVEMBER, flow: int = 1) -> set[int]:
    return {one for one in range(2000) if sampling.is_drawn(about(one, at, flow), share)}


def test_a_share_is_drawn_and_of_a_larger_share_they_still_are() -> None:
    assert drawn(0) == set()
    assert len(drawn(100)) == 2000
    assert drawn(10) < drawn(40)
    assert 700 < len(drawn(40)) < 900  # 800 expected; five standard deviations are 110


def test_whoever_comes_again_within_the_month_draws_the_same() -> None:
    """Else who was chosen would stop, and begin anew until chance lets them pass."""
    first, again = about(1), about(1)

    assert first.pk != again.pk
    assert [sampling.is_drawn(first, one) for one in range(101)] == [
        sampling.is_drawn(again, one) for one in range(101)
    ]


def test_another_month_and_another_flow_draw_anew() -> None:
    assert drawn(10) != drawn(10, DECEMBER)
    assert drawn(10) != drawn(10, flow=2)


def test_who_has_not_the_key_cannot_tell_who_is_drawn(settings: LazySettings) -> None:
    before = drawn(10)
    settings.ENCRYPTION_KEYS = [b"k" * 32, *settings.ENCRYPTION_KEYS]

    assert drawn(10) != before


@pytest.mark.parametrize("share", [0, 100])
def test_a_session_about_nobody_in_particular_is_drawn_by_itself(share: int) -> None:
    nobody = Session(flow_id=1, created_at=NOVEMBER)

    assert sampling.is_drawn(nobody, share) is (share == 100)
