"""Of several shots of a selfie the best is taken, and the finding says which and why."""

from dataclasses import replace
from typing import Any

import pytest

from tests.verification.checks.evidences import FACE, GOOD, SELFIE
from verification import checks
from verification.checks import codes
from verification.checks.selfie_quality import best, parts, quality
from verification.evidence import SelfieEvidence, Shots
from verification.findings import Finding, Outcome


def shot(**face: Any) -> SelfieEvidence:
    return replace(SELFIE, faces=(replace(FACE, **face),))


def found(selfie: SelfieEvidence) -> dict[str, Finding]:
    return {finding.code: finding for finding in checks.run(replace(GOOD, selfie=selfie))}


@pytest.mark.parametrize(
    ("spoiled", "weakest"),
    [
        pytest.param(shot(eyes_open=0.06), "eyes", id="a blink"),
        pytest.param(shot(sharpness=9), "sharpness", id="blurred"),
        pytest.param(shot(yaw=-20), "pose", id="looking away"),
        pytest.param(shot(eye_distance=30), "size", id="far away"),
        pytest.param(
            replace(SELFIE, image=replace(SELFIE.image, brightness=55)), "light", id="dark"
        ),
    ],
)
def test_the_better_shot_is_taken_whichever_it_is(spoiled: SelfieEvidence, weakest: str) -> None:
    assert best([SELFIE, spoiled]) == 0
    assert best([spoiled, SELFIE]) == 1
    assert min(parts(spoiled), key=parts(spoiled).__getitem__) == weakest
    assert quality(spoiled) < quality(SELFIE)


def test_a_shot_without_a_face_is_the_last_to_be_taken() -> None:
    assert best([replace(SELFIE, faces=()), shot(sharpness=9)]) == 1
    assert quality(replace(SELFIE, faces=())) == 0


def test_of_equals_it_is_the_one_that_the_person_saw() -> None:
    assert best([SELFIE, SELFIE]) == 0


def test_the_finding_says_which_shot_it_is_and_what_is_weakest() -> None:
    second = replace(shot(eyes_open=0.18), shots=Shots(2, 2, 1.4))
    finding = found(second)[codes.SELFIE_QUALITY]

    assert finding.outcome is Outcome.PASS
    assert finding.message.startswith("Shot 2 of 2 was taken.")
    assert "eyes" in finding.message
    assert found(shot(eyes_open=0.02))[codes.SELFIE_QUALITY].outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("shots", "outcome"),
    [
        (Shots(2, 1, 0.0), Outcome.INCONCLUSIVE),
        (Shots(2, 1, 0.1), Outcome.PASS),
        (Shots(2, 1, 255.0), Outcome.PASS),
        (None, None),
    ],
)
def test_one_picture_given_twice_is_a_cue(shots: Shots | None, outcome: Outcome | None) -> None:
    finding = found(replace(SELFIE, shots=shots)).get(codes.PRESENTATION_SELFIE_SHOTS)

    assert (finding and finding.outcome) is outcome
