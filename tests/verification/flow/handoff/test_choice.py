"""Where the pictures are taken: here, or on a phone, where the flow allows it."""

import re

import pytest
from django.test import Client

from tests.policies import govern
from tests.verification.conftest import let_in
from tests.verification.flow.addresses import at
from tests.verification.flow.handoff.ends import (
    DESK,
    PHONE,
)
from verification.models import Flow, Handoff, Session


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
