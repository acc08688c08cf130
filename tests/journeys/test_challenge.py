"""The active challenge with every process real: a film made beforehand does not pass."""

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.clips.follower import Follower
from sandbox.specimens.portraits import ASTRONAUT
from tests.journeys.deployment import Deployment
from tests.journeys.programs import CHROMIUM_FLAGS, chromium
from tests.journeys.test_journeys import agree, hand_in, start, to_the_org
from verification.challenge.gestures import Gesture

pytestmark = pytest.mark.journey

# Saved, not set by SQL: each session is judged by the version that saving makes.
_SAVE = """
from verification.models import Flow
flow = Flow.objects.get(slug="sandbox")
flow.liveness = "{}"
flow.save()
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, whose camera shows a film of somebody who keeps looking up and ahead again.

    No challenge is made of that alone: each turns the head to a side.
    """
    path = chromium()
    if path is None:
        pytest.skip("No Chromium found: install one, or name it with CHROMIUM=/path/to/chromium.")
    film = tmp_path_factory.mktemp("film") / "earlier.mjpeg"
    person = Follower(ASTRONAUT, 5)
    frames = [_looking_up(person, number / 4) for number in range(24)]
    film.write_bytes(b"".join(frame * 7 for frame in frames))  # 30 of them a second
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_FLAGS, *camera])
        yield browser
        browser.close()


@pytest.fixture(scope="module", autouse=True)
def demanding(deployment: Deployment) -> Iterator[None]:
    for_flow = [sys.executable, "manage.py", "shell", "-v", "0", "-c"]
    deployment.run("flow", [*for_flow, _SAVE.format("active")])
    yield
    deployment.run("flow", [*for_flow, _SAVE.format("none")])


def test_a_film_made_beforehand_is_no_living_person(page: Page) -> None:
    page.context.grant_permissions(["camera"])
    as_far_as_the_movements(page)

    page.get_by_role("button", name="Use the camera").click()
    page.get_by_role("button", name="I am ready").click()
    expect(page.get_by_text(re.compile("Turn your|Come closer|Look up"))).to_be_visible()

    expect(page.get_by_role("heading", name="could not confirm")).to_be_visible()
    assert level(page) == "FAILED"


def as_far_as_the_movements(page: Page) -> None:
    start(page)
    agree(page)
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="selfie")).to_be_visible()
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()


def level(page: Page) -> str:
    (verified,) = to_the_org(page)["token"]["payload"]["verified_claims"]
    return str(verified["verification"]["assurance_level"])


def _looking_up(person: Follower, seconds: float) -> bytes:
    person.sees(Gesture.UP if seconds % 3 >= 1 else Gesture.FRONT, seconds)
    return person.frame(seconds)
