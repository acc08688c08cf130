from dataclasses import replace

import pytest

from tests.verification.checks.evidences import FACE, GOOD, IMAGE, SELFIE, with_zone, zone
from verification import checks
from verification.checks import codes
from verification.decision import AssuranceLevel, decide
from verification.evidence import ClaimedValue, Evidence, FaceComparison
from verification.findings import Finding, Outcome
from verification.requirements import requirements_for

REAL = with_zone(zone(state="CHE"))


def level(evidence: Evidence, *, liveness: str = "none", sandbox: bool = False) -> str:
    requirements = requirements_for(evidence.claims, liveness=liveness, sandbox=sandbox)
    return decide(checks.run(evidence), requirements).level


def test_a_good_passport_and_its_holder_are_verified_where_no_liveness_is_asked() -> None:
    assert level(REAL) == AssuranceLevel.VERIFIED


@pytest.mark.parametrize("liveness", ["passive", "active", "anything else"])
def test_nobody_passes_a_presentation_attack_check_that_does_not_run(liveness: str) -> None:
    assert level(REAL, liveness=liveness) == AssuranceLevel.FAILED


def test_utopia_issues_for_the_sandbox_only() -> None:
    assert level(GOOD, sandbox=True) == AssuranceLevel.VERIFIED
    assert level(GOOD, sandbox=False) == AssuranceLevel.FAILED


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param(with_zone(None), id="no zone"),
        pytest.param(with_zone(zone(state="CHE", expiry="200101")), id="expired"),
        pytest.param(with_zone(zone(state="CHE", birth="740831")), id="another birthdate"),
        pytest.param(with_zone(zone(state="QQQ")), id="no such state"),
        pytest.param(with_zone(zone(state="CHE", code="V<")), id="a visa"),
        pytest.param(replace(REAL, document=None), id="no document"),
        pytest.param(replace(REAL, selfie=None), id="no selfie"),
        pytest.param(replace(REAL, comparison=None), id="no comparison"),
        pytest.param(
            replace(REAL, comparison=FaceComparison(0.8, "dlib-resnet-v1")), id="another face"
        ),
        pytest.param(replace(REAL, selfie=replace(SELFIE, faces=(FACE, FACE))), id="two faces"),
        pytest.param(
            replace(REAL, claims={**REAL.claims, "given_name": ClaimedValue("Bo", fuzzy=True)}),
            id="another name",
        ),
        pytest.param(
            replace(REAL, claims={"given_name": ClaimedValue("Anna Maria", fuzzy=True)}),
            id="no family name pushed",
        ),
    ],
)
def test_one_thing_wrong_refuses(evidence: Evidence) -> None:
    assert level(evidence) == AssuranceLevel.FAILED


def test_a_poor_picture_that_was_read_does_not_refuse() -> None:
    poor = replace(IMAGE, sharpness=1, brightness=30, glare=0.5, width=450)

    assert level(replace(REAL, selfie=replace(SELFIE, image=poor))) == AssuranceLevel.VERIFIED


@pytest.mark.parametrize("claim", ["email", "phone_number", "address.locality"])
def test_what_a_passport_cannot_prove_does_not_refuse(claim: str) -> None:
    claims = {**REAL.claims, claim: ClaimedValue("x", fuzzy=True)}

    assert level(replace(REAL, claims=claims)) == AssuranceLevel.VERIFIED


def test_the_birthdate_is_required_when_it_was_pushed() -> None:
    names = {"given_name", "family_name"}

    assert "claim.birthdate" in requirements_for({*names, "birthdate"}, liveness="none").required
    assert "claim.birthdate" not in requirements_for(names, liveness="none").required


def test_a_finding_that_nobody_thought_of_refuses_when_it_fails() -> None:
    surprise = Finding("document.surprise", Outcome.FAIL, "A new check.")
    requirements = requirements_for(REAL.claims, liveness="none")

    assert decide((*checks.run(REAL), surprise), requirements).level == AssuranceLevel.FAILED


def test_every_named_code_exists() -> None:
    requirements = requirements_for({"birthdate"}, liveness="active")
    known = {*codes.ALL, "claim.given_name", "claim.family_name", "claim.birthdate"}

    assert requirements.required | requirements.advisory <= known
    assert not requirements.required & requirements.advisory
