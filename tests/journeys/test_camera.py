"""Pictures by the camera in the page, and what keeps it away."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.axe import violations
from tests.journeys.conftest import visitor
from tests.journeys.deployment import Deployment
from tests.journeys.films import flags_for, shown, specimen
from tests.journeys.pages import NEARLY_OVER, session_of
from tests.journeys.programs import chromium
from tests.journeys.steps import another_page, selfie_step, upload
from tests.journeys.test_journeys import agree, start

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="module")
def browser(films: Path) -> Iterator[Browser]:
    """Chromium with a camera that sees a passport, always the same."""
    path = chromium()
    if path is None:
        pytest.skip("No Chromium found: install one, or name it with CHROMIUM=/path/to/chromium.")
    with sync_playwright() as playwright:
        flags = flags_for(films, "passport")
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


# The film stands still, so that both shots of the selfie are one picture.
_SHOTS = """
    SELECT outcome FROM verification_checkresult
    WHERE session_id = %(session)s AND code = 'presentation.selfie_shots'
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_camera_takes_both_pictures_by_itself_once_they_are_seen_well(
    browser: Browser, deployment: Deployment, films: Path, width: int
) -> None:
    size = {"width": width, "height": 844}
    with visitor(browser, deployment, viewport=size, permissions=["camera"]) as page:
        start(page)
        agree(page)
        page.get_by_role("button", name="Use the camera").click()
        selfie_step(page)
        with shown(films, "selfie"):
            page.get_by_role("button", name="Use the camera").click()
            expect(page.get_by_role("heading", name="is confirmed")).to_be_visible()
        session = page.url.split("/verify/")[1].split("/")[0]
        assert deployment.sql(_SHOTS, {"session": session}) == [("inconclusive",)]


# What moves by itself, while the page comes or the words change: what a touch moves is expected.
_WATCH_FOR_SHIFTS = """
    window.moved = [];
    new PerformanceObserver((list) => {
        for (const { hadRecentInput, sources } of list.getEntries()) {
            if (!hadRecentInput) moved.push(...sources.map(({ node }) => node.outerHTML));
        }
    }).observe({ type: "layout-shift", buffered: true });
"""


def test_a_picture_that_the_camera_took_is_judged_and_taken_again_right_there(
    browser: Browser, deployment: Deployment, films: Path
) -> None:
    with another_page(browser, deployment) as page, shown(films, "selfie"):
        page.context.grant_permissions(["camera"])
        start(page)
        agree(page)

        page.get_by_role("button", name="Use the camera").click()
        shutter = page.get_by_role("button", name="Take the picture", exact=True)
        page.get_by_label("by itself").uncheck()
        hint = page.get_by_role("status").filter(has_text=re.compile("take the picture|fill the"))
        expect(hint).to_be_visible()
        page.wait_for_timeout(600)  # what the click moved has been counted as its own
        page.evaluate(_WATCH_FOR_SHIFTS)
        shutter.click()

        expect(page.get_by_role("alert")).to_contain_text("We cannot see a document")
        expect(shutter).to_be_enabled()
        expect(page.get_by_label("What the camera sees")).to_be_visible()
        assert page.evaluate("moved") == []
        assert violations(page) == []


# As a phone has them: Chromium's fake camera has no light, and a browser without a screen no voice.
_A_VOICE = """
    window.said = [];
    window.SpeechSynthesisUtterance = class { constructor(words) { this.words = words; } };
    speechSynthesis.getVoices = () => [{ localService: true, lang: "en-GB" }];
    speechSynthesis.speak = ({ words }) => said.push(words);
"""
_A_LIGHT = """() => {
    window.lights = [];
    MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
    MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => {
        if (lights.length) throw new DOMException("no light", "NotSupportedError");
        lights.push(advanced[0].torch);
    };
}"""


def test_light_voice_and_time_are_had_without_leaving_the_camera(
    page: Page, deployment: Deployment
) -> None:
    page.context.grant_permissions(["camera"])
    start(page)
    agree(page)
    expect(page.get_by_label("Read the hints aloud", exact=False)).to_be_hidden()
    deployment.sql(NEARLY_OVER, {"id": session_of(page)})
    page.add_init_script(_A_VOICE)
    page.reload()
    page.evaluate(_A_LIGHT)
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_label("by itself").uncheck()
    page.get_by_label("Read the hints aloud").check()
    hint = page.locator("#hint").filter(has_text=re.compile("take the picture|fill the"))
    page.wait_for_function("() => said.length > 0")
    assert set(page.evaluate("said")) & {hint.inner_text()}

    light = page.get_by_role("button", name="Light")
    light.click()
    expect(light).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("lights") == [True]
    light.click()
    expect(light).to_be_hidden()  # it promised one, and had none

    more = page.get_by_role("button", name="Yes, give me more time")
    expect(more).to_be_in_viewport()
    more.press("Enter")
    expect(page.get_by_role("status").filter(has_text="more time now")).to_be_attached()
    expect(more).to_be_hidden()
    expect(page.get_by_role("main")).to_be_focused()
    expect(page.get_by_role("button", name="Take the picture", exact=True)).to_be_enabled()


_CAUSES = (
    ("NotReadableError", "", "Another app or page is using the camera"),
    ("NotFoundError", "", "No camera was found"),
    ("TypeError", "", "The camera could not be started"),
    ("NotAllowedError", "Permission dismissed", "was closed"),
    ("NotAllowedError", "Permission denied by system", "Open the settings of the device"),
)


def test_what_keeps_the_camera_away_is_named_and_a_file_is_the_way_on(page: Page) -> None:
    start(page)
    agree(page)
    camera = page.get_by_role("button", name="Use the camera")
    told = page.get_by_role("alert")

    camera.click()
    expect(told).to_contain_text("it was not allowed")
    expect(told).to_contain_text("Click the sign at the left of the address")
    expect(told).to_contain_text("Or send a picture instead, or use a phone")
    expect(page.get_by_role("button", name="Use my phone")).to_be_visible()
    assert violations(page) == []
    for error, message, words in _CAUSES:
        page.evaluate(
            "([name, message]) => { navigator.mediaDevices.getUserMedia = async () => {"
            " throw new DOMException(message, name) } }",
            [error, message],
        )
        camera.click()
        expect(told).to_contain_text(words)
        expect(page.get_by_label("Or send a picture")).to_be_visible()
    page.evaluate("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    camera.click()
    expect(told).to_contain_text("This browser cannot use the camera")
    upload(page, specimen("passport"))

    selfie_step(page)
