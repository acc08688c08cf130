"""How soon the first page can be used on a slow line: ``python -m benchmarks.first_page``.

Chromium slows itself down; the page is a deployment's welcome, with nothing in the cache. It can be
used with its first paint: the form needs no script.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, Response, sync_playwright

import tests.environment  # noqa: F401  # a PostgreSQL server for the deployment
from tests.journeys.deployment import Deployment
from tests.journeys.programs import CHROMIUM_FLAGS, chromium

# Kilobits a second, and milliseconds for each request to and fro.
_LINES = (
    ("no throttling", -1, 0),
    ("slow 3G as WebPageTest has it", 400, 400),
    ("slow 3G as Chromium's developer tools have it", 400, 2000),
)
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def main() -> None:
    """Print a table: the median of some first visits on each line, and what came over it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="visits on each line (5)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        deployment = Deployment(Path(folder))
        try:
            deployment.start()
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            print(f"{'line':48} {'usable':>8} {'loaded':>8} {'bytes':>7}")
            for name, kilobits, latency in _LINES:
                visits = [_visit(browser, deployment, kilobits, latency) for _ in range(runs)]
                usable, loaded, weight = (median(one) for one in zip(*visits, strict=True))
                print(f"{name:48} {usable:6.0f}ms {loaded:6.0f}ms {weight:7.0f}")
            browser.close()
        finally:
            deployment.stop()


def _visit(
    browser: Browser, deployment: Deployment, kilobits: int, latency: int
) -> tuple[float, float, int]:
    before = browser.new_context(base_url=deployment.url)
    address = _welcome(before.new_page())
    # The same cookies, and nothing in any cache.
    context = browser.new_context(storage_state=before.storage_state())
    before.close()
    page = context.new_page()
    came: list[Response] = []
    page.on("response", lambda response: came.append(response))  # noqa: PLW0108  # it is marked
    tools = context.new_cdp_session(page)
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    bytes_a_second = kilobits * 1000 / 8 if kilobits > 0 else -1
    tools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )
    page.goto(address, wait_until="networkidle")
    loaded = page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
    result = (page.evaluate(_PAINTED), loaded, sum(len(one.body()) for one in came))
    context.close()
    return result


def _welcome(page: Page) -> str:
    page.goto("/sandbox/okta/")
    page.locator(".act button").click()
    page.wait_for_url("**/verify/**")
    return page.url


if __name__ == "__main__":
    main()
