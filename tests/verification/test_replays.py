"""A draft held against the flow's last sessions."""

import json

import pytest
from django.utils import timezone

from tests.verification.checks.evidences import DOCUMENT
from tests.verification.conftest import offered
from verification import evidence_json, services, vault
from verification.checks import codes
from verification.decision import Verdict
from verification.matching import stored
from verification.models import CheckResult, Flow, Session
from verification.replays import Changed, what_if
from verification.requirements import requirements_for

PUSHED = ("given_name", "family_name", "birthdate")
Differently = dict[str, tuple[str, float | None, float | None]]


def decided(flow: Flow, **differently: tuple[str, float | None, float | None]) -> Session:
    """A session in which everything passed, but what is told (outcome, measured, threshold)."""
    session = offered(flow)
    services.begin(session, browser_secret="secret")
    session.advance(Session.Status.PROCESSING, reason="submitted")
    demanded = requirements_for(PUSHED, liveness="none", sandbox=True)
    told = {code.replace(".", "_"): told for code, told in differently.items()}
    rows = []
    for position, code in enumerate(sorted(demanded.required)):
        outcome, measured, threshold = told.get(code.replace(".", "_"), ("pass", None, None))
        rows.append(
            CheckResult(
                session=session,
                position=position,
                code=code,
                outcome=outcome,
                required=True,
                refused=outcome != "pass",
                message="…",
                measured=measured,
                threshold=threshold,
            )
        )
    CheckResult.objects.bulk_create(rows)
    refused = any(row.refused for row in rows)
    session.advance(
        Session.Status.FAILED if refused else Session.Status.VERIFIED, reason="assessed"
    )
    return session


def drafted(flow: Flow, **changes: object) -> Flow:
    return Flow.restored(flow.snapshot() | changes)


def only(found: tuple[Changed, ...]) -> Changed:
    [one] = found
    return one


def test_a_draft_that_says_the_same_changes_nobody(flow: Flow) -> None:
    decided(flow)
    decided(flow, face_match=("fail", 0.8, 0.55))

    found = what_if(flow, drafted(flow), sessions=10)

    assert (found.looked_at, found.same, found.changed, found.untold) == (2, 2, (), ())


def test_who_would_be_looked_at_by_a_person_is_named_with_the_reason(flow: Flow) -> None:
    decided(flow)
    refused = decided(flow, face_match=("fail", 0.8, 0.55))

    one = only(what_if(flow, drafted(flow, review=[codes.FACE_MATCH]), sessions=10).changed)

    assert (one.session, one.before, one.after.verdict) == (refused, Verdict.FAILED, Verdict.REVIEW)
    assert [finding.code for finding in one.after.because] == [codes.FACE_MATCH]


def test_chance_is_not_asked_again(flow: Flow) -> None:
    """A draft would otherwise tell whom it will choose."""
    decided(flow)
    drawn = decided(flow)
    Session.objects.filter(pk=drawn.pk).update(demanded={"sampled": True})

    assert what_if(flow, drafted(flow, review_share=100), sessions=10).changed == ()
    one = only(what_if(flow, drafted(flow, review_share=0), sessions=10).changed)
    assert (one.session, one.before, one.after.verdict) == (
        drawn, Verdict.REVIEW, Verdict.VERIFIED,
    )  # fmt: skip


def test_another_rate_is_applied_to_the_distance_that_was_measured(flow: Flow) -> None:
    decided(flow, face_match=("pass", 0.40, 0.55))
    near = decided(flow, face_match=("pass", 0.53, 0.55))

    one = only(what_if(flow, drafted(flow, face_fmr=0.0001), sessions=10).changed)

    assert (one.session, one.after.verdict) == (near, Verdict.FAILED)


@pytest.mark.parametrize(
    ("rate", "outcome", "told"),
    [
        pytest.param(0.0001, "pass", False, id="stricter, passed"),
        pytest.param(0.0001, "fail", True, id="stricter, failed"),
        pytest.param(0.01, "pass", True, id="looser, passed"),
        pytest.param(0.01, "fail", False, id="looser, failed"),
    ],
)
def test_another_engines_distance_is_told_only_where_it_must_stand(
    flow: Flow, rate: float, outcome: str, told: bool
) -> None:
    decided(flow, face_match=(outcome, 1.1, 1.2))

    found = what_if(flow, drafted(flow, face_fmr=rate), sessions=10)

    assert (found.same, len(found.untold)) == ((1, 0) if told else (0, 1))


