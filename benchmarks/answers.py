"""How soon the page says what it thinks of a picture: ``python -m benchmarks.answers``.

From the file that is chosen in Chromium, through the web server, the queue and a worker, to the
words on the page or to the next page. One worker process, as one person at a time sees it. Beside
it: how long the server had the picture before it was judged, which the page's own part is left
over from, and the worker's CPU seconds, which a busy machine leaves as they are.
"""

import argparse
import faulthandler
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

import tests.environment  # noqa: F401  # a PostgreSQL server for the deployment
from sandbox.specimens import OUTCOMES, Claimed
from tests.journeys.deployment import Deployment
from tests.journeys.programs import CHROMIUM_FLAGS, chromium

# Seconds that a run may take before it is given up: far more than it needs on a busy machine.
_START, _ONE_RUN = 120, 90
_PATIENCE_MS = 30_000
_TOLD = "() => !document.getElementById('notice').hidden"
_SERVER = """
    SELECT extract(epoch FROM read_at - taken_at) FROM verification_capture
    WHERE read_at IS NOT NULL ORDER BY taken_at DESC LIMIT 1
"""
_WHO = Claimed("Anna Maria", "Eriksson", date(1974, 8, 12), datetime.now(UTC).date())


class Answer(NamedTuple):
    """One picture's, in seconds.

    Attributes:
        told: from the choice of the file to the words, or to the next page.
        server: of these, from the moment the server had it to its judgement.
        worker_cpu: what the worker's processes used meanwhile.
    """

    told: float
    server: float
    worker_cpu: float


def main() -> None:
    """Print a table: medians and the worst, and how busy the machine was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="verifications (3)")
    runs = parser.parse_args().runs
    # Whatever waits without an end is named by the stack that this prints.
    faulthandler.dump_traceback_later(_START + (runs + 1) * _ONE_RUN, exit=True)
    taken: dict[str, list[Answer]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        deployment = Deployment(Path(folder))
        try:
            deployment.start()
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            _verify(browser, deployment, {})  # the worker's models are loaded by now
            for run in range(runs):
                _verify(browser, deployment, taken)
                print(f"verification {run + 1} of {runs} is done", file=sys.stderr)
            browser.close()
        finally:
            deployment.stop()
            faulthandler.cancel_dump_traceback_later()
    _print(taken)


def _print(taken: dict[str, list[Answer]]) -> None:
    print(f"{'picture':20} {'told':>8} {'worst':>8} {'server':>8} {'page':>8} {'worker CPU':>11}")
    for name, answers in taken.items():
        told, server, cpu = (median(column) for column in zip(*answers, strict=True))
        worst = max(answer.told for answer in answers)
        print(
            f"{name:20} {told:6.2f} s {worst:6.2f} s {server:6.2f} s {told - server:6.2f} s"
            f" {cpu:9.2f} s"
        )
    print(f"load average while it ran: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _verify(browser: Browser, deployment: Deployment, taken: dict[str, list[Answer]]) -> None:
    """Give each picture once, the bad one of a kind before the good one."""
    page = browser.new_context(base_url=deployment.url, locale="en").new_page()
    page.goto("/sandbox/okta/")
    page.locator(".act button").click()
    page.locator("form[data-once] .primary").click()
    page.locator("button[value=here]").click()
    for kind, pictures in _pictures().items():
        page.locator("#open-camera:enabled").wait_for()
        for name, data in pictures.items():
            answer = _answer(page, deployment, f"{kind}, {name}", data, moves_on=name == "good")
            taken.setdefault(f"{kind}, {name}", []).append(answer)
    page.context.close()


def _answer(
    page: Page, deployment: Deployment, name: str, picture: bytes, *, moves_on: bool
) -> Answer:
    """Give the picture and wait for its answer: another page, whichever, or words on this one."""
    file = {"name": "picture.jpg", "mimeType": "image/jpeg", "buffer": picture}
    # Asked for before, as a fast worker is done before the next line runs.
    here = page.url
    cpu, begun = _cpu_seconds(deployment), time.monotonic()
    page.locator("#picture").set_input_files(file)  # type: ignore[arg-type]  # a FilePayload
    try:
        if moves_on:
            page.wait_for_url(lambda url: url != here, wait_until="commit", timeout=_PATIENCE_MS)
        else:
            # By each frame: a locator would look again after half a second only.
            page.wait_for_function(_TOLD, timeout=_PATIENCE_MS)
    except TooLate as error:
        said = page.locator("main").inner_text(timeout=_PATIENCE_MS)
        raise SystemExit(f"{name}: no answer; the page says: {said!r}") from error
    told = time.monotonic() - begun
    ((server,),) = deployment.sql(_SERVER)
    return Answer(told, float(server), _cpu_seconds(deployment) - cpu)


def _cpu_seconds(deployment: Deployment) -> float:
    worker = psutil.Process(deployment.worker.pid)
    times = [process.cpu_times() for process in (worker, *worker.children(recursive=True))]
    return sum(one.user + one.system for one in times)


@cache
def _pictures() -> dict[str, dict[str, bytes]]:
    drawn = OUTCOMES[0].draw(_WHO)
    blurred = _changed(drawn.passport, lambda image: image.filter(ImageFilter.GaussianBlur(8)))
    dark = _changed(drawn.selfie, lambda image: image.point(lambda value: int(value * 0.1)))
    return {
        "document": {"blurred": blurred, "good": drawn.passport},
        "selfie": {"dark": dark, "good": drawn.selfie},
    }


def _changed(picture: bytes, change: Callable[[Image.Image], Image.Image]) -> bytes:
    buffer = io.BytesIO()
    change(Image.open(io.BytesIO(picture)).convert("RGB")).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
