"""Pictures by the camera in the page, and by the ways around it."""

import base64
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFilter
import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect, sync_playwright

from sandbox.specimens import OUTCOMES, Claimed, Pictures
from tests.journeys.conftest import visitor
from tests.journeys.deployment import Deployment
from tests.journeys.pages import NEARLY_OVER, session_of
from tests.journeys.programs import CHROMIUM_FLAGS, chromium
from tests.journeys.test_journeys import agree, start

pytestmark = pytest.mark.journey

_WHO = Claimed("Anna Maria", "Eriksson", date(1974, 8, 12), datetime.now(UTC).date())
_SIZE = (1920, 1080)


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


def flags_for(folder: Path, seen: str) -> list[str]:
    film = show(folder, seen)
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    return [*CHROMIUM_FLAGS, *camera]


def show(folder: Path, seen: str) -> Path:
    """Have the camera see this; Chromium opens the film when it opens the camera."""
    film, new = folder / "film.mjpeg", folder / "new.mjpeg"
    new.write_bytes(frame(specimen(seen)))
    return new.replace(film)


@contextmanager
def shown(folder: Path, seen: str) -> Iterator[None]:
    """Have the camera see this instead of the passport."""
    show(folder, seen)
    try:
        yield
    finally:
        show(folder, "passport")


def specimen(which: str, slug: str = "right-person") -> bytes:
    data: bytes = getattr(_drawn(slug), which)
    return data


@cache
def _drawn(slug: str) -> Pictures:
    (draw,) = [outcome.draw for outcome in OUTCOMES if outcome.slug == slug]
    return draw(_WHO)


