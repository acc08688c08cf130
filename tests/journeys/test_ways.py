"""The whole way without what most people have: scripts, a mouse."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.deployment import Deployment
from tests.journeys.films import specimen
from tests.journeys.steps import another_page, press, selfie_step, upload
from tests.journeys.test_journeys import agree, start

pytestmark = pytest.mark.journey


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
