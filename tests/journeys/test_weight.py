"""What a phone on a slow line has to load before the first page can be used."""

import pytest
from playwright.sync_api import Page, Response

from tests.journeys.test_journeys import start

pytestmark = pytest.mark.journey

_MOST_BYTES = 60_000


def test_the_first_page_is_light_and_comes_from_one_place(page: Page) -> None:
    came: dict[str, int] = {}

    def note(response: Response) -> None:
        if "/sandbox/okta" not in response.url and response.ok:
            came[response.url] = len(response.body())

    page.on("response", note)
    start(page)
    page.wait_for_load_state("networkidle")

    assert any(url.endswith("flow.css") for url in came)
    assert sum(came.values()) < _MOST_BYTES, came
    assert {url.split("/")[2] for url in came} == {page.url.split("/")[2]}
