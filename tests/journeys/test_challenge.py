"""The active challenge with every process real: a film made beforehand does not pass."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.clips.follower import Follower
from sandbox.specimens.portraits import ASTRONAUT
from tests.journeys.axe import violations
from tests.journeys.deployment import Deployment
from tests.journeys.pages import session_of
from tests.journeys.programs import CHROMIUM_FLAGS, chromium
from tests.journeys.test_journeys import agree, hand_in, start, to_the_org
from verification.challenge.gestures import Gesture

pytestmark = pytest.mark.journey

# A version of its own for one session, which demands the movements; the others go on without.
_DEMANDED = """
    WITH active AS (
        INSERT INTO verification_flowversion (flow_id, number, made_at, policy, note)
        SELECT flow_id, number + 1000, now(), jsonb_set(policy, '{liveness}', '"active"'), note
        FROM verification_flowversion
        WHERE id = (SELECT flow_version_id FROM verification_session WHERE id = %(id)s)
        RETURNING id)
    UPDATE verification_session SET flow_version_id = (SELECT id FROM active) WHERE id = %(id)s
"""
_RECORDED = "SELECT gestures, colours FROM verification_recording WHERE session_id = %(id)s"


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


def test_a_film_made_beforehand_is_no_living_person(page: Page, deployment: Deployment) -> None:
    page.context.grant_permissions(["camera"])
    session = as_far_as_the_movements(page, deployment)
    without_looking_up_or_colours_by_keyboard(page)

    page.get_by_role("button", name="Use the camera").click()
    page.get_by_role("button", name="I am ready").click()
    expect(page.get_by_text(re.compile("Turn your|Come closer"))).to_be_visible()
    assert violations(page) == []

    expect(page.get_by_role("heading", name="could not confirm")).to_be_visible()
    assert level(page) == "FAILED"
    ((gestures, colours),) = deployment.sql(_RECORDED, session)
    assert "up" not in gestures
    assert colours == []


def as_far_as_the_movements(page: Page, deployment: Deployment) -> dict[str, str]:
    start(page)
    agree(page)
    session = {"id": session_of(page)}
    deployment.sql(_DEMANDED, session)
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="selfie")).to_be_visible()
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    return session


def without_looking_up_or_colours_by_keyboard(page: Page) -> None:
    """Reach each choice by Tab and take it by the arrows, as a screen reader's user does."""
    page.locator("details.options summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # to the time, which stays
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Looking up")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("No colours")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Use the camera")).to_be_focused()


def level(page: Page) -> str:
    (verified,) = to_the_org(page)["token"]["payload"]["verified_claims"]
    return str(verified["verification"]["assurance_level"])


def _looking_up(person: Follower, seconds: float) -> bytes:
    person.sees(Gesture.UP if seconds % 3 >= 1 else Gesture.FRONT, seconds)
    return person.frame(seconds)
