"""The whole way over HTTP, with the readers at work."""

import hashlib
import re
from collections.abc import Callable

import pytest
from django.test import Client

from sandbox.specimens import Pictures
from tests.policies import govern
from tests.verification.conftest import work
from tests.verification.flow.addresses import at, send
from tests.verification.test_services import end_time, settle
from verification import services
from verification.models import Capture, Session

Draw = Callable[[str], Pictures]


def test_a_person_with_her_own_passport_is_verified(
    person: Client, session: Session, pictures: Draw
) -> None:
    shown = pictures("right-person")

    assert person.post(at("welcome", session))["Location"] == at("document", session)
    sent = send(person, session, "document", shown.passport)
    assert (sent.status_code, sent["Location"]) == (303, at("document", session))
    assert "Checking your picture" in person.get(at("document", session)).text
    work()
    assert person.get(at("resume", session))["Location"] == at("selfie", session)
    send(person, session, "selfie", shown.selfie)
    work()

    session.refresh_from_db()
    assert session.status == Session.Status.VERIFIED
    assert person.get(at("resume", session))["Location"] == at("done", session)
    page = person.get(at("done", session)).text
    assert "Your identity is confirmed" in page
    assert f'href="{session.return_path}"' in page


def test_a_blurred_picture_is_explained_and_can_be_taken_again(
    person: Client, session: Session, pictures: Draw
) -> None:
    person.post(at("welcome", session))
    send(person, session, "document", pictures("blurred").passport)
    work()

    page = person.get(at("document", session)).text
    assert "This picture is blurred" in page
    assert 'type="file"' in page
    assert Capture.objects.get().status == Capture.Status.UNUSABLE

    send(person, session, "document", pictures("right-person").passport)
    work()
    assert person.get(at("resume", session))["Location"] == at("selfie", session)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        pytest.param("wrong-person", "", id="wrong person"),
        pytest.param("tampered", "", id="tampered"),
        pytest.param("expired", "The document is no longer valid", id="expired"),
    ],
)
def test_a_refusal_tells_what_to_do_and_not_which_rule_fired(
    person: Client, session: Session, pictures: Draw, outcome: str, told: str
) -> None:
    shown = pictures(outcome)
    person.post(at("welcome", session))
    send(person, session, "document", shown.passport)
    work()
    send(person, session, "selfie", shown.selfie)
    work()

    page = person.get(at("done", session)).text
    assert "We could not confirm your identity" in page
    assert told in page
    for rule in ("face", "match", "digit", "threshold", "claim"):
        assert rule not in page.lower()


def test_the_script_s_way_ends_at_the_same_pages(
    person: Client, session: Session, pictures: Draw
) -> None:
    person.post(at("welcome", session))
    sent = send(person, session, "document", pictures("blurred").passport, script=True)
    assert sent.status_code == 202

    status = person.get(at("status", session)).json()
    assert status["captures"]["document"]["status"] == "reading"
    assert status["captures"]["document"]["id"] == sent.json()["id"]
    work()
    status = person.get(at("status", session)).json()
    assert status["captures"]["document"]["status"] == "unusable"
    assert "blurred" in status["captures"]["document"]["advice"][0]
    assert status["next"] == at("document", session)


def test_the_wrong_page_leads_to_the_right_one(person: Client, session: Session) -> None:
    def leads_to(right: str) -> None:
        for name in ("document", "selfie", "progress", "done"):
            answer = person.get(at(name, session))
            if name == right:
                assert answer.status_code == 200
            else:
                assert answer["Location"] == at(right, session)

    leads_to("welcome")
    person.post(at("welcome", session))
    leads_to("document")
    settle(session, "document")
    leads_to("selfie")
    settle(session, "selfie")
    session.refresh_from_db()
    services.submit(session)
    leads_to("progress")
    session.advance(Session.Status.FAILED, reason="assessed")
    leads_to("done")
    assert person.get(at("welcome", session))["Location"] == at("done", session)


