"""One deployment for all journeys of a test run, and a browser in front of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, expect, sync_playwright

from tests.journeys.console_pages import furnish
from tests.journeys.deployment import Deployment
from tests.journeys.programs import CHROMIUM_FLAGS, chromium

# A busy machine is not a failure.
_PATIENCE_MS = 30_000
A_DESK = {"width": 1280, "height": 900}
expect.set_options(timeout=_PATIENCE_MS)


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path_factory.mktemp("deployment"))
    try:
        deployment.start()
        yield deployment
    finally:
        deployment.stop()


@pytest.fixture(scope="session")
def furnished(deployment: Deployment) -> dict[str, Any]:
    """People and one of each thing for the console's journeys, made once in the deployment."""
    return furnish(deployment)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Of a module alone: Playwright's event loop would refuse Django in other tests."""
    path = chromium()
    if path is None:
        pytest.skip("No Chromium found: install one, or name it with CHROMIUM=/path/to/chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@contextmanager
def visitor(
    browser: Browser, deployment: Deployment, *, refusals: str = "", **options: Any
) -> Iterator[Page]:
    """A page with cookies of its own, a phone's unless told otherwise.

    The scripts and requests in it may not fail, but for answers whose status is in ``refusals``.
    """
    usual: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "en"}
    context = browser.new_context(base_url=deployment.url, **usual | options)
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda message: _note(message, complaints))
    page.on("dialog", lambda dialog: _refuse(dialog, complaints))
    yield page
    context.close()
    status = re.compile(f"with a status of ({refusals})" if refusals else "(?!)")
    assert [complaint for complaint in complaints if not status.search(complaint)] == []


@pytest.fixture
def page(browser: Browser, deployment: Deployment) -> Iterator[Page]:
    with visitor(browser, deployment) as page:
        yield page


def _refuse(dialog: Dialog, complaints: list[str]) -> None:
    complaints.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type == "error":
        complaints.append(f"console: {message.text}")
