"""From kept evidence to a verdict that is recorded once, with every finding."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sandbox.specimens import Pictures
from tests.verification.conftest import offered, work
from tests.verification.test_services import settle
from verification import assessment, explanations, leases, services, vault
from verification.checks import codes
from verification.decision import Requirements, decide
from verification.models import PERSONAL_COLUMNS, Capture, CheckResult, Flow, Session, VaultItem

Draw = Callable[[str], Pictures]


def handed_over(session: Session) -> Session:
    """A session whose pictures were usable, and then lost from the vault."""
    services.begin(session, browser_secret="a browser's secret")
    settle(session, "document")
    settle(session, "selfie")
    services.submit(session)
    return session


def through(session: Session, shown: Pictures) -> Session:
    """Take the session the whole way, readers and all."""
    services.begin(session, browser_secret="a browser's secret")
    for kind, data in (("document", shown.passport), ("selfie", shown.selfie)):
        services.accept_capture(session, kind, Capture.Source.UPLOAD, data)
    work()
    session.refresh_from_db()
    return session


def refused_for(session: Session) -> set[str]:
    return set(session.check_results.filter(refused=True).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        pytest.param("wrong-person", codes.FACE_MATCH, id="wrong person"),
        pytest.param("expired", codes.DOCUMENT_EXPIRY, id="expired"),
        pytest.param("wrong-name", "claim.family_name", id="wrong name"),
        pytest.param("tampered", codes.MRZ_BIRTHDATE, id="tampered"),
    ],
)
def test_what_is_wrong_is_found_and_refused(
    session: Session, pictures: Draw, outcome: str, code: str
) -> None:
    decided = through(session, pictures(outcome))

    assert decided.status == Session.Status.FAILED
    assert code in refused_for(decided)


def test_a_verified_session_names_every_finding_and_no_person(
    session: Session, pictures: Draw
) -> None:
    decided = through(session, pictures("right-person"))

    assert decided.status == Session.Status.VERIFIED
    assert not refused_for(decided)
    required = set(decided.check_results.filter(required=True).values_list("code", flat=True))
    assert {codes.FACE_MATCH, codes.MRZ_COMPOSITE, "claim.birthdate"} <= required
    sealed = {f"{model}.{column}" for model, column in PERSONAL_COLUMNS}
    for model in (Session, Capture, CheckResult, Flow):
        for row in model.objects.values():
            said = " ".join(
                str(value)
                for column, value in row.items()
                if f"{model._meta.label}.{column}" not in sealed
            ).lower()
            for personal in ("eriksson", "anna", "l898902c", "1974", "740812"):
                assert personal not in said


def test_what_was_compared_is_sealed_and_shredded_with_the_pictures(
    session: Session, pictures: Draw, caplog: pytest.LogCaptureFixture
) -> None:
    decided = through(session, pictures("right-person"))

    given, family, born = explanations.of(decided)
    assert (given.document_form, family.document_form) == ("ANNA MARIA", "ERIKSSON")
    assert born.claimed_form == "1974-08-12"
    assert "eriksson" not in caplog.text.lower()
    days_left = decided.check_results.filter(code=codes.DOCUMENT_EXPIRY, measured__isnull=False)
    assert days_left.exists()
    vault.shred(decided)
    decided.refresh_from_db()
    assert not days_left.exists()
    assert not VaultItem.objects.filter(session=decided).exists()
    with pytest.raises(vault.Shredded):
        explanations.of(decided)


def test_a_real_session_is_refused_while_nothing_tells_a_face_from_a_print(
    flow: Flow, pictures: Draw
) -> None:
    real = through(offered(flow, sandbox=False), pictures("right-person"))
    assert flow.liveness == Flow.Liveness.NONE
    assert real.status == Session.Status.CAPTURING

    real.advance(Session.Status.PROCESSING, reason="a bug", submitted_at=timezone.now())
    assessment.assess_session(str(real.pk))

    decided = Session.objects.get(pk=real.pk)
    assert decided.status == Session.Status.FAILED
    assert codes.PRESENTATION_ATTACK in refused_for(decided)


def test_a_second_worker_leaves_a_session_that_is_being_assessed(session: Session) -> None:
    handed_over(session)
    Session.objects.update(assessed_from=timezone.now())

    assessment.assess_session(str(session.pk))

    session.refresh_from_db()
    assert session.status == Session.Status.PROCESSING


def test_of_two_verdicts_only_the_first_is_recorded(session: Session, pictures: Draw) -> None:
    decided = through(session, pictures("right-person"))
    before = list(decided.check_results.values())

    rival = Session.objects.select_related("flow").get(pk=decided.pk)
    rival.status = Session.Status.PROCESSING
    requirements = Requirements(frozenset({codes.FACE_MATCH}))
    assessment.record(rival, (), requirements, decide((), requirements))

    decided.refresh_from_db()
    assert decided.status == Session.Status.VERIFIED
    assert list(decided.check_results.values()) == before


def test_a_session_that_ends_every_worker_is_an_error_and_no_verdict(
    session: Session, client: Client
) -> None:
    handed_over(session)
    dead = timezone.now() - leases.LEASE - timedelta(seconds=1)
    Session.objects.update(assessed_from=dead, assessments=leases.MOST_TRIES)

    assessment.assess_session(str(session.pk))

    session.refresh_from_db()
    assert session.status == Session.Status.ERRORED
    assert not session.check_results.exists()


def test_a_failed_try_gives_the_session_back(session: Session) -> None:
    handed_over(session)

    with pytest.raises(VaultItem.DoesNotExist):
        assessment.assess_session(str(session.pk))

    session.refresh_from_db()
    assert (session.assessed_from, session.assessments) == (None, 1)
