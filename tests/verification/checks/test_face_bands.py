"""Two rates: up to one it is a match, up to the other a person judges, beyond it nobody does."""

from dataclasses import replace
from typing import Any

import pytest

from tests.verification.checks.evidences import DOCUMENT, GOOD, with_zone, zone
from verification import checks
from verification.checks import codes
from verification.decision import Verdict, decide
from verification.evidence import Evidence, FaceComparison
from verification.findings import Finding, Outcome
from verification.requirements import requirements_for

REAL = with_zone(zone(state="CHE"))


def at(distance: float, review: float | None = 0.01) -> Evidence:
    compared = FaceComparison(distance, "dlib-resnet-v2")
    return replace(REAL, comparison=compared, face_review_fmr=review)


def found(evidence: Evidence) -> dict[str, Finding]:
    return {finding.code: finding for finding in checks.run(evidence)}


@pytest.mark.parametrize(
    ("distance", "outcome", "verdict"),
    [
        (0.53, Outcome.PASS, Verdict.VERIFIED),
        (0.54, Outcome.INCONCLUSIVE, Verdict.REVIEW),
        (0.59, Outcome.INCONCLUSIVE, Verdict.REVIEW),
        (0.60, Outcome.FAIL, Verdict.FAILED),
    ],
)
def test_a_person_judges_between_the_rates_and_nowhere_else(
    distance: float, outcome: Outcome, verdict: Verdict
) -> None:
    evidence = at(distance)
    requirements = requirements_for(evidence.claims, liveness="none", review=[codes.FACE_MATCH])

    assert found(evidence)[codes.FACE_MATCH].outcome is outcome
    assert decide(checks.run(evidence), requirements).verdict is verdict


@pytest.mark.parametrize("distance", [0.54, 0.60])
def test_without_a_reviewer_the_band_refuses(distance: float) -> None:
    requirements = requirements_for(REAL.claims, liveness="none")

    assert decide(checks.run(at(distance)), requirements).verdict is Verdict.FAILED


def test_without_a_second_rate_there_is_no_band() -> None:
    findings = found(at(0.54, review=None))

    assert findings[codes.FACE_MATCH].outcome is Outcome.FAIL
    assert codes.FACE_ALIKE not in findings


def test_a_second_rate_stricter_than_the_first_takes_nothing_away() -> None:
    findings = found(at(0.52, review=0.0001))

    assert findings[codes.FACE_MATCH].outcome is Outcome.PASS
    assert findings[codes.FACE_ALIKE].outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("change", "said"),
    [({"eye_distance": 18.0}, "small"), ({"sharpness": 4.0}, "printed over"), ({}, None)],
)
def test_the_finding_says_where_a_portrait_makes_it_less_sure(
    change: dict[str, Any], said: str | None
) -> None:
    (portrait, *others) = DOCUMENT.faces
    poor = replace(DOCUMENT, faces=(replace(portrait, **change), *others))
    message = found(replace(GOOD, document=poor))[codes.FACE_MATCH].message

    assert ("less sure" in message) is (said is not None)
    assert said is None or said in message
