from dataclasses import replace

import pytest

from tests.verification.checks.challenges import (
    CHALLENGE,
    CHALLENGED,
    SCORED,
    at_once,
    recorded,
    with_frames,
    with_reliefs,
    with_some_frames,
)
from tests.verification.checks.evidences import GOOD, SELFIE, with_zone, zone
from verification import checks
from verification.challenge.evidence import ChallengeEvidence, Relief
from verification.challenge.gestures import Challenge, Gesture, draw
from verification.checks import codes
from verification.checks.presentation_challenge import challenge_followed
from verification.decision import AssuranceLevel, decide
from verification.evidence import Evidence, Seen, Shots
from verification.findings import Finding, Outcome
from verification.requirements import requirements_for

QUESTIONS = (
    codes.PRESENTATION_TIMING,
    codes.PRESENTATION_CHALLENGE,
    codes.PRESENTATION_ONE_FACE,
    codes.PRESENTATION_SAME_FACE,
    codes.PRESENTATION_DEPTH,
    codes.PRESENTATION_MOTION,
    codes.PRESENTATION_FRAMES,
    codes.PRESENTATION_GRID,
    codes.PRESENTATION_LASTING_GRID,
)
OTHER = Challenge((Gesture.RIGHT, Gesture.UP, Gesture.LEFT, Gesture.CLOSER))
STILL = Challenge(())


def found(challenge: ChallengeEvidence | None, **changes: object) -> dict[str, Finding]:
    evidence = replace(GOOD, challenge=challenge, **changes)  # type: ignore[arg-type]  # any field
    return {finding.code: finding for finding in checks.run(evidence)}


def level(evidence: Evidence, liveness: str) -> str:
    requirements = requirements_for(evidence.claims, liveness=liveness)
    return decide(checks.run(evidence), requirements).level


def test_a_living_person_who_did_what_was_asked_passes_every_question() -> None:
    findings = found(recorded())

    assert {findings[code].outcome for code in QUESTIONS} == {Outcome.PASS}
    assert findings[codes.PRESENTATION_ATTACK].outcome is Outcome.PASS


def test_each_level_needs_its_own_proof() -> None:
    real = with_zone(zone(state="CHE"))

    for liveness in ("passive", "active", "anything else"):
        assert level(real, liveness) == AssuranceLevel.FAILED
    assert level(replace(real, **CHALLENGED), "active") == AssuranceLevel.VERIFIED
    assert level(replace(real, **CHALLENGED), "passive") == AssuranceLevel.FAILED
    assert level(replace(real, **SCORED), "passive") == AssuranceLevel.VERIFIED
    assert level(replace(real, **SCORED), "active") == AssuranceLevel.FAILED


@pytest.mark.parametrize(
    ("score", "cues", "outcome"),
    [
        pytest.param(0.9, {}, Outcome.PASS, id="at the limit"),
        pytest.param(0.89, {}, Outcome.INCONCLUSIVE, id="between the limits"),
        pytest.param(0.39, {}, Outcome.FAIL, id="a picture of a face"),
        pytest.param(0.99, {"selfie_grid": 4.2}, Outcome.INCONCLUSIVE, id="a grid beside it"),
        pytest.param(0.99, {"selfie_grid": 8.0}, Outcome.INCONCLUSIVE, id="a grid is no proof"),
        pytest.param(0.99, {"selfie_border": 2}, Outcome.PASS, id="a door behind"),
        pytest.param(0.99, {"selfie_border": 3}, Outcome.INCONCLUSIVE, id="a frame around"),
        pytest.param(
            0.99, {"selfie": replace(SELFIE, shots=Shots(2, 1, 0.0))}, Outcome.INCONCLUSIVE,
            id="one picture given twice",
        ),
        pytest.param(
            0.99, {"seen": {Seen.SELFIE_IMAGE: 0, Seen.SELFIE_LOOK: 1}}, Outcome.INCONCLUSIVE,
            id="looks like another person's",
        ),
    ],
)  # fmt: skip
def test_the_passive_level_passes_only_what_model_and_cues_pass(
    score: float, cues: dict[str, object], outcome: Outcome
) -> None:
    scored = {**SCORED, "pad": replace(SCORED["pad"], score=score), **cues}

    assert found(None, **scored)[codes.PRESENTATION_PASSIVE].outcome is outcome


