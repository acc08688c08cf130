"""Make pictures of every page of the console, 1280 pixels wide: `make screens` runs this, too."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from take import HERE, chromium, picture

sys.path.insert(0, str(HERE.parents[1]))

from tests.journeys.console_pages import every_page, furnish
from tests.journeys.deployment import Deployment
from tests.journeys.programs import CHROMIUM_FLAGS

WIDTH = 1280


def main() -> None:
    """Take the pictures in place of those that are there."""
    for old in HERE.glob("console-*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        deployment = Deployment(Path(folder))
        try:
            deployment.start()
            made = furnish(deployment, "for_pictures")
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            for name, page in every_page(browser, deployment, made, WIDTH):
                page.wait_for_load_state("load")
                # As high as the page is: what sticks to the lower edge would hide its middle.
                height = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": WIDTH, "height": max(900, height)})
                shot = picture(page.screenshot())
                page.set_viewport_size({"width": WIDTH, "height": 900})
                shot.save(HERE / f"{file_name(name)}-{WIDTH}.webp", quality=50, method=6)
            browser.close()
        finally:
            deployment.stop()


def file_name(name: str) -> str:
    """Turn a page's name, as in "admin:review, refused", into a file's."""
    return "console-" + re.sub(r"[^a-z]+", "-", name.removeprefix("admin:").lower())


if __name__ == "__main__":
    main()
