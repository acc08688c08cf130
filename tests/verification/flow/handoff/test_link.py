"""The link to a phone: threat H1, a link that somebody relays."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.verification.conftest import let_in
from tests.verification.flow.addresses import at
from tests.verification.flow.handoff.ends import (
    a_phone,
    happened,
    link_on,
    say_yes,
    shown_link,
)
from verification import handoffs
from verification.handoff_models import LINK_LIFE
from verification.models import Flow, Handoff, HandoffEvent, Session

What = HandoffEvent.What


def test_the_link_is_drawn_as_a_code_and_written_out(desk: Client, session: Session) -> None:
    link = link_on(desk, session)

    page = desk.get(at("handoff", session)).text
    assert re.search(r'<path fill="#000000" d="M\d+ \d+h1v1h-1z', page)
    assert link == shown_link(desk, session)  # reloading loses nothing
    token = link.split("/")[-2]
    assert len(token) * 6 >= 128
    assert token not in repr(list(Handoff.objects.values()))


def test_h1_the_phone_says_who_started_what_where_and_when(desk: Client, session: Session) -> None:
    page = a_phone().get(link_on(desk, session)).text

    for told in ("Acme", "p•••@e•••.com", "Firefox on Windows", "203.0.113.0/24", "DE", "ago"):
        assert told in page
    for secret in ("peter", "example.com", "Eriksson", "203.0.113.7", str(session.pk)):
        assert secret not in page


def test_h1_what_is_not_known_is_said_to_be_unknown(
    flow: Flow, settings: Settings, session: Session
) -> None:
    settings.COUNTRY_HEADER = ""
    desk = let_in(Client(headers={"user-agent": "curl/8"}), session)
    desk.post(at("welcome", session))
    page = a_phone().get(link_on(desk, session)).text

    assert "country unknown" in page
    assert "a browser that we do not know" in page


def test_h1_looking_at_a_link_uses_nothing_up(desk: Client, session: Session) -> None:
    link = link_on(desk, session)
    for _ in range(2):
        assert a_phone().get(link).status_code == 200
        assert a_phone().head(link).status_code == 200

    assert say_yes(a_phone(), link).status_code == 303
    assert Handoff.objects.get().status == Handoff.Status.BOUND


def test_h1_a_second_phone_on_the_same_link_is_refused(desk: Client, session: Session) -> None:
    link = link_on(desk, session)
    first, second = a_phone(), a_phone("192.0.2.9")
    second.get(link)  # both have the question open
    say_yes(first, link)

    answer = second.post(link, {"answer": "yes"})

    assert answer.status_code == 410
    assert "already opened on another phone" in answer.text
    assert "Acme" not in answer.text
    assert second.get(at("phone", session)).status_code == 403
    assert first.get(at("phone", session)).status_code == 200
    assert What.SECOND in happened(session)
    assert say_yes(first, link)["Location"] == at("phone", session)  # a double tap


def test_h1_a_link_ends_after_five_minutes(desk: Client, session: Session) -> None:
    link = link_on(desk, session)
    Handoff.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert a_phone().get(link).status_code == 410
    assert say_yes(a_phone(), link).status_code == 410
    assert "The link is no longer good" in desk.get(at("handoff", session)).text
    assert timedelta(minutes=5) == LINK_LIFE


def test_h1_a_new_link_ends_the_old_one(desk: Client, session: Session) -> None:
    old = link_on(desk, session)
    phone = a_phone()
    say_yes(phone, old)

    desk.post(at("handoff", session))

    assert a_phone().get(old).status_code == 410
    assert "no longer part" in phone.get(at("phone", session)).text
    assert shown_link(desk, session) != old


def test_links_are_not_made_without_end(desk: Client, session: Session) -> None:
    link_on(desk, session)
    answers = [desk.post(at("handoff", session)) for _ in range(handoffs.MOST_LINKS)]

    assert answers[-1].status_code == 409
    assert "No more links" in answers[-1].text


@pytest.mark.parametrize("token", ["x", "A" * 27, "%00%ff", "../../done"])
def test_a_made_up_link_opens_nothing(session: Session, desk: Client, token: str) -> None:
    link_on(desk, session)

    answer = a_phone().get(f"/verify/phone/{token}/")

    assert answer.status_code == 404
    assert "Acme" not in answer.text


def test_h18_links_are_not_tried_out_in_a_flood(db: None, settings: Settings) -> None:
    settings.ADDRESS_REQUESTS_PER_MINUTE = 3
    phone = a_phone()
    codes = [phone.get(f"/verify/phone/{n}/").status_code for n in range(5)]

    assert codes == [404, 404, 404, 429, 429]


def test_a_link_that_is_opened_where_it_was_made_leads_back(desk: Client, session: Session) -> None:
    assert desk.get(link_on(desk, session))["Location"] == at("handoff", session)