def test_without_a_model_the_passive_level_says_that_it_cannot_tell() -> None:
    finding = found(None, selfie_grid=2.0)[codes.PRESENTATION_PASSIVE]

    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "No model" in finding.message


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        ({Seen.SELFIE_IMAGE: 0, Seen.SELFIE_LOOK: 0}, Outcome.PASS),
        ({Seen.SELFIE_IMAGE: 0, Seen.SELFIE_LOOK: 2}, Outcome.INCONCLUSIVE),
        ({Seen.SELFIE_IMAGE: 1, Seen.SELFIE_LOOK: 1}, Outcome.FAIL),
    ],
)
def test_a_selfie_that_somebody_else_sent_is_known_again(
    seen: dict[Seen, int], outcome: Outcome
) -> None:
    real = replace(with_zone(zone(state="CHE")), **CHALLENGED, seen=seen)

    assert found(recorded(), seen=seen)[codes.SELFIE_IMAGE_SEEN].outcome is outcome
    let_in = level(real, "active") == AssuranceLevel.VERIFIED
    assert let_in is (outcome is not Outcome.FAIL)


def test_frames_that_somebody_else_sent_refuse() -> None:
    real = replace(with_zone(zone(state="CHE")), **CHALLENGED, seen={Seen.FRAME: 1})

    assert level(real, "active") == AssuranceLevel.FAILED


@pytest.mark.parametrize(
    ("challenge", "code", "outcome"),
    [
        pytest.param(
            recorded(followed=OTHER), codes.PRESENTATION_CHALLENGE, "fail", id="another sequence"
        ),
        pytest.param(
            recorded(followed=STILL), codes.PRESENTATION_CHALLENGE, "inconclusive", id="no movement"
        ),
        pytest.param(
            replace(recorded(), frames=()), codes.PRESENTATION_TIMING, "inconclusive", id="nothing"
        ),
        pytest.param(
            replace(recorded(), frames=recorded().frames[:9]),
            codes.PRESENTATION_TIMING,
            "inconclusive",
            id="broken off",
        ),
        pytest.param(
            replace(recorded(), frames=recorded().frames[::-1]),
            codes.PRESENTATION_TIMING,
            "inconclusive",
            id="out of order",
        ),
        pytest.param(
            with_some_frames(1, issued=-9.0), codes.PRESENTATION_TIMING, "inconclusive", id="late"
        ),
        pytest.param(
            with_some_frames(8, faces=2), codes.PRESENTATION_ONE_FACE, "fail", id="two faces"
        ),
        pytest.param(
            with_some_frames(12, faces=0, pose=None),
            codes.PRESENTATION_ONE_FACE,
            "inconclusive",
            id="no face",
        ),
        pytest.param(
            with_some_frames(6, selfie_distance=0.7),
            codes.PRESENTATION_SAME_FACE,
            "fail",
            id="another face",
        ),
        pytest.param(
            with_frames(selfie_distance=None),
            codes.PRESENTATION_SAME_FACE,
            "inconclusive",
            id="no selfie",
        ),
        pytest.param(
            with_some_frames(60, selfie_distance=None),
            codes.PRESENTATION_SAME_FACE,
            "inconclusive",
            id="only compared at first",
        ),
        pytest.param(
            replace(recorded(), engine="other"),
            codes.PRESENTATION_SAME_FACE,
            "inconclusive",
            id="an engine without thresholds",
        ),
        pytest.param(with_reliefs(0.05, 0.1, 0.0), codes.PRESENTATION_DEPTH, "fail", id="flat"),
        pytest.param(
            with_reliefs(0.9, 0.9, 0.1), codes.PRESENTATION_DEPTH, "inconclusive", id="flat once"
        ),
        pytest.param(
            with_reliefs(0.3, 0.3, 0.3), codes.PRESENTATION_DEPTH, "inconclusive", id="rather flat"
        ),
        pytest.param(
            with_reliefs(0.9, 0.9), codes.PRESENTATION_DEPTH, "inconclusive", id="a turn too few"
        ),
        pytest.param(with_reliefs(), codes.PRESENTATION_DEPTH, "inconclusive", id="no turn"),
        pytest.param(
            at_once(recorded()), codes.PRESENTATION_MOTION, "inconclusive", id="pictures changed"
        ),
        pytest.param(
            with_frames(relief=None), codes.PRESENTATION_MOTION, "inconclusive", id="no way seen"
        ),
        pytest.param(
            with_frames(relief=Relief(0, 0)),
            codes.PRESENTATION_MOTION,
            "inconclusive",
            id="no depth",
        ),
        pytest.param(
            with_some_frames(3, nearest=0.0), codes.PRESENTATION_FRAMES, "fail", id="frozen"
        ),
        pytest.param(
            with_some_frames(2, nearest=0.1), codes.PRESENTATION_FRAMES, "inconclusive", id="alike"
        ),
        pytest.param(with_frames(grid=7.0), codes.PRESENTATION_GRID, "fail", id="a screen"),
        pytest.param(
            with_frames(grid=5.0), codes.PRESENTATION_GRID, "inconclusive", id="perhaps a screen"
        ),
    ],
)
def test_one_thing_wrong_is_told_and_never_passes(
    challenge: ChallengeEvidence, code: str, outcome: str
) -> None:
    findings = found(challenge)

    assert findings[code].outcome == outcome
    assert findings[codes.PRESENTATION_ATTACK].outcome is not Outcome.PASS
    if outcome == "fail":
        assert findings[codes.PRESENTATION_ATTACK].outcome is Outcome.FAIL


