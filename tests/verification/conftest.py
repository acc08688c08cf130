"""A session, the browser it belongs to, and a worker that does what is queued."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from sandbox.specimens import OUTCOMES, Claimed, Pictures
from verification import assessment, browser, reading, services
from verification.evidence import ClaimedValue
from verification.models import Capture, Flow, Session

PERSON = {
    "given_name": ClaimedValue("Anna Maria", fuzzy=True),
    "family_name": ClaimedValue("Eriksson", fuzzy=True),
    "birthdate": ClaimedValue("1974-08-12", fuzzy=False),
}
_CLAIMED = Claimed(
    "Anna Maria", "Eriksson", datetime(1974, 8, 12, tzinfo=UTC).date(), datetime.now(UTC).date()
)


@pytest.fixture(scope="session")
def pictures() -> Callable[[str], Pictures]:
    """Draw the specimens of an outcome; each once a run."""
    drawn: dict[str, Pictures] = {}
    draws = {outcome.slug: outcome.draw for outcome in OUTCOMES}

    def draw(slug: str) -> Pictures:
        if slug not in drawn:
            drawn[slug] = draws[slug](_CLAIMED)
        return drawn[slug]

    return draw


@pytest.fixture
def flow(db: None, each_picture_read_once: None) -> Flow:
    """A flow of one device and one attempt: what more there is has tests of its own."""
    return Flow.objects.create(
        slug="passport",
        name="Passport",
        liveness=Flow.Liveness.NONE,
        handoff=False,
        attempts=1,
        review=[],
    )


@pytest.fixture
def session(flow: Flow) -> Session:
    """A sandbox's session that nobody has begun."""
    return offered(flow)


@pytest.fixture
def begun(session: Session) -> Session:
    """A session whose browser has consented; ``client`` is not that browser."""
    services.begin(session, browser_secret="a browser's secret")
    return session


@pytest.fixture
def person(client: Client, session: Session) -> Client:
    """The browser that came through the relying party's redirect."""
    return let_in(client, session)


def offered(flow: Flow, *, organisation: str = "Acme", sandbox: bool = True) -> Session:
    return services.start(
        flow,
        claims=PERSON,
        organisation=organisation,
        return_path="/oauth2/complete/somewhere",
        sandbox=sandbox,
    )


def let_in(client: Client, session: Session) -> Client:
    """Offer this browser the session, as the authorization endpoint does."""
    response = HttpResponse()
    browser.offer(response, session)
    client.cookies.update(response.cookies)
    return client


def work() -> None:
    """Do what is queued, as the workers do."""
    for capture in Capture.objects.filter(status=Capture.Status.READING):
        reading.read_capture(str(capture.pk))
    for session in Session.objects.filter(status=Session.Status.PROCESSING):
        assessment.assess_session(str(session.pk))
