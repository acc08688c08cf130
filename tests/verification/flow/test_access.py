"""A session answers to its own browser alone, and changes by its own forms alone."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.verification.conftest import let_in, offered
from tests.verification.flow.addresses import CHANGES, PAGES, at, send
from tests.verification.test_services import picture, settle
from verification import services
from verification.models import Capture, Flow, Session, SessionEvent, VaultItem


def everything() -> list[object]:
    """All that a request could have changed."""
    tables = (Session, SessionEvent, Capture, VaultItem)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def refused(name: str, response: Any) -> bool:
    return bool(response.status_code == (404 if name == "status" else 403))


@pytest.fixture
def stranger(session: Session, person: Client) -> Client:
    """A browser that was offered the session as well, and came second."""
    second = let_in(Client(), session)
    assert person.post(at("welcome", session)).status_code == 303
    return second


@pytest.mark.parametrize("name", PAGES)
def test_a_second_browser_sees_no_page(session: Session, stranger: Client, name: str) -> None:
    """Check 87 of the protocol: nor does it learn how far the first one is."""
    answer = stranger.get(at(name, session))

    assert refused(name, answer)
    assert "Acme" not in answer.text


@pytest.mark.parametrize("name", CHANGES)
def test_a_second_browser_changes_nothing(session: Session, stranger: Client, name: str) -> None:
    """Check 87 of the protocol."""
    before = everything()
    more = {"source": "upload", "picture": picture()} if name in Capture.Kind.values else {}

    assert refused(name, stranger.post(at(name, session), more))
    assert everything() == before


def test_an_unknown_session_answers_as_a_stranger_s(session: Session, stranger: Client) -> None:
    unknown = reverse("verification:document", args=[uuid4()])

    foreign = stranger.get(at("document", session))
    assert stranger.get(unknown).status_code == foreign.status_code
    assert stranger.get(unknown).text == foreign.text


@pytest.mark.parametrize("name", PAGES)
def test_the_address_alone_opens_nothing(session: Session, client: Client, name: str) -> None:
    assert refused(name, client.get(at(name, session)))


def test_a_cookie_that_we_did_not_sign_opens_nothing(session: Session, client: Client) -> None:
    name = f"idv-flow-{session.pk.hex}"
    for value in ("", f"{session.pk}:secret", f"{session.pk}:secret:signature"):
        client.cookies[name] = value
        assert client.post(at("welcome", session)).status_code == 403

    session.refresh_from_db()
    assert session.status == Session.Status.OFFERED


def test_a_cookie_of_another_session_opens_nothing(
    session: Session, person: Client, flow: Flow
) -> None:
    other = offered(flow)
    mine = person.cookies[f"idv-flow-{session.pk.hex}"].value
    person.cookies[f"idv-flow-{other.pk.hex}"] = mine

    assert person.post(at("welcome", other)).status_code == 403


def test_two_flows_in_one_browser_stay_apart(person: Client, session: Session, flow: Flow) -> None:
    """Check 88 of the protocol."""
    other = offered(flow, organisation="Umbrella")
    let_in(person, other)
    person.post(at("welcome", session))
    person.post(at("welcome", other))

    send(person, other, "document", picture())

    assert not session.captures.exists()
    assert other.captures.count() == 1
    assert "Umbrella" in person.get(at("document", other)).text
    assert "Umbrella" not in person.get(at("document", session)).text


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_looking_changes_nothing(
    person: Client, session: Session, name: str, *, begun: bool
) -> None:
    if begun:
        person.post(at("welcome", session))
        settle(session, "document")
    before = everything()

    person.get(at(name, session))
    person.head(at(name, session))

    assert everything() == before


@pytest.mark.parametrize("name", CHANGES)
def test_a_form_of_another_site_changes_nothing(session: Session, name: str) -> None:
    """Checks 91, 93 of the protocol."""
    person = let_in(Client(enforce_csrf_checks=True), session)
    services.begin(session, browser_secret="never mind")
    before = everything()

    assert person.post(at(name, session)).status_code == 403
    assert everything() == before


def test_the_page_s_own_form_is_taken(session: Session) -> None:
    person = let_in(Client(enforce_csrf_checks=True), session)
    page = person.get(at("welcome", session)).text
    (token, *_) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)

    answer = person.post(at("welcome", session), {"csrfmiddlewaretoken": token})

    assert answer["Location"] == at("document", session)


def test_only_the_methods_that_a_page_knows_are_answered(person: Client, session: Session) -> None:
    """Check 91 of the protocol."""
    assert person.get(at("extend", session)).status_code == 405
    assert person.post(at("progress", session)).status_code == 405
    assert person.post(at("status", session)).status_code == 405
    assert person.put(at("document", session)).status_code == 405
    assert person.delete(at("cancel", session)).status_code == 405


@pytest.mark.parametrize("name", ["welcome", "document", "cancel", "status"])
def test_every_answer_carries_the_headers_that_keep_it_private(
    person: Client, session: Session, name: str
) -> None:
    """Checks 84, 93 of the protocol."""
    if name == "document":
        person.post(at("welcome", session))
    answer = person.get(at(name, session))

    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"  # forms need it: no-referrer voids Origin
    assert "no-store" in answer["Cache-Control"]
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_poll_costs_two_statements(
    person: Client, session: Session, django_assert_max_num_queries: Any
) -> None:
    person.post(at("welcome", session))
    settle(session, "document")

    with django_assert_max_num_queries(2):
        person.get(at("status", session))


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    person: Client, session: Session
) -> None:
    cookie = person.cookies[f"idv-flow-{session.pk.hex}"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_an_organisation_s_hostile_name_stays_text(flow: Flow, client: Client) -> None:
    hostile = '"><svg onload=alert(1)>{{7*7}}</title><script>x</script>\u202e'
    session = offered(flow, organisation=hostile)
    person = let_in(client, session)
    pages = [person.get(at("welcome", session)).text]
    person.post(at("welcome", session))
    pages += [person.get(at(name, session)).text for name in ("document", "cancel")]
    person.post(at("cancel", session))
    pages.append(person.get(at("done", session)).text)

    for page in pages:
        assert "<svg onload" not in page
        assert "<script>x" not in page
        assert "{{7*7}}" in page
        assert "&lt;svg onload=alert(1)&gt;" in page


def test_no_page_loads_or_leads_anywhere_else(person: Client, session: Session) -> None:
    """Check 92 of the protocol."""
    pages = [person.get(at("welcome", session)).text]
    person.post(at("welcome", session))
    pages.append(person.get(at("document", session)).text)

    for page in pages:
        for address in re.findall(r'(?:src|href|action|content)="([^"]+)"', page):
            assert "//" not in address
        assert "style=" not in page
        assert not re.search(r"<script(?! type=\"module\" src=)", page)
        assert not re.search(r"\son\w+=", page)


def test_titles_and_addresses_name_nobody(person: Client, session: Session) -> None:
    person.post(at("welcome", session))
    page = person.get(at("document", session)).text

    assert "Eriksson" not in page
    (title,) = re.findall(r"<title>(.*?)</title>", page)
    assert title == "Photograph your passport"
