"""A refusal that better pictures can mend is no end, as often as the flow allows."""

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sandbox.specimens import Pictures
from tests.policies import govern
from tests.verification.conftest import work
from tests.verification.flow.addresses import at, send
from tests.verification.test_services import picture
from verification import assessment, attempts, services
from verification.checks import codes
from verification.decision import Decision, Requirements, Verdict
from verification.findings import Finding, Outcome
from verification.models import Capture, Flow, Session

Draw = Callable[[str], Pictures]


@pytest.fixture
def flow(flow: Flow) -> Flow:
    flow.attempts = 3
    flow.save()
    return flow


def hand_in(person: Client, session: Session, *, passport: bytes, selfie: bytes | None) -> None:
    send(person, session, "document", passport)
    work()
    if selfie is not None:
        send(person, session, "selfie", selfie)
        work()
    session.refresh_from_db()


def test_the_wrong_document_is_named_and_another_one_verifies(
    person: Client, session: Session, pictures: Draw, admin_client: Client
) -> None:
    right = pictures("right-person")
    person.post(at("welcome", session))
    hand_in(person, session, passport=pictures("expired").passport, selfie=right.selfie)

    assert person.get(at("resume", session))["Location"] == at("document", session)
    page = person.get(at("document", session)).text
    assert "The document is no longer valid" in page
    assert "2 of 3 attempts left" in page
    assert person.get(at("status", session)).json()["next"] == at("document", session)

    hand_in(person, session, passport=right.passport, selfie=None)

    assert session.status == Session.Status.VERIFIED
    assert services.result(session).matched["family_name"] is True
    by_attempt = session.check_results.filter(code=codes.DOCUMENT_EXPIRY)
    assert list(by_attempt.values_list("attempt", "outcome")) == [(1, "fail"), (2, "pass")]
    page = admin_client.get(reverse("admin:verification_session_change", args=[session.pk])).text
    assert "Attempt 1: The document" in page
    assert "attempt 1 was not enough" in page
    assert "of attempt 2, the last one" in page


def test_the_last_attempt_ends_it_and_the_relying_party_hears_that_alone(
    person: Client, session: Session, pictures: Draw
) -> None:
    govern(attempts=2)
    right, expired = pictures("right-person"), pictures("expired")
    person.post(at("welcome", session))
    hand_in(person, session, passport=expired.passport, selfie=right.selfie)
    assert session.status == Session.Status.CAPTURING
    with pytest.raises(ValueError, match="has no result"):
        services.result(session)

    hand_in(person, session, passport=expired.passport + b" ", selfie=None)

    assert session.status == Session.Status.FAILED
    assert "The document is no longer valid" in person.get(at("done", session)).text
    assert services.result(session).level == "FAILED"


@pytest.mark.parametrize("outcome", ["wrong-person", "tampered", "wrong-name"])
def test_what_hints_at_somebody_else_is_final_and_always_said_alike(
    person: Client, session: Session, pictures: Draw, outcome: str
) -> None:
    shown = pictures(outcome)
    person.post(at("welcome", session))
    hand_in(person, session, passport=shown.passport, selfie=shown.selfie)

    assert session.status == Session.Status.FAILED
    assert "<li>" not in person.get(at("done", session)).text.partition("<main")[2]


def test_the_same_failed_file_is_refused_at_once_and_costs_nothing(
    person: Client, session: Session, pictures: Draw
) -> None:
    blurred = pictures("blurred").passport
    person.post(at("welcome", session))
    hand_in(person, session, passport=blurred, selfie=None)
    left = services.tries_left(session, "document")

    again = send(person, session, "document", blurred, script=True)

    assert again.status_code == 422
    assert "not good enough before" in again.json()["message"]
    session.refresh_from_db()
    assert services.tries_left(session, "document") == left
    assert session.captures.count() == 1


def test_the_file_of_a_refused_attempt_is_refused_at_once_too(
    person: Client, session: Session, pictures: Draw
) -> None:
    expired = pictures("expired").passport
    person.post(at("welcome", session))
    hand_in(person, session, passport=expired, selfie=pictures("right-person").selfie)

    answer = send(person, session, "document", expired)

    assert answer.status_code == 422
    assert "not good enough before" in answer.text
    session.refresh_from_db()
    assert session.attempt == 2


def test_a_file_is_known_again_in_its_own_session_alone(begun: Session, flow: Flow) -> None:
    digest = services.capture_digest(begun, picture())

    assert digest == services.capture_digest(begun, picture())
    assert digest != services.capture_digest(Session(), picture())


# --- When another attempt is given ----------------------------------------------------------------


def refuse(session: Session, *findings: Finding) -> None:
    Session.objects.update(status="processing")
    session.refresh_from_db()
    decision = Decision(Verdict.FAILED, findings, frozenset())
    assessment.record(session, findings, Requirements(frozenset()), decision)


EXPIRED = Finding(codes.DOCUMENT_EXPIRY, Outcome.FAIL, "Days until expiry.", -3, 0, "days")
OTHER_FACE = Finding(codes.FACE_MATCH, Outcome.FAIL, "Distance of the faces.", 0.9, 0.6)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "capturing"),
        ({"attempt": 3}, "failed"),
        ({"expires_at": timezone.now() + timedelta(minutes=1)}, "failed"),
    ],
    ids=["attempts left", "none left", "no time left"],
)
def test_it_takes_an_attempt_and_time(
    begun: Session, changes: dict[str, object], status: str
) -> None:
    Session.objects.update(**changes)
    begun.refresh_from_db()

    refuse(begun, EXPIRED)

    assert begun.status == status


def test_it_takes_a_picture_that_may_still_be_sent(begun: Session) -> None:
    govern(retakes=3)
    for _ in range(3):
        begun.captures.create(kind="document", source="upload", status=Capture.Status.USABLE)
    begun.refresh_from_db()

    refuse(begun, EXPIRED)

    assert begun.status == Session.Status.FAILED


def test_an_offer_tells_nothing_of_what_else_was_found(begun: Session) -> None:
    refuse(begun, EXPIRED, OTHER_FACE)
    assert begun.status == Session.Status.CAPTURING


def test_only_pictures_that_were_to_blame_are_taken_again() -> None:
    for code, kind in attempts.MENDED_BY.items():
        assert attempts.to_take_again([(code, Outcome.FAIL)]) == {kind}
    assert attempts.to_take_again([(codes.MRZ_BIRTHDATE, Outcome.INCONCLUSIVE)]) == {"document"}
    assert attempts.to_take_again([(codes.MRZ_BIRTHDATE, Outcome.FAIL)]) == set()


def test_nothing_that_guards_against_fraud_is_on_the_list() -> None:
    guards = [code for code in codes.ALL if code.startswith(("face.", "presentation.", "visual"))]
    guards += [codes.DOCUMENT_NUMBER_SEEN, codes.DOCUMENT_IMAGE_SEEN, "claim.given_name"]

    for code, outcome in itertools.product(guards, Outcome):
        assert attempts.to_take_again([(code, outcome)]) == set()


def test_a_flow_leaves_a_quarter_of_an_hour_at_least(flow: Flow) -> None:
    flow.minutes = 14
    with pytest.raises(Exception, match="minutes"):
        flow.full_clean()