def test_no_frames_at_all_pass_no_question() -> None:
    findings = found(replace(recorded(), frames=(), parallaxes=(), lasting_grid=None))

    assert Outcome.PASS not in {findings[code].outcome for code in QUESTIONS}


def test_a_replay_passes_one_sequence_in_hundreds() -> None:
    followed = recorded().frames
    randomness = (number.to_bytes(16) for number in range(426))

    passed = [
        drawn.gestures
        for drawn in {draw(one) for one in randomness}
        if challenge_followed(replace(recorded(), challenge=drawn, frames=followed)).outcome
        is Outcome.PASS
    ]

    assert set(passed) == {CHALLENGE.gestures, CHALLENGE.gestures[:3]}  # a longer film goes on


def test_somebody_who_keeps_wagging_the_head_did_not_follow() -> None:
    poses = [frame.pose for frame in recorded().frames]
    mixed = tuple(
        replace(frame, pose=poses[(number * 7) % len(poses)] if number > 3 else frame.pose)
        for number, frame in enumerate(recorded().frames)
    )

    findings = found(replace(recorded(), frames=mixed))

    assert findings[codes.PRESENTATION_CHALLENGE].outcome is not Outcome.PASS


def test_the_strictest_flow_still_compares_the_opening_frame() -> None:
    nearly = replace(recorded().frames[0], selfie_distance=0.52)
    challenge = replace(recorded(), frames=(nearly, *recorded().frames[1:]))

    strict, loose = (
        found(challenge, face_fmr=fmr)[codes.PRESENTATION_SAME_FACE] for fmr in (0.0001, 0.001)
    )

    assert (strict.outcome, loose.outcome) == (Outcome.FAIL, Outcome.PASS)
    assert strict.threshold == 0.48


@pytest.mark.parametrize(
    ("held_up", "outcome"),
    [
        pytest.param({Gesture.RIGHT}, Outcome.PASS, id="one turn"),
        pytest.param({Gesture.RIGHT, Gesture.UP}, Outcome.INCONCLUSIVE, id="two"),
    ],
)
def test_a_network_may_hold_up_one_turn(held_up: set[Gesture], outcome: Outcome) -> None:
    moving = [
        (step.begin + 0.5, step.begin + 1.5) for step in CHALLENGE.steps if step.gesture in held_up
    ]
    frames = tuple(
        frame
        for frame in recorded().frames
        if not any(begin <= frame.received < end for begin, end in moving)
    )
    findings = found(replace(recorded(), frames=frames))

    assert findings[codes.PRESENTATION_MOTION].outcome is outcome


def test_a_grid_on_the_selfie_is_a_cue_and_refuses_nobody_alone() -> None:
    real = replace(with_zone(zone(state="CHE")), **CHALLENGED)
    cue = replace(real, selfie_grid=9.0)

    assert (
        found(recorded(), selfie_grid=9.0)[codes.PRESENTATION_SELFIE_GRID].outcome is Outcome.FAIL
    )
    assert level(cue, "active") == AssuranceLevel.VERIFIED


@pytest.mark.parametrize(
    ("measured", "outcome"),
    [
        (7.5, Outcome.PASS),
        (7.6, Outcome.INCONCLUSIVE),
        (10.0, Outcome.FAIL),
        (None, Outcome.INCONCLUSIVE),
    ],
)
def test_a_grid_that_stays_through_the_frames_is_a_screens(
    measured: float | None, outcome: Outcome
) -> None:
    findings = found(replace(recorded(), lasting_grid=measured))

    assert findings[codes.PRESENTATION_LASTING_GRID].outcome is outcome
    assert findings[codes.PRESENTATION_ATTACK].outcome is outcome
