from collections import Counter
from itertools import pairwise

import pytest

from verification.challenge.gestures import (
    ALL,
    FEWEST,
    MAX_FRAMES,
    MOST,
    SIDEWAYS,
    TURNS,
    Challenge,
    Gesture,
    GesturesUnfit,
    draw,
    sequences_of,
)

EVERY = sequences_of(frozenset(ALL))


def test_every_sequence_can_be_drawn_and_each_is_as_likely() -> None:
    drawn = Counter(draw(number.to_bytes(16)).gestures for number in range(len(EVERY) * 3))

    assert set(drawn) == set(EVERY)
    assert set(drawn.values()) == {3}


def test_a_guess_is_right_less_than_once_in_four_hundred() -> None:
    assert len(set(EVERY)) == len(EVERY) > 400


def test_every_sequence_shows_depth_and_a_face_that_can_be_compared() -> None:
    for sequence in EVERY:
        assert FEWEST <= len(sequence) <= MOST
        assert sum(gesture in TURNS for gesture in sequence) >= 2
        assert SIDEWAYS & set(sequence)
        assert all(one != other for one, other in pairwise(sequence))


@pytest.mark.parametrize("pace", [1.0, 2.0, 3.0])
def test_the_frames_of_the_longest_challenge_are_few_enough(pace: float) -> None:
    longest = Challenge(max(EVERY, key=len), pace)

    assert longest.seconds / longest.frame_seconds <= MAX_FRAMES


def test_the_server_asks_for_one_thing_at_a_time_and_then_for_nothing() -> None:
    challenge = Challenge((Gesture.UP, Gesture.LEFT, Gesture.UP))
    asked = [challenge.asked_at(seconds) for seconds in (0, 1.9, 2, 4.9, 5.1, 8.3, 10.9, 11.1)]

    assert [gesture.value if gesture else None for gesture in asked] == [
        *("front", "front", "up", "up", "left", "up", "up"),
        None,
    ]


def test_who_asks_for_more_time_gets_it_in_every_step() -> None:
    usual, slow = (draw(bytes(16), pace=pace) for pace in (1.0, 2.0))

    assert slow.gestures == usual.gestures
    assert slow.seconds == 2 * usual.seconds
    assert usual.frame_seconds < slow.frame_seconds < 2 * usual.frame_seconds


def test_somebody_who_cannot_make_a_movement_is_not_asked_for_it() -> None:
    allowed = (Gesture.LEFT, Gesture.UP, Gesture.CLOSER)

    assert {
        gesture
        for number in range(99)
        for gesture in draw(number.to_bytes(16), allowed=allowed).gestures
    } == set(allowed)


@pytest.mark.parametrize(
    "allowed",
    [
        (),
        (Gesture.LEFT, Gesture.RIGHT),
        (Gesture.CLOSER, Gesture.UP),
        (Gesture.FRONT, Gesture.LEFT, Gesture.RIGHT),
    ],
)
def test_too_few_movements_make_no_challenge(allowed: tuple[Gesture, ...]) -> None:
    with pytest.raises(GesturesUnfit):
        draw(bytes(16), allowed=allowed)


def test_a_challenge_is_not_drawn_from_little_randomness() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        draw(bytes(15))


@pytest.mark.parametrize("pace", [0.0, 0.9, 3.1, float("nan")])
def test_the_pace_is_bounded(pace: float) -> None:
    with pytest.raises(ValueError, match="pace"):
        draw(bytes(16), pace=pace)
