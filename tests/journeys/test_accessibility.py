"""Every page, in every state, for people who do not see, point, or read English (WCAG 2.2 AA)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from applications.colours import contrast
from sandbox.urls import urlpatterns as of_the_sandbox
from tests.journeys.axe import moving, too_wide, unseen_focus, violations
from tests.journeys.deployment import Deployment
from tests.journeys.films import flags_for
from tests.journeys.pages import every_page
from tests.journeys.programs import chromium
from verification.challenge.light import Colour
from verification.urls import urlpatterns as of_the_flow

pytestmark = pytest.mark.journey

# Addresses that show nothing: they lead on, take something in, or answer a script.
_NO_PAGES = {
    *("verification:resume", "verification:number", "verification:frame", "verification:extend"),
    *("verification:other_way", "verification:status"),
    *("sandbox:outcome", "sandbox:okta-record", "sandbox:specimen-file"),
}
# In English, or as an organisation wrote it.
_OTHERS_WORDS = ("sandbox:", "brand:")
# Names, and words that every language here writes like this.
_LATIN = re.compile(
    r"JPEG|PNG|WebP|https|iPhone|iPad|Safari|JavaScript|Chrom\w+|Headless\w*|Linux|UTC"
)
_READ = """(html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const one of page.querySelectorAll("body [lang], bdi, script, style")) one.remove();
    const texts = [...page.querySelectorAll("template")].map((one) => one.content.textContent);
    const spoken = [...page.querySelectorAll("[aria-label]")].map((one) => one.ariaLabel);
    return [page.dir, page.documentElement.lang, page.title, page.body.textContent,
            ...texts, ...spoken].join(" ");
}"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with a camera that sees a passport."""
    path = chromium()
    if path is None:
        pytest.skip("No Chromium found: install one, or name it with CHROMIUM=/path/to/chromium.")
    flags = flags_for(tmp_path_factory.mktemp("film"), "passport")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


def test_every_page_is_usable_by_everybody(browser: Browser, deployment: Deployment) -> None:
    found: dict[str, list[str]] = {}
    names: set[str] = set()

    for name, page in every_page(browser, deployment, 390):
        names.add(name.partition(",")[0])
        problems = [*moving(page), *violations(page), *too_wide(page), *unseen_focus(page)]
        if problems:
            found[name] = problems
        if not name.startswith(_OTHERS_WORDS) and (words := untranslated(page)):
            found[f"{name}, in Arabic"] = words

    assert not found, "\n".join(f"{name}: {problems}" for name, problems in found.items())
    assert names >= every_address() - _NO_PAGES


def every_address() -> set[str]:
    """The names of all addresses of flow and sandbox: who adds one has to walk there."""
    patterns = (("verification", of_the_flow), ("sandbox", of_the_sandbox))
    return {f"{app}:{one.name}" for app, all_ in patterns for one in all_}


def untranslated(page: Page) -> list[str]:
    """Latin words of the same page in Arabic, and whether it says so itself."""
    if page.url.endswith("/number/"):
        return []  # the answer to a form
    answer = page.request.get(page.url, headers={"Accept-Language": "ar"})
    direction, language, *words = page.evaluate(_READ, answer.text()).split()
    wrong = [] if (direction, language) == ("rtl", "ar") else [f"{direction} {language}"]
    return wrong + re.findall(r"[A-Za-z]{2,}", _LATIN.sub("", " ".join(words)))


def test_nothing_flashes() -> None:
    """WCAG 2.3.1: three flashes a second at most. Here, what turns takes a second."""
    sheets = Path(__file__).resolve().parents[2] / "verification/static/verification"
    styles = "".join(path.read_text(encoding="utf-8") for path in sorted(sheets.glob("*.css")))

    assert set(re.findall(r"animation:\s*([\w-]+ [\d.]+s)", styles)) <= {"turn 1s"}
    assert "prefers-reduced-motion: reduce" in styles


def test_words_can_be_read_on_every_colour_that_lights_the_face() -> None:
    sheet = Path(__file__).resolve().parents[2] / "verification/static/verification/challenge.css"
    drawn = r'body\[data-colour="(\w+)"\] { background: (#\w{6}); }'
    lights = dict(re.findall(drawn, sheet.read_text(encoding="utf-8")))

    assert set(lights) == set(Colour)
    assert all(contrast("#000000", light) >= 4.5 for light in lights.values())
