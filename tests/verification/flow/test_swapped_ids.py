"""Threat H3: a session's id in the hands of others opens and changes nothing, at any address.

The addresses are read from the routes, so that a new one is held against this, too.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.policies import govern
from tests.verification.conftest import let_in, offered
from tests.verification.flow.addresses import at
from tests.verification.flow.test_access import everything
from tests.verification.test_services import picture
from verification import handoffs, urls
from verification.ends import End
from verification.models import Flow, Handoff, Session

# But the link's, which a token opens, and no id.
NAMES = sorted({str(one.name) for one in urls.urlpatterns} - {"link"})
# What a phone that has the session may open; everything else is the first screen's alone.
PICTURES = {
    *("resume", "document", "back", "selfie", "extend", "status"),
    *("challenge", "frame", "other_way"),
}
PHONES = {"phone", "phone_stop"}


def address(name: str, session: Session) -> str:
    kwargs: dict[str, Any] = {"session_id": session.pk}
    if name == "frame":
        kwargs["recording_id"] = uuid4()
    return reverse(f"verification:{name}", kwargs=kwargs)


def answers(stranger: Client, name: str, session: Session) -> list[Any]:
    sent = {"device": "here", "number": "42", "answer": "no", "picture": picture()}
    where = address(name, session)
    return [stranger.get(where), stranger.head(where), stranger.post(where, sent)]


@pytest.fixture
def handed(session: Session, person: Client) -> Session:
    """A session that its browser handed to a phone."""
    govern(handoff=True)
    person.post(at("welcome", session))
    session.refresh_from_db()
    handoffs.offer(session, browser_secret="a secret", by=End())
    return session


@pytest.fixture
def stranger(flow: Flow) -> Client:
    """A browser with a session of its own, begun."""
    own = offered(flow, organisation="Umbrella")
    stranger = let_in(Client(), own)
    stranger.post(at("welcome", own))
    return stranger


def phone_of(session: Session) -> Client:
    """A phone to which the session was handed."""
    handoff = session.handoffs.get()
    secret = "a secret"
    phone = Client()
    link = reverse("verification:link", args=[handoffs.token_of(handoff, secret)])
    phone.get(link)
    phone.post(link, {"answer": "yes"})
    Handoff.objects.filter(pk=handoff.pk).update(status=Handoff.Status.CONFIRMED)
    return phone


@pytest.mark.parametrize("name", NAMES)
def test_h3_another_session_s_browser_gets_nowhere(
    handed: Session, stranger: Client, name: str
) -> None:
    before = everything()

    for answer in answers(stranger, name, handed):
        assert answer.status_code in {403, 404, 405}
        assert "Acme" not in answer.text
    assert everything() == before


@pytest.mark.parametrize("name", sorted(set(NAMES) - PICTURES - PHONES))
def test_h3_a_phone_gets_to_nothing_but_pictures(handed: Session, name: str) -> None:
    phone = phone_of(handed)
    before = everything()

    for answer in answers(phone, name, handed):
        assert answer.status_code in {403, 405}
        assert handed.return_path not in answer.text
    assert everything() == before


@pytest.mark.parametrize("name", NAMES)
def test_h3_another_session_s_phone_gets_nowhere(handed: Session, flow: Flow, name: str) -> None:
    other = offered(flow, organisation="Umbrella")
    phone = phone_of(handed)
    before = everything()

    for answer in answers(phone, name, other):
        assert answer.status_code in {403, 404, 405}
        assert "Umbrella" not in answer.text
    assert everything() == before


def test_every_address_of_the_flow_was_thought_of() -> None:
    first_screen = {"welcome", "choose", "handoff", "number", "progress", "done", "cancel"}
    assert set(NAMES) == first_screen | PICTURES | PHONES
