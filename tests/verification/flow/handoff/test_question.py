"""Did you start this? What a phone says and asks first: threat H1."""

import pytest
from django.test import Client

from tests.policies import govern
from tests.verification.flow.addresses import at
from tests.verification.flow.handoff.ends import (
    a_phone,
    happened,
    join,
    link_on,
    say_yes,
)
from verification import handoffs
from verification.models import Flow, HandoffEvent, Session

What = HandoffEvent.What


def test_h1_who_did_not_start_it_ends_it_at_once(desk: Client, session: Session) -> None:
    link = link_on(desk, session)
    phone = a_phone()
    phone.get(link)

    answer = phone.post(link, {"answer": "no"})

    assert "The check was stopped" in answer.text
    session.refresh_from_db()
    assert session.status == Session.Status.CANCELLED
    assert session.events.values_list("reason", flat=True)[1] == handoffs.DECLINED
    assert desk.get(at("resume", session))["Location"] == at("done", session)
    assert "did not start this check" in desk.get(at("done", session)).text
    assert "return" not in answer.text.lower()
    assert session.return_path not in answer.text
    assert happened(session) == [What.OFFERED, What.DECLINED]


def test_h1_a_phone_can_stop_later_too(desk: Client, session: Session) -> None:
    phone = a_phone()
    join(desk, phone, session)
    assert at("phone_stop", session) in phone.get(at("document", session)).text

    phone.post(at("phone_stop", session))

    session.refresh_from_db()
    assert session.status == Session.Status.CANCELLED
    assert "The check was stopped" in phone.get(at("phone", session)).text
    assert "The check was stopped" in desk.get(at("done", session)).text


def test_h1_another_country_is_told_or_refused_as_the_flow_says(
    flow: Flow, desk: Client, session: Session
) -> None:
    link = link_on(desk, session)
    warning = "in another country"
    assert warning not in a_phone(country="DE").get(link).text
    assert warning in a_phone(country="BR").get(link).text
    assert warning not in a_phone(country="").get(link).text  # unknown is no other one
    govern(handoff_country=Flow.Mismatch.REFUSE)

    answer = say_yes(a_phone(country="BR"), link)

    assert answer.status_code == 403
    assert "not where the check was started" in answer.text
    assert happened(session)[-3:] == [What.OTHER_COUNTRY, What.OTHER_NETWORK, What.ELSEWHERE]
    assert "The phone is somewhere else" in desk.get(at("handoff", session)).text
    session.refresh_from_db()
    assert session.status == Session.Status.CAPTURING


def test_h1_where_places_must_agree_an_unknown_one_is_refused(
    flow: Flow, desk: Client, session: Session
) -> None:
    govern(handoff_country=Flow.Mismatch.REFUSE)
    link = link_on(desk, session)

    assert say_yes(a_phone(country="XX"), link).status_code == 403


@pytest.mark.parametrize(
    ("address", "code"), [("203.0.113.200", 303), ("203.0.114.7", 403), ("2001:db8::1", 403)]
)
def test_h1_a_flow_may_want_one_network(
    flow: Flow, desk: Client, session: Session, address: str, code: int
) -> None:
    govern(handoff_network=Flow.Mismatch.REFUSE)

    assert say_yes(a_phone(address), link_on(desk, session)).status_code == code


def test_h1_a_difference_that_nobody_minds_is_recorded_all_the_same(
    flow: Flow, desk: Client, session: Session
) -> None:
    govern(handoff_country=Flow.Mismatch.IGNORE)
    link = link_on(desk, session)
    phone = a_phone("198.51.100.4", "BR")

    assert "another country" not in phone.get(link).text
    assert say_yes(phone, link).status_code == 303

    row = HandoffEvent.objects.get(what=What.OTHER_COUNTRY)
    assert (row.country, row.network, row.browser) == ("BR", "198.51.100.0/24", "Safari on iPhone")


def test_h1_what_is_not_known_is_told_as_no_difference(desk: Client, session: Session) -> None:
    phone = a_phone("203.0.113.9", country="")

    assert say_yes(phone, link_on(desk, session)).status_code == 303

    assert happened(session) == [What.OFFERED, What.BOUND]
