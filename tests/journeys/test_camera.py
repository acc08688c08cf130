"""Pictures by the camera in the page, and by the ways around it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from sandbox.specimens import OUTCOMES, Claimed
from tests.journeys.conftest import _FLAGS
from tests.journeys.deployment import Deployment
from tests.journeys.programs import chromium
from tests.journeys.test_journeys import agree, start

pytestmark = pytest.mark.journey

_WHO = Claimed("Anna Maria", "Eriksson", date(1974, 8, 12), datetime.now(UTC).date())
_SIZE = (1920, 1080)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with a camera that sees a passport, always the same."""
    path = chromium()
    if path is None:
        pytest.skip("No Chromium found: install one, or name it with CHROMIUM=/path/to/chromium.")
    flags = _flags(tmp_path_factory.mktemp("film"), "passport")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


def _flags(folder: Path, seen: str) -> list[str]:
    film = folder / f"{seen}.mjpeg"
    film.write_bytes(frame(specimen(seen)))
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    return [*_FLAGS, *camera]


def specimen(which: str) -> bytes:
    (draw,) = [outcome.draw for outcome in OUTCOMES if outcome.slug == "right-person"]
    data: bytes = getattr(draw(_WHO), which)
    return data


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


def test_the_camera_takes_the_passport_by_itself_once_it_is_seen_well(page: Page) -> None:
    page.context.grant_permissions(["camera"])
    start(page)
    agree(page)

    page.get_by_role("button", name="Use the camera").click()

    selfie_step(page)


def test_a_picture_that_the_camera_took_is_judged_and_taken_again_right_there(
    browser: Browser, deployment: Deployment, tmp_path: Path
) -> None:
    sees_a_face = _flags(tmp_path, "selfie")
    second = browser.browser_type.launch(executable_path=chromium(), args=sees_a_face)
    with another_page(second, deployment) as page:
        page.context.grant_permissions(["camera"])
        start(page)
        agree(page)

        page.get_by_role("button", name="Use the camera").click()
        shutter = page.get_by_role("button", name="Take the picture", exact=True)
        shutter.click()

        expect(page.get_by_role("alert")).to_contain_text("Open the passport at the page")
        expect(shutter).to_be_enabled()
        expect(page.get_by_label("What the camera sees")).to_be_visible()
    second.close()


def test_a_refused_camera_is_named_and_a_file_is_the_way_on(page: Page) -> None:
    start(page)
    agree(page)

    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_role("alert")).to_contain_text("The camera was refused")
    upload(page, specimen("passport"))

    selfie_step(page)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("NotReadableError", "Another app or page is using the camera"),
        ("NotFoundError", "No camera was found"),
        ("TypeError", "The camera could not be started"),
    ],
)
def test_what_keeps_the_camera_away_is_named(page: Page, error: str, told: str) -> None:
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => "
        f"{{ throw new DOMException('for the test', '{error}') }}"
    )
    start(page)
    agree(page)

    page.get_by_role("button", name="Use the camera").click()

    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_label("Or send a picture")).to_be_visible()


def test_a_picture_waits_for_the_connection(browser: Browser, deployment: Deployment) -> None:
    with another_page(browser, deployment) as page:
        start(page)
        agree(page)
        # The script shows it, and must be there before the connection goes.
        expect(page.get_by_role("button", name="Use the camera")).to_be_visible()

        page.context.set_offline(True)
        upload(page, specimen("passport"))
        expect(page.get_by_role("status").filter(has_text="no connection")).to_be_visible()
        page.context.set_offline(False)

        selfie_step(page)


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
