"""What a phone on a slow line has to load before the first page can be used."""

import pytest
from playwright.sync_api import Page, Response

from tests.journeys.test_journeys import agree, start

pytestmark = pytest.mark.journey

_MOST_BYTES = 60_000
_PAPER = "getComputedStyle(document.querySelector('.card')).backgroundColor"
_SCRIPTS = """[
    [...document.querySelectorAll("link[rel=modulepreload], script[src]")].map(
        (one) => one.href ?? one.src,
    ),
    performance.getEntriesByType("resource").map((one) => one.name).filter(
        (name) => name.endsWith(".js"),
    ),
]"""


def test_the_first_page_is_light_and_comes_from_one_place(page: Page) -> None:
    came: dict[str, int] = {}

    def note(response: Response) -> None:
        if "/sandbox/okta" not in response.url and response.ok:
            came[response.url] = len(response.body())

    page.on("response", note)
    start(page)
    page.wait_for_load_state("networkidle")

    assert page.evaluate(_PAPER) == "rgb(255, 255, 255)", "the policy forbids the page's style"
    assert any(url.endswith("flow.css") for url in came), "nothing is fetched for the next page"
    assert sum(came.values()) < _MOST_BYTES, came
    assert {url.split("/")[2] for url in came} == {page.url.split("/")[2]}


def test_a_capture_page_asks_for_all_its_scripts_at_once(page: Page) -> None:
    start(page)
    agree(page)
    page.wait_for_load_state("networkidle")

    links, loaded = page.evaluate(_SCRIPTS)
    assert len(loaded) > 5
    assert set(loaded) <= set(links)
