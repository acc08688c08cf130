"""What the checks leave to a person waits for one, and not for ever."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from sandbox.specimens import Pictures
from tests.policies import govern
from tests.verification.conftest import work
from tests.verification.flow.addresses import at, send
from tests.verification.test_services import end_time
from verification import services, upkeep
from verification.checks import codes
from verification.decision import AssuranceLevel
from verification.models import Flow, Session

Draw = Callable[[str], Pictures]


@pytest.fixture
def referring(flow: Flow) -> Flow:
    flow.review = [codes.FACE_MATCH, "claim.family_name"]
    flow.review_minutes = 45
    flow.save()
    return flow


def through(person: Client, session: Session, shown: Pictures) -> Session:
    person.post(at("welcome", session))
    for kind, data in (("document", shown.passport), ("selfie", shown.selfie)):
        send(person, session, kind, data)
        work()
    session.refresh_from_db()
    return session


@pytest.fixture
def waiting(session: Session) -> Session:
    """A session whose face and family name a person has to judge."""
    services.begin(session, browser_secret="a browser's secret")
    session.advance(Session.Status.PROCESSING, reason="submitted", submitted_at=timezone.now())
    services.refer(session)
    for position, code in enumerate((codes.FACE_MATCH, "claim.family_name")):
        session.check_results.create(
            position=position,
            code=code,
            outcome="fail",
            required=True,
            referred=True,
            refused=False,
        )
    return session


def test_another_face_goes_to_a_person_where_the_flow_says_so(
    referring: Flow, person: Client, session: Session, pictures: Draw
) -> None:
    shown = person.get(at("welcome", session)).text
    referred = through(person, session, pictures("wrong-person"))

    assert "A member of staff may look at them" in shown
    assert referred.status == Session.Status.REVIEW
    assert referred.is_open
    assert referred.referred_at is not None
    marked = referred.check_results.filter(referred=True)
    assert [one.code for one in marked] == [codes.FACE_MATCH]
    assert not referred.check_results.filter(refused=True).exists()
    assert referred.expires_at - referred.referred_at == timedelta(minutes=45)
    page = person.get(at("progress", session)).text
    assert "A person is looking at it" in page
    assert "45 minutes" in page
    assert person.get(at("done", session))["Location"] == at("progress", session)
    assert person.get(at("status", session)).json()["next"] == at("progress", session)


def test_whom_every_check_passed_waits_for_a_person_too_where_the_flow_says_so(
    flow: Flow, person: Client, session: Session, pictures: Draw
) -> None:
    govern(review_everybody=True)

    shown = person.get(at("welcome", session)).text
    waits = through(person, session, pictures("right-person"))

    assert "A member of staff may look at them" in shown
    assert waits.status == Session.Status.REVIEW
    assert not waits.findings.filter(referred=True).exists()


def told(person: Client, session: Session) -> str:
    """Return what is shown while a person looks, without what is new each time."""
    return re.sub(r'value="\w{64}"', "", person.get(at("progress", session)).text)


def test_whom_chance_chose_waits_for_a_person_and_is_told_what_others_are_told(
    flow: Flow, person: Client, session: Session, pictures: Draw
) -> None:
    govern(review_share=100)

    assert "A member of staff may look at them" in person.get(at("welcome", session)).text
    waits = through(person, session, pictures("right-person"))
    chosen = told(person, session)
    assert waits.demanded is not None
    Session.objects.update(demanded={**waits.demanded, "sampled": False, "everybody": True})

    assert waits.status == Session.Status.REVIEW
    assert (waits.demanded["sampled"], waits.demanded["everybody"]) == (True, False)
    assert not waits.findings.filter(referred=True).exists()
    assert told(person, session) == chosen


def test_whom_chance_chose_is_refused_at_once_where_a_check_refuses(
    flow: Flow, person: Client, session: Session, pictures: Draw
) -> None:
    govern(review_share=100)

    assert through(person, session, pictures("expired")).status == Session.Status.FAILED


def test_nothing_goes_to_a_person_unless_the_flow_says_so(
    person: Client, session: Session, pictures: Draw
) -> None:
    assert "member of staff" not in person.get(at("welcome", session)).text
    assert through(person, session, pictures("wrong-person")).status == Session.Status.FAILED


def test_a_hard_failure_refuses_at_once(
    referring: Flow, person: Client, session: Session, pictures: Draw
) -> None:
    assert through(person, session, pictures("expired")).status == Session.Status.FAILED


def test_who_waits_for_a_person_may_stop(waiting: Session) -> None:
    assert services.cancel(waiting)
    assert waiting.status == Session.Status.CANCELLED


def test_an_unreviewed_session_ends_by_the_flows_time_and_without_a_verdict(
    waiting: Session,
) -> None:
    end_time(waiting, minutes_ago=1)

    assert upkeep.expire_sessions() == 1

    waiting.refresh_from_db()
    assert waiting.status == Session.Status.EXPIRED
    assert [event.reason for event in waiting.events.all()][-1] == "no reviewer decided in time"
    with pytest.raises(ValueError, match="has no result"):
        services.result(waiting)


def test_more_time_for_pictures_is_no_more_time_for_reviewers(waiting: Session) -> None:
    assert not services.extend(waiting)
    assert not services.can_extend(waiting)


@pytest.mark.parametrize(
    ("to", "level", "matched"),
    [
        pytest.param(Session.Status.VERIFIED, AssuranceLevel.VERIFIED, True, id="verified"),
        pytest.param(Session.Status.FAILED, AssuranceLevel.FAILED, False, id="refused"),
    ],
)
def test_a_referred_claim_matches_when_the_person_verified(
    waiting: Session, to: Session.Status, level: AssuranceLevel, matched: bool
) -> None:
    waiting.advance(to, reason="reviewed")

    result = services.result(waiting)

    assert (result.level, dict(result.matched)) == (level, {"family_name": matched})


@pytest.mark.parametrize("review", [["mrz.composite"], ["face.match", "nonsense"]])
def test_a_flow_that_leaves_to_a_person_what_nobody_can_judge_is_not_saved(
    flow: Flow, review: list[str]
) -> None:
    flow.review = review

    with pytest.raises(ValidationError, match="No person may judge"):
        flow.full_clean()
