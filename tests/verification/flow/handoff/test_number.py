"""The number that goes from the phone to the first screen: threat H1."""

import re

import pytest
from django.test import Client

from tests.verification.flow.addresses import at, send
from tests.verification.flow.handoff.ends import (
    a_phone,
    happened,
    link_on,
    say_yes,
    shown_number,
    wrong,
)
from tests.verification.test_services import picture
from verification import handoffs
from verification.models import Handoff, HandoffEvent, Session

What = HandoffEvent.What


def test_h1_without_the_number_a_phone_takes_no_picture(desk: Client, session: Session) -> None:
    phone = a_phone()
    say_yes(phone, link_on(desk, session))

    assert send(phone, session, "document", picture())["Location"] == at("phone", session)
    assert phone.get(at("document", session))["Location"] == at("phone", session)
    assert not session.captures.exists()


def test_h1_three_wrong_numbers_end_it(desk: Client, session: Session) -> None:
    phone = a_phone()
    say_yes(phone, link_on(desk, session))
    number = shown_number(phone, session)

    first = desk.post(at("number", session), {"number": wrong(number)})
    assert first.status_code == 422
    assert "You have 2 tries left" in first.text
    desk.post(at("number", session), {"number": wrong(number)})
    last = desk.post(at("number", session), {"number": wrong(number)})

    assert last["Location"] == at("done", session)
    session.refresh_from_db()
    assert session.status == Session.Status.CANCELLED
    assert session.events.values_list("reason", flat=True)[1] == handoffs.GUESSED
    assert "wrong three times" in desk.get(at("done", session)).text
    assert "The check was stopped" in phone.get(at("phone", session)).text
    assert happened(session)[-4:] == [What.WRONG, What.WRONG, What.WRONG, What.WRONG_NUMBER]


@pytest.mark.parametrize("typed", ["", "1", "123", "ab", "٣٤", "4 2"])
def test_what_is_no_number_is_named_and_costs_no_try(
    desk: Client, session: Session, typed: str
) -> None:
    say_yes(a_phone(), link_on(desk, session))

    answer = desk.post(at("number", session), {"number": typed})

    assert answer.status_code == 422
    assert "two digits" in answer.text
    assert Handoff.objects.get().wrong_numbers == 0


def test_without_scripts_digits_are_touched_one_by_one_and_cost_no_try(
    desk: Client, session: Session
) -> None:
    phone = a_phone()
    say_yes(phone, link_on(desk, session))
    number, other = shown_number(phone, session), wrong(shown_number(phone, session))
    field = ""
    for key in (*other, "delete", "delete", *number, "7"):
        page = desk.post(at("number", session), {"key": key, "number": field}).text
        (field,) = re.findall(r'id="number"[^>]* value="(\d*)"', page)
    assert field == number
    assert Handoff.objects.get().wrong_numbers == 0

    desk.post(at("number", session), {"number": field})

    assert Handoff.objects.get().status == Handoff.Status.CONFIRMED


def test_h1_the_number_is_known_to_the_phone_alone(desk: Client, session: Session) -> None:
    phone = a_phone()
    say_yes(phone, link_on(desk, session))
    number = shown_number(phone, session)

    assert 10 <= int(number) < 100
    page = desk.get(at("handoff", session)).text
    assert f">{number}<" not in page
    assert f'"{number}"' not in page
    assert number.encode() not in bytes(Handoff.objects.get().number_digest)
