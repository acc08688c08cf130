from dataclasses import replace

import pytest

from tests.verification.checks.evidences import FACE, GOOD, IMAGE, SELFIE, with_zone, zone
from verification import checks
from verification.checks import codes
from verification.decision import AssuranceLevel, Verdict, decide
from verification.evidence import ClaimedValue, Evidence, FaceComparison
from verification.findings import Finding, Outcome
from verification.matching import STANDARD_RULES, ClaimPolicy, MatchingPolicy, Mode, Rule
from verification.requirements import requirements_for

REAL = with_zone(zone(state="CHE"))


def level(evidence: Evidence, *, liveness: str = "none", sandbox: bool = False) -> str:
    requirements = requirements_for(
        evidence.claims, liveness=liveness, sandbox=sandbox, matching=evidence.matching
    )
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
            replace(REAL, comparison=FaceComparison(0.8, "dlib-resnet-v2")), id="another face"
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


SWAPPED = ClaimedValue("1974-12-08", fuzzy=True)
OTHER_DAY = ClaimedValue("1974-08-13", fuzzy=True)


@pytest.mark.parametrize("told", [SWAPPED, OTHER_DAY, replace(SWAPPED, fuzzy=False)])
def test_a_birthdate_that_is_not_the_same_day_refuses(told: ClaimedValue) -> None:
    assert level(replace(REAL, claims={**REAL.claims, "birthdate": told})) == AssuranceLevel.FAILED


def test_day_and_month_exchanged_is_for_a_person_to_look_at() -> None:
    findings = checks.run(replace(REAL, claims={**REAL.claims, "birthdate": SWAPPED}))

    [finding] = [one for one in findings if one.code == "claim.birthdate"]
    assert finding.outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    "lax", [ClaimPolicy(mode=Mode.IGNORE), ClaimPolicy(advisory=True)], ids=["ignored", "advisory"]
)
def test_a_birthdate_that_a_flow_waives_does_not_refuse(lax: ClaimPolicy) -> None:
    evidence = replace(REAL, claims={**REAL.claims, "birthdate": OTHER_DAY})
    waived = MatchingPolicy({"birthdate": lax})

    assert level(replace(evidence, matching=waived)) == AssuranceLevel.VERIFIED


@pytest.mark.parametrize(
    "lax", [ClaimPolicy(mode=Mode.IGNORE), ClaimPolicy(advisory=True)], ids=["ignored", "advisory"]
)
@pytest.mark.parametrize("claim", ["given_name", "family_name"])
def test_no_policy_lets_another_name_through(claim: str, lax: ClaimPolicy) -> None:
    claims = {**REAL.claims, claim: ClaimedValue("Somebody", fuzzy=True)}
    evidence = replace(REAL, claims=claims, matching=MatchingPolicy({claim: lax}))

    assert level(evidence) == AssuranceLevel.FAILED


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        pytest.param(MatchingPolicy(), AssuranceLevel.FAILED, id="fuzzy"),
        pytest.param(
            MatchingPolicy({"middle_name": ClaimPolicy(mode=Mode.IGNORE)}),
            AssuranceLevel.VERIFIED,
            id="ignored",
        ),
    ],
)
def test_a_middle_name_that_differs_refuses_unless_it_is_ignored(
    policy: MatchingPolicy, expected: AssuranceLevel
) -> None:
    claims = {
        **REAL.claims,
        "given_name": ClaimedValue("Anna", fuzzy=True),
        "middle_name": ClaimedValue("Louise", fuzzy=True),
    }

    assert level(replace(REAL, claims=claims, matching=policy)) == expected


def test_a_flow_sets_an_address_that_differs_to_refuse_or_to_be_noted() -> None:
    code = "claim.address.locality"
    strict = MatchingPolicy({"address": ClaimPolicy()})

    noted = requirements_for({"address.locality"}, liveness="none")
    refused = requirements_for({"address.locality"}, liveness="none", matching=strict)

    assert code in noted.advisory
    assert code not in refused.advisory | refused.required


# The claim lost its diacritic; the zone transliterates it.
MUELLER = with_zone(tuple(line.replace("ERIKSSON", "MUELLER<") for line in zone(state="CHE")))


@pytest.mark.parametrize(
    ("fuzzy", "mode", "expected"),
    [
        (True, Mode.FUZZY, AssuranceLevel.VERIFIED),
        (True, Mode.EXACT, AssuranceLevel.FAILED),
        (False, Mode.FUZZY, AssuranceLevel.FAILED),
        (False, Mode.EXACT, AssuranceLevel.FAILED),
    ],
)
def test_a_spelling_is_forgiven_where_request_and_flow_both_allow_it(
    fuzzy: bool, mode: Mode, expected: AssuranceLevel
) -> None:
    names = {"given_name": "Anna Maria", "family_name": "Muller"}
    claims = {name: ClaimedValue(value, fuzzy=fuzzy) for name, value in names.items()}
    policy = MatchingPolicy({"family_name": ClaimPolicy(mode=mode)})

    assert level(replace(MUELLER, claims=claims, matching=policy)) == expected


def test_half_of_a_double_surname_passes_only_where_the_flow_asks_for_it() -> None:
    double = with_zone(
        tuple(
            line.replace("ERIKSSON<<ANNA", "ERIKSSON<JONES<<ANNA")[:44]
            for line in zone(state="CHE")
        )
    )
    rules = ClaimPolicy(rules=STANDARD_RULES | {Rule.SURNAME_PART})
    asked = MatchingPolicy({"given_name": rules, "family_name": rules})

    assert level(double) == AssuranceLevel.FAILED
    assert level(replace(double, matching=asked)) == AssuranceLevel.VERIFIED


def test_a_finding_that_nobody_thought_of_refuses_when_it_fails() -> None:
    surprise = Finding("document.surprise", Outcome.FAIL, "A new check.")
    requirements = requirements_for(REAL.claims, liveness="none")

    assert decide((*checks.run(REAL), surprise), requirements).level == AssuranceLevel.FAILED


def test_every_named_code_exists() -> None:
    requirements = requirements_for({"birthdate"}, liveness="active")
    known = {*codes.ALL, "claim.given_name", "claim.family_name", "claim.birthdate"}

    assert requirements.required | requirements.advisory <= known
    assert not requirements.required & requirements.advisory


def test_a_flow_leaves_to_a_person_only_what_a_person_can_judge() -> None:
    asked = {codes.FACE_MATCH, codes.MRZ_COMPOSITE, codes.DOCUMENT_EXPIRY, "no.such_code"}

    requirements = requirements_for((), liveness="none", review=asked)

    assert requirements.review == {codes.FACE_MATCH}


@pytest.mark.parametrize("distance", [0.8, None], ids=["another face", "no answer"])
def test_a_face_that_a_flow_leaves_to_a_person_is_referred(distance: float | None) -> None:
    compared = None if distance is None else FaceComparison(distance, "dlib-resnet-v2")
    evidence = replace(REAL, comparison=compared)
    requirements = requirements_for(evidence.claims, liveness="none", review=[codes.FACE_MATCH])

    decision = decide(checks.run(evidence), requirements)

    assert decision.verdict is Verdict.REVIEW
    assert [finding.code for finding in decision.referred] == [codes.FACE_MATCH]
