"""Photograph the console of a running demo, 1280 pixels wide, into this folder.

`python docs/screens/take_console.py http://127.0.0.1:8000 admin PASSWORD`. Adds one integration.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

WIDTH, HEIGHT = 1280, 860
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = {
    "console-dashboard": "",
    "console-audit": "audit/entry/",
    "console-factors": "account/factors/totp/activate/",
    "console-branding": "settings/branding/",
    "console-keys": "settings/authorization-server/",
    "console-legal": "settings/legal/",
    "console-retention": "settings/retention/",
}


def main(base_url: str, name: str, password: str) -> None:
    """Sign in, and write one picture a page."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(QUIET))
        page = chromium.new_page(base_url=base_url, viewport={"width": WIDTH, "height": HEIGHT})
        page.goto("/console/")
        keep(page, "console-sign-in")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/console/")
        add_integration(page)
        for picture, path in PAGES.items():
            page.goto(f"/console/{path}")
            keep(page, picture)
        chromium.close()


def add_integration(page: Page) -> None:
    """Add one, and photograph its credentials; they go with the demo."""
    page.goto("/console/applications/application/add/oidc/")
    page.get_by_label("Name").fill("Acme")
    page.get_by_label("Okta org domains").fill("acme.okta.com")
    page.get_by_label("For the sandbox Okta org").check()
    page.get_by_role("button", name="Create").click()
    page.get_by_text("Copy the client secret now.").wait_for()
    keep(page, "console-credentials")


def keep(page: Page, name: str) -> None:
    """Write the page's picture, in as few colours as it needs."""
    page.wait_for_timeout(500)  # until the fonts are there
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(48)
    picture.save(Path(__file__).with_name(f"{name}.png"), optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
