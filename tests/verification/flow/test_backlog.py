"""Threat H18: more pictures than the workers can read are held off, and nothing else is."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.policies import govern
from tests.verification.conftest import offered, work
from tests.verification.flow.addresses import at, send
from tests.verification.recorder import begin
from tests.verification.test_services import picture, settle
from verification import services
from verification.models import Capture, Flow, Session


@pytest.fixture
def crowd(flow: Flow, settings: Settings) -> Session:
    """Somebody else, whose pictures are all that the workers may have before them."""
    settings.MOST_WAITING = 2
    other = offered(flow)
    services.begin(other, browser_secret="another")
    for kind in ("document", "selfie"):
        services.accept_capture(other, kind, Capture.Source.UPLOAD, picture())
    return other


@pytest.mark.parametrize("script", [False, True], ids=["form", "script"])
def test_h18_a_picture_too_many_is_told_to_come_back_and_costs_nothing(
    person: Client, session: Session, crowd: Session, *, script: bool
) -> None:
    person.post(at("welcome", session))
    tries = services.tries_left(session, "document")

    answer = send(person, session, "document", picture(), script=script)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "try again in a minute" in (answer.json()["message"] if script else answer.text)
    assert services.tries_left(session, "document") == tries
    assert not session.vault_items.exists()
    page = person.get(at("document", session))
    assert page.status_code == 200
    assert 'type="file"' in page.text


def test_h18_a_flood_is_told_to_the_log_once(
    person: Client, session: Session, crowd: Session, caplog: pytest.LogCaptureFixture
) -> None:
    person.post(at("welcome", session))
    cache.clear()

    for _ in range(3):
        assert send(person, session, "document", picture()).status_code == 503

    assert [record.message for record in caplog.records if "workers" in record.message] == [
        "2 pictures and recordings wait for the workers: no more are taken in"
    ]
    assert "Service Unavailable" not in caplog.text


def test_h18_once_the_workers_have_caught_up_it_is_taken(
    person: Client, session: Session, crowd: Session
) -> None:
    person.post(at("welcome", session))
    assert send(person, session, "document", picture(), script=True).status_code == 503

    work()

    assert send(person, session, "document", picture(), script=True).status_code == 202


def test_h18_a_challenge_is_not_begun_then_and_no_try_is_used(
    person: Client, session: Session, crowd: Session
) -> None:
    govern(liveness=Flow.Liveness.ACTIVE)
    person.post(at("welcome", session))
    settle(session, "document")
    settle(session, "selfie")

    answer = begin(person, session)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "try again in a minute" in answer.json()["message"]
    assert not session.recordings.exists()
