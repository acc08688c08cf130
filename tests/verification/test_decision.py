import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.decision import AssuranceLevel, Requirements, Verdict, decide
from verification.findings import Finding, Outcome

CODES = ("mrz.composite", "face.match", "claim.given_name", "image.glare")

findings = st.builds(
    Finding, code=st.sampled_from(CODES), outcome=st.sampled_from(Outcome), message=st.just("…")
)
requirements = st.builds(
    Requirements,
    required=st.frozensets(st.sampled_from(CODES)),
    advisory=st.frozensets(st.sampled_from(CODES)),
    review=st.frozensets(st.sampled_from(CODES)),
    everybody=st.booleans(),
    sampled=st.booleans(),
)


def passed(code: str) -> Finding:
    return Finding(code, Outcome.PASS, "Passed.")


def test_everything_required_and_passed_verifies() -> None:
    decision = decide([passed("face.match")], Requirements(frozenset({"face.match"})))

    assert decision.level is AssuranceLevel.VERIFIED
    assert not decision.reasons
    assert not decision.missing


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.INCONCLUSIVE])
def test_a_required_code_that_did_not_pass_refuses(outcome: Outcome) -> None:
    finding = Finding("face.match", outcome, "Not passed.")

    decision = decide([finding], Requirements(frozenset({"face.match"})))

    assert decision.level is AssuranceLevel.FAILED
    assert decision.reasons == (finding,)


def test_a_required_code_that_nobody_reported_refuses() -> None:
    decision = decide(
        [passed("mrz.composite")], Requirements(frozenset({"mrz.composite", "face.match"}))
    )

    assert decision.level is AssuranceLevel.FAILED
    assert decision.missing == {"face.match"}


def test_a_code_reported_twice_must_pass_twice() -> None:
    failed = Finding("face.match", Outcome.FAIL, "Failed.")

    decision = decide(
        [passed("face.match"), failed, passed("face.match")],
        Requirements(frozenset({"face.match"})),
    )

    assert decision.level is AssuranceLevel.FAILED


def test_a_failure_on_no_list_refuses() -> None:
    failed = Finding("mrz.composite", Outcome.FAIL, "Failed.")

    decision = decide([passed("face.match"), failed], Requirements(frozenset({"face.match"})))

    assert decision.reasons == (failed,)


def test_an_advisory_failure_does_not_refuse() -> None:
    failed = Finding("image.glare", Outcome.FAIL, "Failed.")

    decision = decide(
        [passed("face.match"), failed],
        Requirements(frozenset({"face.match"}), advisory=frozenset({"image.glare"})),
    )

    assert decision.level is AssuranceLevel.VERIFIED


def test_a_code_both_required_and_advisory_is_required() -> None:
    code = frozenset({"face.match"})

    decision = decide([Finding("face.match", Outcome.FAIL, "Failed.")], Requirements(code, code))

    assert decision.level is AssuranceLevel.FAILED


def test_an_empty_policy_verifies_nobody() -> None:
    decision = decide([passed("face.match")], Requirements(frozenset()))

    assert decision.level is AssuranceLevel.FAILED


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.INCONCLUSIVE])
@pytest.mark.parametrize("code", ["face.match", "mrz.composite", "image.glare"])
def test_what_a_person_may_judge_is_referred_whatever_it_would_do_by_itself(
    code: str, outcome: Outcome
) -> None:
    unsure = Finding(code, outcome, "Not passed.")
    demanded = Requirements(
        frozenset({"face.match"}),
        advisory=frozenset({"image.glare"}),
        review=frozenset({"face.match", "mrz.composite", "image.glare"}),
    )
    others = [] if code == "face.match" else [passed("face.match")]

    decision = decide([*others, unsure], demanded)

    assert (decision.verdict, decision.referred) == (Verdict.REVIEW, (unsure,))
    assert decision.level is AssuranceLevel.FAILED


def test_a_hard_failure_refuses_beside_what_a_person_may_judge() -> None:
    unsure = Finding("face.match", Outcome.INCONCLUSIVE, "Not passed.")
    failed = Finding("mrz.composite", Outcome.FAIL, "Failed.")
    demanded = Requirements(
        frozenset({"face.match", "mrz.composite"}), review=frozenset({"face.match"})
    )

    decision = decide([unsure, failed], demanded)

    assert (decision.verdict, decision.reasons) == (Verdict.FAILED, (failed,))


def test_nobody_judges_what_nobody_reported() -> None:
    code = frozenset({"face.match"})

    decision = decide([passed("mrz.composite")], Requirements(code, review=code))

    assert (decision.verdict, decision.missing) == (Verdict.FAILED, code)


def test_an_empty_policy_sends_nobody_to_review() -> None:
    unsure = Finding("face.match", Outcome.INCONCLUSIVE, "Not passed.")

    decision = decide([unsure], Requirements(frozenset(), review=frozenset({"face.match"})))

    assert decision.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("outcome", "verdict"), [(Outcome.PASS, Verdict.REVIEW), (Outcome.FAIL, Verdict.FAILED)]
)
@pytest.mark.parametrize("everybody", [True, False])
def test_where_a_person_looks_at_whom_every_check_passed_checks_only_refuse(
    outcome: Outcome, verdict: Verdict, everybody: bool
) -> None:
    required = frozenset({"face.match"})
    demanded = Requirements(required, everybody=everybody, sampled=not everybody)

    decision = decide([Finding("face.match", outcome, "…")], demanded)

    assert decision.verdict is verdict
    assert decision.referred == ()


@given(st.lists(findings), requirements)
def test_verified_means_that_every_required_code_passed_and_only_advisory_ones_failed(
    reported: list[Finding], demanded: Requirements
) -> None:
    if decide(reported, demanded).level is AssuranceLevel.FAILED:
        return
    assert not demanded.everybody
    assert not demanded.sampled
    by_code = {code: {f.outcome for f in reported if f.code == code} for code in CODES}
    assert all(by_code[code] == {Outcome.PASS} for code in demanded.required)
    failed = {code for code in CODES if Outcome.FAIL in by_code[code]}
    assert failed <= demanded.advisory - demanded.review


@given(st.lists(findings), requirements, findings)
def test_another_finding_never_turns_a_refusal_for_a_reason_into_a_verification(
    reported: list[Finding], demanded: Requirements, another: Finding
) -> None:
    if decide(reported, demanded).reasons:
        assert decide([*reported, another], demanded).verdict is Verdict.FAILED
