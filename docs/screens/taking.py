"""What both commands that make pictures share: a deployment, and Chromium in front of it."""

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

import tests.environment  # noqa: E402, F401  # a PostgreSQL server for the deployment

django.setup()
from tests.journeys.deployment import Deployment  # noqa: E402
from tests.journeys.films import flags_for  # noqa: E402
from tests.journeys.programs import chromium  # noqa: E402

TALLEST = 2000  # pixels: what is below tells nothing new


@contextmanager
def deployed() -> Iterator[tuple[Deployment, Browser]]:
    """Start a deployment of its own, and a browser whose camera sees a passport; stop both."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        deployment = Deployment(Path(folder))
        try:
            deployment.start()
            flags = flags_for(Path(folder), "passport")
            browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
            yield deployment, browser
            browser.close()
        finally:
            deployment.stop()


def picture(png: bytes) -> Image.Image:
    """Return the top of the page."""
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    return whole.crop((0, 0, whole.width, min(whole.height, TALLEST)))


def file_name(name: str) -> str:
    """Turn a page's name, as in "verification:done, verified", into a file's."""
    return re.sub(r"[^a-z]+", "-", name.lower())


def keep(shot: Image.Image, name: str, width: int) -> None:
    """Write the file: a small one, as it is for looking at, not for measuring."""
    shot.save(HERE / f"{file_name(name)}-{width}.webp", quality=50, method=6)
