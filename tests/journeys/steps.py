"""What a person does on the pages, for the journeys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.journeys.deployment import Deployment


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


def press(page: Page, button: str) -> None:
    """Reach a button by the tab key alone, and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if button in str(page.evaluate("document.activeElement.textContent")):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"The tab key does not reach {button!r}.")
