"""A check that was begun at a desk in Germany."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.verification.conftest import PERSON, let_in
from tests.verification.flow.addresses import at
from tests.verification.flow.handoff.ends import DESK
from verification import services
from verification.models import Flow, Session


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
