"""Photograph the hosted flow of a running demo: `python docs/screens/take.py http://127.0.0.1:8000`.

Walks through the sandbox Okta org with the right person's specimens, at the width of a phone, and
puts four pages side by side into flow.png. Needs Chromium, and what `make test` installs.
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

WIDTH, HEIGHT, GAP = 390, 860, 24
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def main(base_url: str) -> None:
    """Take the pictures and write flow.png beside this file."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browser,
            args=list(QUIET),
            viewport={"width": WIDTH, "height": HEIGHT},
        )
        shots = walk(context.new_page(), base_url)
        context.close()
    side_by_side(shots).save(Path(__file__).with_name("flow.png"), optimize=True)


def walk(page: Page, base_url: str) -> list[Image.Image]:
    """Go the whole way; return the pages of consent, document, selfie and result."""
    page.goto(f"{base_url}/sandbox/okta/")
    page.get_by_role("button", name="Verify my identity").click()
    page.wait_for_url("**/verify/**")
    shots = [shot(page)]
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="Use this device").click()
    page.wait_for_url("**/document/")
    shots.append(shot(page))
    page.get_by_role("button", name="Right person").click()
    page.wait_for_url("**/selfie/")
    shots.append(shot(page))
    page.get_by_role("button", name="Right person").click()
    page.get_by_role("heading", name="Your identity").wait_for()
    shots.append(shot(page))
    return shots


def shot(page: Page) -> Image.Image:
    """Return what the screen shows."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def side_by_side(shots: list[Image.Image]) -> Image.Image:
    """Return one picture of them all, in a row."""
    sheet = Image.new("RGB", ((WIDTH + GAP) * len(shots) + GAP, HEIGHT + 2 * GAP), "#d5dbe0")
    for number, picture in enumerate(shots):
        sheet.paste(picture, (GAP + number * (WIDTH + GAP), GAP))
    return sheet


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
