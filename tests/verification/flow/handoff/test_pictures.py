"""A phone takes the pictures, and the first screen has the result: threat H1."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.verification.conftest import work
from tests.verification.flow.addresses import at, send
from tests.verification.flow.handoff.ends import (
    a_phone,
    join,
    link_on,
    say_yes,
)
from tests.verification.test_services import picture
from verification import upkeep
from verification.models import Handoff, HandoffEvent, Session


def test_h1_a_phone_takes_the_pictures_and_the_first_screen_gets_the_result(
    desk: Client, session: Session, pictures: Any
) -> None:
    phone, shown = a_phone(), pictures("right-person")
    join(desk, phone, session)
    assert "Your phone is connected" in desk.get(at("handoff", session)).text
    assert phone.get(at("phone", session))["Location"] == at("document", session)

    send(phone, session, "document", shown.passport)
    work()
    assert phone.get(at("resume", session))["Location"] == at("selfie", session)
    assert desk.get(at("resume", session))["Location"] == at("handoff", session)
    status = desk.get(at("status", session)).json()
    assert (status["handoff"], status["captures"]["document"]["status"]) == ("confirmed", "usable")
    send(phone, session, "selfie", shown.selfie)
    work()

    session.refresh_from_db()
    assert session.status == Session.Status.VERIFIED
    end = phone.get(at("resume", session), follow=True)
    assert "Go back to the screen where you started" in end.text
    assert "confirmed" not in end.text
    assert phone.get(at("status", session)).json()["status"] == "over"
    assert "Your identity is confirmed" in desk.get(at("done", session)).text


@pytest.mark.parametrize("status", ["verified", "failed"])
def test_h1_a_phone_learns_no_result_and_no_way_back(
    desk: Client, session: Session, status: str
) -> None:
    phone = a_phone()
    join(desk, phone, session)
    Session.objects.update(status="processing")
    session.refresh_from_db()
    session.advance(Session.Status(status), reason="assessed")

    for name in ("done", "progress", "cancel", "choose", "handoff", "welcome"):
        assert phone.get(at(name, session)).status_code == 403
    answers = [phone.get(at(name, session), follow=True) for name in ("phone", "resume", "status")]
    assert len({answer.text.replace(status, "") for answer in answers[:2]}) == 1
    for answer in answers:
        assert session.return_path not in answer.text
        assert status not in answer.text


def test_the_first_screen_can_take_it_back(desk: Client, session: Session) -> None:
    phone = a_phone()
    join(desk, phone, session)

    answer = desk.post(at("choose", session), {"device": "here"})

    assert answer["Location"] == at("document", session)
    assert phone.get(at("document", session))["Location"] == at("phone", session)
    assert "no longer part" in phone.get(at("phone", session)).text
    assert phone.get(at("status", session)).json()["status"] == "over"
    send(phone, session, "document", picture())
    assert not session.captures.exists()


def test_without_scripts_both_ends_follow_by_refresh(desk: Client, session: Session) -> None:
    phone = a_phone()
    link = link_on(desk, session)
    refresh = f'http-equiv="refresh" content="5;url={at("resume", session)}"'
    assert refresh in desk.get(at("handoff", session)).text
    say_yes(phone, link)
    assert (
        'http-equiv="refresh"' not in desk.get(at("handoff", session)).text
    )  # it would eat digits
    assert 'http-equiv="refresh" content="5"' in phone.get(at("phone", session)).text


def test_a_form_of_another_site_answers_no_link(desk: Client, session: Session) -> None:
    link = link_on(desk, session)
    phone = Client(enforce_csrf_checks=True)
    phone.get(link)

    for answer in ("yes", "no"):
        assert phone.post(link, {"answer": answer}).status_code == 403
    assert Handoff.objects.get().status == Handoff.Status.OFFERED


def test_a_browser_without_cookies_is_told(desk: Client, session: Session) -> None:
    answer = a_phone().post(link_on(desk, session), {"answer": "yes"})

    assert answer.status_code == 403
    assert "keeps no cookies" in answer.text


def test_both_ends_are_in_the_console_s_ledger(
    desk: Client, session: Session, admin_client: Client
) -> None:
    join(desk, a_phone(), session)

    page = admin_client.get(reverse("admin:verification_session_change", args=[session.pk])).text

    for told in ("Link made", "Firefox on Windows", "Opened on a phone", "Safari on iPhone"):
        assert told in page
    assert "203.0.113.0/24" in page
    assert "Right number typed" in page


def test_networks_are_forgotten_after_a_while(desk: Client, session: Session) -> None:
    join(desk, a_phone(), session)
    assert upkeep.forget_networks() == 0
    HandoffEvent.objects.update(at=timezone.now() - upkeep.NETWORKS_KEPT)

    assert upkeep.forget_networks() == 4
    assert set(HandoffEvent.objects.values_list("network", flat=True)) == {""}
