"""From the first screen to a phone and back: threat H1, a link that somebody relays."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.policies import govern
from tests.verification.conftest import PERSON, let_in, work
from tests.verification.flow.addresses import at, send
from tests.verification.test_services import picture
from verification import handoffs, services, upkeep
from verification.handoff_models import LINK_LIFE
from verification.models import Flow, Handoff, HandoffEvent, Session

DESK = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"
What = HandoffEvent.What


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests() -> None:
    cache.clear()


@pytest.fixture
def flow(flow: Flow) -> Flow:
    flow.handoff = True
    flow.save()
    return flow


@pytest.fixture
def session(flow: Flow) -> Session:
    return services.start(
        flow,
        claims=PERSON,
        organisation="Acme",
        return_path="/oauth2/complete/somewhere",
        sandbox=True,
        account="peter@example.com",
    )


@pytest.fixture
def desk(session: Session) -> Client:
    """The browser that began it, at a desk in Germany."""
    desk = Client(headers={"user-agent": DESK, "x-country": "DE"}, REMOTE_ADDR="203.0.113.7")
    let_in(desk, session)
    desk.post(at("welcome", session))
    return desk


@pytest.fixture(autouse=True)
def _countries(settings: Settings) -> None:
    settings.COUNTRY_HEADER = "X-Country"


def a_phone(address: str = "198.51.100.4", country: str = "DE") -> Client:
    return Client(headers={"user-agent": PHONE, "x-country": country}, REMOTE_ADDR=address)


def link_on(desk: Client, session: Session) -> str:
    """Choose the phone; return the path of the link that the desk shows."""
    desk.post(at("choose", session), {"device": "phone"})
    return shown_link(desk, session)


def shown_link(desk: Client, session: Session) -> str:
    page = desk.get(at("handoff", session)).text
    (link,) = re.findall(r'value="(http[^"]*/verify/phone/[^"]+)"', page)
    return f"/verify/{link.partition('/verify/')[2]}"


def say_yes(phone: Client, link: str) -> Any:
    phone.get(link)
    return phone.post(link, {"answer": "yes"})


def shown_number(phone: Client, session: Session) -> str:
    page = phone.get(at("phone", session)).text
    (number,) = re.findall(r'class="number"[^>]*>(\d\d)<', page)
    return str(number)


def join(desk: Client, phone: Client, session: Session) -> None:
    """Hand the session over to the phone, as an honest person does."""
    say_yes(phone, link_on(desk, session))
    desk.post(at("number", session), {"number": shown_number(phone, session)})


def happened(session: Session) -> list[str]:
    rows = HandoffEvent.objects.filter(handoff__session=session)
    return list(rows.values_list("what", flat=True))


def wrong(number: str) -> str:
    return str(10 + (int(number) - 9) % 90)


# --- The choice -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("agent", "first"), [(DESK, "phone"), (PHONE, "here")])
def test_the_likelier_device_comes_first(session: Session, agent: str, first: str) -> None:
    person = let_in(Client(headers={"user-agent": agent}), session)
    assert person.post(at("welcome", session))["Location"] == at("choose", session)

    offered = re.findall(r'name="device" value="(\w+)"', person.get(at("choose", session)).text)

    assert offered[0] == first
    assert sorted(offered) == ["here", "phone"]


def test_who_stays_here_goes_on_as_ever(desk: Client, session: Session) -> None:
    answer = desk.post(at("choose", session), {"device": "here"})

    assert answer["Location"] == at("document", session)
    assert desk.get(at("choose", session))["Location"] == at("document", session)


def test_a_device_that_nobody_offered_changes_nothing(desk: Client, session: Session) -> None:
    for device in ("", "toaster"):
        answer = desk.post(at("choose", session), {"device": device})
        assert answer["Location"] == at("choose", session)


def test_h1_a_flow_may_forbid_it_and_then_there_is_no_link_anywhere(
    flow: Flow, session: Session, desk: Client
) -> None:
    govern(handoff=False)

    assert desk.get(at("resume", session))["Location"] == at("document", session)
    for name in ("choose", "handoff"):
        answer = desk.post(at(name, session), {"device": "phone"})
        assert answer["Location"] == at("document", session)
        assert desk.get(at(name, session))["Location"] == at("document", session)
    assert "phone/" not in desk.get(at("document", session)).text
    assert not Handoff.objects.exists()


# --- The link -------------------------------------------------------------------------------------


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


# --- Did you start this? --------------------------------------------------------------------------


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


# --- The number -----------------------------------------------------------------------------------


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


def test_h1_the_number_is_known_to_the_phone_alone(desk: Client, session: Session) -> None:
    phone = a_phone()
    say_yes(phone, link_on(desk, session))
    number = shown_number(phone, session)

    assert 10 <= int(number) < 100
    page = desk.get(at("handoff", session)).text
    assert f">{number}<" not in page
    assert f'"{number}"' not in page
    assert number.encode() not in bytes(Handoff.objects.get().number_digest)


# --- The pictures ---------------------------------------------------------------------------------


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
