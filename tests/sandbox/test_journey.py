"""Whole journeys: real HTTP, a real worker, specimen pixels."""

from collections.abc import Iterator

import pytest

from idv_provider.celery import application
from idv_provider.embedded.worker import EmbeddedWorker
from oidc import keys
from sandbox import journey
from sandbox.journey import Journey, JourneyFailed
from sandbox.people import ANNA
from sandbox.setup import Sandbox
from verification.models import Capture, Session


@pytest.fixture
def worker(live_sandbox: Sandbox, each_picture_read_once: None) -> Iterator[None]:
    """A worker in this process, on the in-memory broker."""
    keys.forget()
    worker = EmbeddedWorker(application(current=False), "celery")
    yield
    worker.stop()


def run(sandbox: Sandbox, **choices: object) -> Journey:
    return journey.run(sandbox.vendor.issuer, **choices)  # type: ignore[arg-type]  # by name


@pytest.mark.usefixtures("worker")
def test_people_are_verified_or_not_by_what_their_pictures_show(live_sandbox: Sandbox) -> None:
    right = run(live_sandbox)
    assert (right.result, right.reason, right.level) == ("ALLOW", "CLAIMS_VERIFIED", "VERIFIED")
    assert right.payload is not None
    claims = right.payload["verified_claims"][0]["claims"]
    assert claims["given_name"] == {"value": ANNA["given_name"], "fuzzy": True}
    assert right.header is not None
    assert right.header["alg"] == "RS256"

    wrong = run(live_sandbox, selfie="wrong-person")
    assert (wrong.result, wrong.reason, wrong.level) == ("DENY", "CLAIMS_NOT_VERIFIED", "FAILED")

    other_name = run(live_sandbox, document="wrong-name")
    assert (other_name.result, other_name.level) == ("DENY", "FAILED")
    assert other_name.payload is not None
    unverified = other_name.payload["verified_claims"][0]["claims"]
    assert unverified["given_name"] == {"value": None, "fuzzy": True}

    with pytest.raises(JourneyFailed, match=r"document was not usable: .*blurred"):
        run(live_sandbox, document="blurred")

    sources = set(Capture.objects.values_list("source", flat=True))
    assert sources == {Capture.Source.SPECIMEN}
    assert right.payload["sub"] == wrong.payload["sub"] if wrong.payload else False
    assert [step.name for step in right.steps][-1] == "Return, redeem the code, judge"


def test_without_a_worker_the_journey_says_so(live_sandbox: Sandbox) -> None:
    keys.forget()

    with pytest.raises(JourneyFailed, match=r"document within 0 s: is a worker up\?"):
        run(live_sandbox, patience=0.3)
    assert Session.objects.get().status == Session.Status.CAPTURING


def test_a_deployment_that_is_not_there_is_named() -> None:
    with pytest.raises(JourneyFailed, match=r"http://127\.0\.0\.1:1 did not answer"):
        journey.run("http://127.0.0.1:1")
