"""Every page, in every state, for people who do not see, point, or read English (WCAG 2.2 AA)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from sandbox.urls import urlpatterns as of_the_sandbox
from tests.journeys.deployment import Deployment
from tests.journeys.films import flags_for
from tests.journeys.pages import every_page
from tests.journeys.programs import chromium
from verification.urls import urlpatterns as of_the_flow

pytestmark = pytest.mark.journey

_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
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
# Without what passed: axe would describe each of its elements.
_FOUND = """async (rules) => {
    const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
    if (found.passes.length === 0) throw new Error("axe looked at nothing");
    return found.violations;
}"""
_READ = """(html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const one of page.querySelectorAll("body [lang], bdi, script, style")) one.remove();
    const texts = [...page.querySelectorAll("template")].map((one) => one.content.textContent);
    const spoken = [...page.querySelectorAll("[aria-label]")].map((one) => one.ariaLabel);
    return [page.dir, page.documentElement.lang, page.title, page.body.textContent,
            ...texts, ...spoken].join(" ");
}"""
_WIDER = """() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const over = [...document.body.querySelectorAll("*")].filter(
        (one) => one.getBoundingClientRect().right > clientWidth,
    );
    return [over.at(-1)?.outerHTML.slice(0, 120) ?? `${scrollWidth} pixels`];
}"""
_WITHOUT_OUTLINE = """() => {
    const all = document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), summary, [tabindex='0']",
    );
    return [...all].filter((one) => {
        one.focus({ preventScroll: true });
        if (document.activeElement !== one) return false; // cannot be reached
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle === "none" || parseFloat(outlineWidth) < 2;
    }).map((one) => one.outerHTML.slice(0, 120));
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
    axe, found, names = Axe(), {}, set()

    for name, page in every_page(browser, deployment, 390):
        names.add(name.partition(",")[0])
        if problems := [*violations(axe, page), *too_wide(page), *unseen_focus(page)]:
            found[name] = problems
        if not name.startswith(_OTHERS_WORDS) and (words := untranslated(page)):
            found[f"{name}, in Arabic"] = words

    assert not found, "\n".join(f"{name}: {problems}" for name, problems in found.items())
    assert names >= every_address() - _NO_PAGES


def every_address() -> set[str]:
    """The names of all addresses of flow and sandbox: who adds one has to walk there."""
    patterns = (("verification", of_the_flow), ("sandbox", of_the_sandbox))
    return {f"{app}:{one.name}" for app, all_ in patterns for one in all_}


def violations(axe: Axe, page: Page) -> list[str]:
    """What axe finds in the light, and of contrast in the dark."""
    page.evaluate(axe.axe_script)
    light = page.evaluate(_FOUND, _WCAG)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(_FOUND, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    return [
        f"{theme}: {one['id']}: {node['target']}"
        for theme, broken in (("light", light), ("dark", dark))
        for one in broken
        for node in one["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """What has to be scrolled sideways: at 320 pixels (400 % of 1280), or at twice the letters."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 320, "height": size["height"]})
    narrow = page.evaluate(_WIDER)
    page.set_viewport_size(size)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    large = page.evaluate(_WIDER)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return [f"at 320 pixels: {one}" for one in narrow] + [f"at 200 %: {one}" for one in large]


def unseen_focus(page: Page) -> list[str]:
    """What can be reached by keyboard and then does not show it."""
    page.keyboard.press("Tab")  # focus is shown to who uses the keyboard
    return list(page.evaluate(_WITHOUT_OUTLINE))


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
