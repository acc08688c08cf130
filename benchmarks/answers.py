"""How soon the page says what it thinks of a picture: ``python -m benchmarks.answers``.

From the file that is chosen in Chromium, through the web server, the queue and a worker, to the
words on the page or to the next page. One worker process, as one person at a time sees it.
"""

import argparse
import io
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, sync_playwright

import tests.environment  # noqa: F401  # a PostgreSQL server for the deployment
from sandbox.specimens import OUTCOMES, Claimed
from tests.journeys.deployment import Deployment
from tests.journeys.programs import CHROMIUM_FLAGS, chromium

_WHO = Claimed("Anna Maria", "Eriksson", date(1974, 8, 12), datetime.now(UTC).date())


def main() -> None:
    """Print a table: median and worst, and how busy the machine was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="verifications (5)")
    runs = parser.parse_args().runs
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        deployment = Deployment(Path(folder))
        try:
            deployment.start()
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            _verify(browser, deployment, {})  # the worker's models are loaded by now
            for _ in range(runs):
                _verify(browser, deployment, taken)
            browser.close()
        finally:
            deployment.stop()
    print(f"{'picture':34} {'median':>8} {'worst':>8}")
    for name, seconds in taken.items():
        print(f"{name:34} {median(seconds):6.1f} s {max(seconds):6.1f} s")
    print(f"load average while it ran: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _verify(browser: Browser, deployment: Deployment, taken: dict[str, list[float]]) -> None:
    """Give each picture once, the bad one of a kind before the good one."""
    pictures = OUTCOMES[0].draw(_WHO)
    page = browser.new_context(base_url=deployment.url, locale="en").new_page()
    page.goto("/sandbox/okta/")
    page.locator(".act button").click()
    page.locator("form[data-once] .primary").click()
    page.locator("button[value=here]").click()
    for kind, picture in (("document", pictures.passport), ("selfie", pictures.selfie)):
        page.locator("#open-camera:enabled").wait_for()
        bad = _changed(picture, _BAD[kind][1])
        told = page.locator("#notice:not([hidden])")
        taken.setdefault(f"{kind}, {_BAD[kind][0]}", []).append(_time(page, bad, told.wait_for))
        taken.setdefault(f"{kind}, good", []).append(_time(page, picture, lambda: _left(page)))
    page.context.close()


_BAD: dict[str, tuple[str, Callable[[Image.Image], Image.Image]]] = {
    "document": ("blurred", lambda image: image.filter(ImageFilter.GaussianBlur(8))),
    "selfie": ("dark", lambda image: image.point(lambda value: int(value * 0.1))),
}


def _left(page: Page) -> None:
    """Wait for another page, whichever: a fast worker is done before the progress is shown."""
    here = page.url
    page.wait_for_url(lambda url: url != here, wait_until="commit")


def _changed(picture: bytes, change: Callable[[Image.Image], Image.Image]) -> bytes:
    buffer = io.BytesIO()
    change(Image.open(io.BytesIO(picture)).convert("RGB")).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _time(page: Page, picture: bytes, until: Callable[[], object]) -> float:
    begun = time.monotonic()
    file = {"name": "picture.jpg", "mimeType": "image/jpeg", "buffer": picture}
    page.locator("#picture").set_input_files(file)  # type: ignore[arg-type]  # a FilePayload
    until()
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