def test_a_good_picture_can_be_taken_again_until_both_are_there(
    person: Client, session: Session
) -> None:
    person.post(at("welcome", session))
    settle(session, "document")

    page = person.get(at("document", session), {"again": ""}).text
    assert "This picture is good" in page
    assert person.get(at("selfie", session), {"again": ""}).status_code == 200


def test_reloading_or_agreeing_twice_loses_nothing(person: Client, session: Session) -> None:
    for _ in range(2):
        assert person.post(at("welcome", session))["Location"] == at("document", session)
        assert person.get(at("document", session)).status_code == 200

    assert session.events.count() == 1


def test_who_stops_is_asked_and_led_back(person: Client, session: Session) -> None:
    person.post(at("welcome", session))

    assert "Stop the identity check?" in person.get(at("cancel", session)).text
    assert person.post(at("cancel", session))["Location"] == at("done", session)
    page = person.get(at("done", session)).text
    assert "You stopped the check" in page
    assert session.return_path in page


def test_who_does_not_want_to_begin_is_led_back_too(person: Client, session: Session) -> None:
    assert person.post(at("cancel", session))["Location"] == at("done", session)


def test_when_time_is_up_every_page_leads_to_the_end(person: Client, session: Session) -> None:
    """Check 90 of the protocol."""
    person.post(at("welcome", session))
    session.refresh_from_db()
    end_time(session, minutes_ago=1)

    assert person.get(at("document", session))["Location"] == at("done", session)
    page = person.get(at("done", session)).text
    assert "The time is up" in page
    assert session.return_path in page
    assert send(person, session, "document", b"").status_code == 303


def test_more_time_is_given_where_the_person_is(person: Client, session: Session) -> None:
    person.post(at("welcome", session))
    session.refresh_from_db()
    end_time(session, minutes_ago=-1)

    assert person.post(at("extend", session))["Location"] == at("document", session)
    status = person.get(at("status", session)).json()
    assert status["seconds_left"] > 120
    assert status["can_extend"]


def test_when_all_tries_are_used_the_person_learns_how_to_go_on(
    person: Client, session: Session
) -> None:
    govern(retakes=3)
    person.post(at("welcome", session))
    for left in (3, 2, 1):
        assert f"You have {left} tr" in person.get(at("document", session)).text
        session.captures.create(
            kind="document", source="upload", status="unusable", guidance=["document.blurred"]
        )

    page = person.get(at("document", session)).text
    assert "You have used all tries" in page
    assert 'type="file"' not in page
    assert at("cancel", session) in page


def test_the_first_page_says_who_asks_what_is_taken_and_how_long_it_is_kept(
    person: Client, session: Session
) -> None:
    govern(retention_hours=48)

    page = person.get(at("welcome", session)).text

    for said in (
        "Acme",
        "picture of your passport",
        "picture of your face",
        "2 days",
        "20 minutes",
    ):
        assert said in page


def test_another_text_of_the_consent_is_another_version(person: Client, session: Session) -> None:
    """When this fails, change ``CONSENT_VERSION`` first, and then what is expected here."""
    page = person.get(at("welcome", session)).text
    shown = re.findall(r'<dl class="facts">.*?</dl>|With the button below.*?</p>', page, re.DOTALL)
    told = " ".join(re.sub(r"<[^>]*>", " ", " ".join(shown)).split())

    assert "Encrypted" in told
    assert "you agree" in told
    digest = hashlib.sha256(told.encode()).hexdigest()[:12]
    assert (services.CONSENT_VERSION, digest) == ("2026-11-24.2", "aa563e8e2eba")


def test_a_person_without_scripts_sees_when_the_reading_is_done(
    person: Client, session: Session
) -> None:
    person.post(at("welcome", session))
    session.captures.create(kind="document", source="upload")

    page = person.get(at("document", session)).text

    assert f'http-equiv="refresh" content="2;url={at("resume", session)}"' in page