def test_presentation_attack_detection_that_never_ran_cannot_be_told(flow: Flow) -> None:
    decided(flow)

    one = only(what_if(flow, drafted(flow, liveness="active"), sessions=10).untold)

    assert codes.PRESENTATION_ATTACK in one.after.unmeasured


@pytest.mark.parametrize(
    ("mode", "rules", "outcome", "told"),
    [
        pytest.param("exact", ["diacritics"], "pass", False, id="stricter, passed"),
        pytest.param("exact", ["diacritics"], "fail", True, id="stricter, failed"),
        pytest.param("fuzzy", ["diacritics"], "pass", False, id="fewer rules, passed"),
        pytest.param("fuzzy", ["diacritics"], "fail", True, id="fewer rules, failed"),
    ],
)
def test_names_compared_otherwise_are_told_only_where_they_must_stand(
    flow: Flow, mode: str, rules: list[str], outcome: str, told: bool
) -> None:
    decided(flow, **{"claim.given_name": (outcome, 1.0, None)})
    policy = stored.default()
    policy["given_name"] |= {"mode": mode, "rules": rules}

    found = what_if(flow, drafted(flow, matching=policy), sessions=10)

    assert (found.same, len(found.untold)) == ((1, 0) if told else (0, 1))


def sealed(session: Session) -> Session:
    """Leave in the vault what was read from Utopia's specimen, of a woman born in 1974."""
    capture = session.captures.create(kind="document", source="upload", status="usable")
    read = evidence_json.dump(DOCUMENT)
    vault.put(session, capture.evidence_name, json.dumps(read).encode())
    Session.objects.filter(pk=session.pk).update(submitted_at=timezone.now())
    return session


@pytest.mark.parametrize(
    ("change", "refusing"),
    [
        pytest.param({"countries": ["UTO", "D"]}, None, id="country accepted"),
        pytest.param({"countries": ["D"]}, codes.DOCUMENT_COUNTRY, id="country not accepted"),
        pytest.param({"documents": ["visa"]}, codes.DOCUMENT_TYPE, id="kind not accepted"),
        pytest.param({"minimum_age": 18}, None, id="old enough"),
        pytest.param({"minimum_age": 90}, codes.DOCUMENT_AGE, id="too young"),
    ],
)
def test_what_is_still_sealed_answers_for_documents_countries_and_age(
    flow: Flow, change: dict[str, object], refusing: str | None
) -> None:
    session = sealed(decided(flow))

    blind = what_if(flow, drafted(flow, **change), sessions=10)
    seeing = what_if(flow, drafted(flow, **change), sessions=10, reopen=True)

    assert len(blind.untold) == 1
    assert not seeing.untold
    refusals = [finding.code for one in seeing.changed for finding in one.after.because]
    assert refusals == ([refusing] if refusing else [])
    vault.shred(session)
    assert len(what_if(flow, drafted(flow, **change), sessions=10, reopen=True).untold) == 1


def test_names_that_are_still_sealed_are_compared_anew(flow: Flow) -> None:
    sealed(decided(flow, **{"claim.given_name": ("fail", 1.0, None)}))
    policy = stored.default()
    policy["given_name"] |= {"mode": "exact", "rules": []}

    again = what_if(flow, drafted(flow, matching=policy, review=[]), sessions=10, reopen=True)

    assert not again.untold


def test_the_kind_of_document_is_known_when_all_else_is_gone(flow: Flow) -> None:
    session = decided(flow)
    Session.objects.update(document_type="passport")
    vault.shred(session)

    one = only(what_if(flow, drafted(flow, documents=["visa"]), sessions=10).changed)
    both = what_if(flow, drafted(flow, documents=["passport", "visa"]), sessions=10)

    assert [finding.code for finding in one.after.because] == [codes.DOCUMENT_TYPE]
    assert both.same == 1


def test_only_the_newest_are_looked_at_and_in_few_statements(
    flow: Flow, django_assert_num_queries: object
) -> None:
    for _ in range(3):
        decided(flow, face_match=("fail", 0.8, 0.55))

    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's
        found = what_if(flow, drafted(flow, review=[codes.FACE_MATCH]), sessions=2)

    assert (found.looked_at, len(found.changed)) == (2, 2)
