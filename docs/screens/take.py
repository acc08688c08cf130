"""Make pictures of every page: `make screens`. Needs Chromium, and what `make test` installs.

Starts a deployment of its own, walks through all pages in all states, at the width of a phone and
of a desk, and puts the pictures into this folder, and four of them side by side into flow.png.
"""

import io
import re
import sys
import tempfile
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

import tests.environment  # noqa: E402, F401  # a PostgreSQL server for the deployment

django.setup()
from tests.journeys.deployment import Deployment  # noqa: E402
from tests.journeys.pages import every_page  # noqa: E402
from tests.journeys.programs import chromium  # noqa: E402
from tests.journeys.test_camera import flags_for  # noqa: E402

WIDTHS = (390, 1280)
TALLEST = 2000  # pixels: what is below tells nothing new
GAP = 24
SIDE_BY_SIDE = ("welcome", "document", "selfie", "done-verified")


def main() -> None:
    """Take the pictures in place of those that are there."""
    for old in HERE.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        deployment = Deployment(Path(folder))
        try:
            deployment.start()
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=flags_for(Path(folder), "passport")
            )
            for width in WIDTHS:
                shots = {}
                for name, page in every_page(browser, deployment, width):
                    shots[file_name(name)] = picture(page.screenshot(full_page=True))
                keep(shots, width)
            browser.close()
        finally:
            deployment.stop()


def file_name(name: str) -> str:
    """Turn a page's name, as in "verification:done, verified", into a file's."""
    return re.sub(r"[^a-z]+", "-", name.removeprefix("verification:").lower())


def picture(png: bytes) -> Image.Image:
    """Return the top of the page."""
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    return whole.crop((0, 0, whole.width, min(whole.height, TALLEST)))


def keep(shots: dict[str, Image.Image], width: int) -> None:
    """Write the files: small ones, as they are for looking at, not for measuring."""
    for name, shot in shots.items():
        shot.save(HERE / f"{name}-{width}.webp", quality=50, method=6)
    if width == WIDTHS[0]:
        side_by_side([shots[name] for name in SIDE_BY_SIDE]).save(HERE / "flow.png", optimize=True)


def side_by_side(shots: list[Image.Image]) -> Image.Image:
    """Return one picture of them all, in a row, of few colours."""
    width, height = WIDTHS[0], 860
    sheet = Image.new("RGB", ((width + GAP) * len(shots) + GAP, height + 2 * GAP), "#d5dbe0")
    for number, shot in enumerate(shots):
        top = Image.new("RGB", (width, height), shot.getpixel((0, 0)))
        top.paste(shot.crop((0, 0, width, min(height, shot.height))))
        sheet.paste(top, (GAP + number * (width + GAP), GAP))
    return sheet.quantize(64)


if __name__ == "__main__":
    main()
