"""A policy tried out on findings that were kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verification.test_decision import CODES, findings, requirements
from verification.decision import Requirements, Verdict, decide
from verification.findings import Finding, Outcome
from verification.what_if import replay

FACE = frozenset({"face.match"})


def found(outcome: Outcome, code: str = "face.match") -> Finding:
    return Finding(code, outcome, "…")


@given(st.lists(findings), requirements)
def test_with_nothing_in_doubt_it_is_the_decision(
    reported: list[Finding], demanded: Requirements
) -> None:
    decision, replayed = decide(reported, demanded), replay(reported, demanded)

    if replayed.verdict is None:
        assert decision.missing
    else:
        assert replayed.verdict is decision.verdict


@given(
    st.lists(findings, min_size=1),
    requirements,
    st.frozensets(st.sampled_from(CODES)),
    st.data(),
)
def test_what_it_tells_holds_whatever_the_doubtful_findings_are(
    reported: list[Finding], demanded: Requirements, doubtful: frozenset[str], data: st.DataObject
) -> None:
    told = replay(reported, demanded, doubtful)
    other = [
        found(data.draw(st.sampled_from(Outcome)), one.code) if one.code in doubtful else one
        for one in reported
    ]

    if told.verdict is not None and not told.unmeasured - {one.code for one in reported}:
        assert decide(other, demanded).verdict is told.verdict


def test_what_was_never_measured_cannot_be_told() -> None:
    told = replay([found(Outcome.PASS, "mrz.composite")], Requirements(FACE))

    assert (told.verdict, told.unmeasured) == (None, FACE)


def test_a_failure_refuses_whatever_else_was_not_measured() -> None:
    failed = found(Outcome.FAIL, "mrz.composite")

    told = replay([failed], Requirements(FACE))

    assert (told.verdict, told.because) == (Verdict.FAILED, (failed,))


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.INCONCLUSIVE])
def test_what_a_draft_leaves_to_a_person_is_named(outcome: Outcome) -> None:
    unsure = found(outcome)

    told = replay([unsure], Requirements(FACE, review=FACE))

    assert (told.verdict, told.because) == (Verdict.REVIEW, (unsure,))