def frame(picture: bytes) -> bytes:
    """The picture as a camera's frame, on a dark table."""
    seen = PIL.Image.new("RGB", _SIZE, (70, 60, 50))
    shown = PIL.Image.open(io.BytesIO(picture))
    shown.thumbnail(_SIZE)
    seen.paste(shown, ((_SIZE[0] - shown.width) // 2, (_SIZE[1] - shown.height) // 2))
    buffer = io.BytesIO()
    seen.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


@contextmanager
def another_page(browser: Browser, deployment: Deployment, **options: Any) -> Iterator[Page]:
    """A phone's page that may complain, as one without scripts or connection does."""
    options |= {"viewport": {"width": 390, "height": 844}, "locale": "en"}
    context = browser.new_context(base_url=deployment.url, **options)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def upload(page: Page, data: bytes) -> None:
    file: FilePayload = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.get_by_label("Or send a picture").set_input_files(file)


def selfie_step(page: Page) -> None:
    expect(page.get_by_role("heading", name="Take a selfie")).to_be_visible()


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


_A_LIGHT = """() => {
    window.lights = [];
    MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
    MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => {
        if (lights.length) throw new DOMException("no light", "NotSupportedError");
        lights.push(advanced[0].torch);
    };
}"""


def test_light_and_time_are_had_without_leaving_the_camera(
    page: Page, deployment: Deployment
) -> None:
    page.context.grant_permissions(["camera"])
    start(page)
    agree(page)
    deployment.sql(NEARLY_OVER, {"id": session_of(page)})
    page.reload()
    page.evaluate(_A_LIGHT)
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_label("by itself").uncheck()

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


def test_a_refused_camera_is_named_and_a_file_is_the_way_on(page: Page) -> None:
    start(page)
    agree(page)

    page.get_by_role("button", name="Use the camera").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("it was not allowed")
    expect(told).to_contain_text("Click the sign at the left of the address")
    expect(told).to_contain_text("Or send a picture instead, or use a phone")
    expect(page.get_by_role("button", name="Use my phone")).to_be_visible()
    upload(page, specimen("passport"))

    selfie_step(page)


_CAUSES = (
    ("NotReadableError", "", "Another app or page is using the camera"),
    ("NotFoundError", "", "No camera was found"),
    ("TypeError", "", "The camera could not be started"),
    ("NotAllowedError", "Permission dismissed", "was closed"),
    ("NotAllowedError", "Permission denied by system", "Open the settings of the device"),
)


def test_what_keeps_the_camera_away_is_named(page: Page) -> None:
    start(page)
    agree(page)

    for error, message, told in _CAUSES:
        page.evaluate(
            "([name, message]) => { navigator.mediaDevices.getUserMedia = async () => {"
            " throw new DOMException(message, name) } }",
            [error, message],
        )
        page.get_by_role("button", name="Use the camera").click()
        expect(page.get_by_role("alert")).to_contain_text(told)
        expect(page.get_by_label("Or send a picture")).to_be_visible()
    page.evaluate("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_role("alert")).to_contain_text("This browser cannot use the camera")


_ASKS_BEFORE_LEAVING = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def test_a_picture_waits_for_the_connection(browser: Browser, deployment: Deployment) -> None:
    with another_page(browser, deployment) as page:
        start(page)
        agree(page)
        # The script enables it, and must be there before the connection goes.
        expect(page.get_by_role("button", name="Use the camera")).to_be_enabled()

        assert not page.evaluate(_ASKS_BEFORE_LEAVING)
        page.context.set_offline(True)
        upload(page, specimen("passport"))
        expect(page.get_by_role("status").filter(has_text="no connection")).to_be_visible()
        assert page.evaluate(_ASKS_BEFORE_LEAVING), "the picture would be lost unasked"
        page.context.set_offline(False)

        selfie_step(page)


def test_a_picture_whose_answer_was_lost_is_not_given_twice(
    browser: Browser, deployment: Deployment
) -> None:
    sent = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.url)
        if len(sent) == 1:
            route.fulfill(status=503, headers={"Retry-After": "1"})  # a server that is busy
            return
        route.fetch()
        route.abort("connectionreset")

    with another_page(browser, deployment) as page:
        start(page)
        agree(page)
        expect(page.get_by_role("button", name="Use the camera")).to_be_enabled()
        page.route("**/document/", lose_the_answer)
        upload(page, specimen("passport"))
        selfie_step(page)

        assert len(sent) == 2
        (session,) = re.findall(r"[0-9a-f-]{36}", page.url)
        rows = "SELECT count(*) FROM verification_capture WHERE session_id = %(id)s"
        assert deployment.sql(rows, {"id": session}) == [(1,)]


def test_two_tabs_and_the_back_button_lose_nothing(page: Page) -> None:
    start(page)
    agree(page)
    other = page.context.new_page()
    other.goto(page.url)
    upload(page, specimen("passport"))
    selfie_step(page)

    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    selfie_step(other)
    page.go_back()
    selfie_step(page)
    upload(other, specimen("selfie"))
    expect(other.get_by_role("heading", name="Your identity is confirmed")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Your identity is confirmed")).to_be_visible()


AGENTS = {
    "ios-safari": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "ios-other": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) CriOS/138.0.7204.119 Mobile/15E148 Safari/604.1",
    "android": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/138.0.0.0 Mobile Safari/537.36",
    "android-firefox": "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
    "firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "safari": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/18.5 Safari/605.1.15",
    "desktop": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like"
    " Gecko) Chrome/138.0.0.0 Safari/537.36",
}
_ASK_FOR_NAMES = """async (browsers) => {
    const { browserName } = await import("/static/verification/browsers.js");
    return browsers.map(browserName);
}"""


def test_the_steps_are_those_of_the_browser(page: Page) -> None:
    start(page)
    agree(page)
    browsers = [{"userAgent": agent, "maxTouchPoints": 0} for agent in AGENTS.values()]
    ipad = {"userAgent": AGENTS["safari"], "maxTouchPoints": 5}

    names = page.evaluate(_ASK_FOR_NAMES, [*browsers, ipad])

    assert names == [*AGENTS, "ios-safari"]
    texts = page.locator("#texts").evaluate("one => one.innerHTML")
    assert all(f'data-text="steps.{name}"' in texts for name in names)


_HINT = """async ([picture, subject]) => {
    const { WIDTH, hint, lumaOf, measure } = await import("/static/verification/measures.js");
    const image = new Image();
    image.src = picture;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [WIDTH, Math.round((WIDTH * 3) / 4)];
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const luma = lumaOf(pen.getImageData(0, 0, canvas.width, canvas.height).data);
    return hint(measure(luma, canvas.width, canvas.height, luma), subject);
}"""


def scenes() -> dict[str, PIL.Image.Image]:
    """What a camera may see of a passport, by the hint that it deserves."""
    whole = seen(specimen("passport"))
    glare, other_side = whole.copy(), whole.copy()
    PIL.ImageDraw.Draw(glare).ellipse((400, 240, 1040, 840), fill="white")
    PIL.ImageDraw.Draw(other_side).rectangle((0, 780, 1440, 1080), fill=(225, 225, 220))
    return {
        "": whole,
        "dark": whole.point(lambda value: int(value * 0.2)),
        "bright": whole.point(lambda value: 255 - value // 10),
        "glare": glare,
        "blurred": whole.filter(PIL.ImageFilter.GaussianBlur(6)),
        "place": seen(specimen("passport"), 0.01),
        "closer": seen(specimen("passport"), 0.5),
        "lines": other_side,
    }


def seen(picture: bytes, share: float = 1) -> PIL.Image.Image:
    """The picture on a dark table, as the part of a camera's frame that the page shows."""
    table = PIL.Image.new("RGB", (1440, 1080), (70, 60, 50))
    shown = PIL.Image.open(io.BytesIO(picture))
    shown.thumbnail((int(1440 * share), int(1080 * share)))
    table.paste(shown, ((1440 - shown.width) // 2, (1080 - shown.height) // 2))
    return table


def test_the_hints_follow_from_what_the_camera_sees(page: Page) -> None:
    page.goto("/legal/terms")
    told = {}
    for deserved, scene in scenes().items():
        buffer = io.BytesIO()
        scene.save(buffer, "JPEG", quality=90)
        picture = f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
        told[deserved] = page.evaluate(_HINT, [picture, "lines"])

    assert told == {deserved: deserved for deserved in scenes()}


def test_the_whole_way_without_scripts(browser: Browser, deployment: Deployment) -> None:
    with another_page(browser, deployment, java_script_enabled=False) as page:
        start(page)
        agree(page)
        upload(page, specimen("passport"))
        page.get_by_role("button", name="Send this picture").click()
        selfie_step(page)
        upload(page, specimen("selfie"))
        page.get_by_role("button", name="Send this picture").click()

        expect(page.get_by_role("heading", name="Your identity is confirmed")).to_be_visible()


def test_the_whole_way_by_keyboard(page: Page) -> None:
    start(page)
    press(page, "I agree")
    expect(page.get_by_role("heading", name="Where do you want")).to_be_visible()
    press(page, "Use this device")
    expect(page.get_by_role("heading", name="Photograph your")).to_be_visible()
    press(page, "Right person")
    selfie_step(page)
    press(page, "Right person")

    expect(page.get_by_role("heading", name="Your identity is confirmed")).to_be_visible()


def press(page: Page, button: str) -> None:
    """Reach a button by the tab key alone, and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if button in str(page.evaluate("document.activeElement.textContent")):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"The tab key does not reach {button!r}.")
