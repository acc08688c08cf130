"""What a page, as it is now, lacks for people who do not see, point or hold still (WCAG 2.2)."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_AXE = Axe()
# Without what passed: axe would describe each of its elements.
_FOUND = """async (rules) => {
    const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
    if (found.passes.length === 0) throw new Error("axe looked at nothing");
    return found.violations;
}"""
WIDER = """() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const over = [...document.body.querySelectorAll("*")].filter(
        (one) => one.getBoundingClientRect().right > clientWidth,
    );
    return [over.at(-1)?.outerHTML.slice(0, 120) ?? `${scrollWidth} pixels`];
}"""
WITHOUT_OUTLINE = """() => {
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
_SLOW = 5000  # milliseconds
_MOVING = """(slow) => document.getAnimations()
    .filter((one) => one.effect.getTiming().duration < slow)
    .map((one) => one.effect.target.outerHTML.slice(0, 120))"""


def violations(page: Page) -> list[str]:
    """What axe finds in the light, and of contrast in the dark."""
    page.evaluate(_AXE.axe_script)
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
    narrow = page.evaluate(WIDER)
    page.set_viewport_size(size)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    large = page.evaluate(WIDER)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return [f"at 320 pixels: {one}" for one in narrow] + [f"at 200 %: {one}" for one in large]


def unseen_focus(page: Page) -> list[str]:
    """What can be reached by keyboard and then does not show it."""
    page.keyboard.press("Tab")  # focus is shown to who uses the keyboard
    return list(page.evaluate(WITHOUT_OUTLINE))


def moving(page: Page) -> list[str]:
    """What moves fast, for who asked their system for less motion."""
    return [f"moves: {one}" for one in page.evaluate(_MOVING, _SLOW)]
