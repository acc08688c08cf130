"""Every page of the console, in every state: inert, and usable by everybody (WCAG 2.2 AA)."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.journeys.axe import WIDER
from tests.journeys.conftest import _note
from tests.journeys.console_pages import every_page
from tests.journeys.deployment import Deployment

pytestmark = pytest.mark.journey

# One question for both colour schemes: what breaks a rule in the light, and contrast in the dark.
# The menu is looked at on the dashboard; fetching style sheets again would only serve other rules.
_ASK_AXE = """async ([dark_too, menu_too]) => {
    const where = menu_too ? document : { exclude: ["#nav-sidebar"] };
    const told = (found, theme) => found.violations.flatMap((rule) =>
        rule.nodes.map((node) => `${theme}: ${rule.id}: ${node.html.slice(0, 200)}`));
    const html = document.documentElement;
    const light = await axe.run(where, { preload: false, resultTypes: ["violations"] });
    if (!dark_too) return told(light, "light");
    html.classList.add("dark");
    const contrast = { preload: false, resultTypes: ["violations"], runOnly: ["color-contrast"] };
    const dark = await axe.run(where, contrast);
    html.classList.remove("dark");
    return [light.passes.length > 5 ? [] : ["axe looked at nothing"], told(light, "light"),
            told(dark, "dark")].flat();
}"""
_ALIVE = r"""() => [
    document.querySelector("svg[onload]") && "an element of a name",
    /alert\(1\)(>|&gt;)49/.test(document.documentElement.outerHTML) && "a template of a name",
].filter(Boolean)"""
_UNSEEN_FOCUS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']",
)].filter((one) => {
    const looks = () => {
        const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(one);
        return [outlineStyle !== "none" && outlineWidth, boxShadow, borderColor].join();
    };
    document.activeElement?.blur();
    const before = looks();
    one.focus({ preventScroll: true, focusVisible: true });
    return document.activeElement === one && looks() === before;
}).map((one) => one.outerHTML.slice(0, 160))"""


def test_every_page_is_inert_and_usable_by_everybody(
    browser: Browser, deployment: Deployment, furnished: dict[str, Any]
) -> None:
    found: dict[str, list[str]] = {}
    names: set[str] = set()
    complaints: list[str] = []

    for name, page in every_page(browser, deployment, furnished, 1280):
        if not names:
            page.on("console", lambda message: _note(message, complaints))
        view = name.partition(",")[0]
        asked = {"dark_too": view not in names, "menu_too": "admin:index" not in names}
        seen = [alive(page), violations(page, **asked), too_wide(page)]
        seen += [] if view in names else [page.evaluate(_UNSEEN_FOCUS)]
        names.add(view)
        if problems := list(chain(*seen)):
            found[name] = problems

    assert not found, "\n".join(f"{name}: {problems}" for name, problems in found.items())
    assert complaints == []
    assert names == {name for name in every_address() if is_page(name)}


def alive(page: Page) -> list[str]:
    """What somebody else's text became in the page."""
    return list(page.evaluate(_ALIVE))


def violations(page: Page, *, dark_too: bool, menu_too: bool) -> list[str]:
    """What axe-core finds wrong, by theme and rule; of a page's further states in the light."""
    page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(_ASK_AXE, [dark_too, menu_too]))


def too_wide(page: Page) -> list[str]:
    """What has to be scrolled sideways at 400 % of 1280 pixels (WCAG 1.4.10)."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 320, "height": size["height"]})
    found = list(page.evaluate(WIDER))
    page.set_viewport_size(size)
    return found


# Addresses that show nothing of their own: they lead on, take something in, answer a script, hand a
# file out, or are not for what cannot be added or deleted by hand.
_NO_PAGES = {
    *("admin:login", "admin:logout", "admin:autocomplete", "admin:jsi18n", "admin:search"),
    *(
        "admin:view_on_site",
        "admin:session_receipt",
        "admin:audit_export",
        "admin:audit_keys",
        "admin:session_export",
        "admin:shred_evidence",
    ),
    *("admin:review_claim", "admin:review_release", "admin:revoke_secret", "admin:revoke_token"),
    *("admin:flow_publish", "admin:flow_discard", "admin:flow_restore", "admin:test_webhook"),
    *("admin:send_webhook_again", "mfa_download_recovery_codes", "mfa_login_webauthn"),
    *("openid_connect_login", "openid_connect_callback"),
}
_NO_PAGES_OF_MODELS = {
    *("api_token_add", "api_token_delete", "applications_application_add"),
    *("applications_application_delete", "audit_entry_add", "audit_entry_delete"),
    *("oidc_protocolevent_add", "oidc_protocolevent_delete", "oidc_signingkey_add"),
    *("oidc_signingkey_delete", "verification_session_add", "verification_session_delete"),
    *("verification_flow_delete", "webhooks_delivery_add", "webhooks_delivery_delete"),
    "webhooks_endpoint_add",
}


def every_address() -> set[str]:
    """The names of all addresses of the console: who adds one has to walk there."""
    return set(_walk(get_resolver().url_patterns, "", ""))


def is_page(name: str) -> bool:
    """Return whether something is to be seen there; histories lead into the audit trail."""
    no_page = _NO_PAGES | {f"admin:{one}" for one in _NO_PAGES_OF_MODELS}
    return name not in no_page and not name.endswith("_history")


def _walk(patterns: list[URLPattern | URLResolver], before: str, namespace: str) -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, route, inner)
        elif route.startswith("console/") and one.name:
            yield namespace + one.name
