"""A benchmark is a command of its own: it must start outside of the tests' set-up."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_COMMANDS = sorted(
    path.stem for path in (_ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text()
)

# One process that has the large packages, and a fork of it for each command: a second for all.
_ASK_FOR_HELP = """
import os, runpy, sys
import cv2, django, numpy, PIL.Image, playwright.sync_api
for name in sys.argv[1:]:
    if os.fork() == 0:
        sys.argv = [name, "--help"]
        runpy.run_module(f"benchmarks.{name}", run_name="__main__", alter_sys=True)
        os._exit(1)
    status = os.waitstatus_to_exitcode(os.wait()[1])
    if status:
        sys.exit(f"{name}: {status}")
"""


def test_every_benchmark_tells_how_it_is_used() -> None:
    assert _COMMANDS
    asked = subprocess.run(  # noqa: S603  # the names are of files here
        [sys.executable, "-c", _ASK_FOR_HELP, *_COMMANDS],
        cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.count("usage:") == len(_COMMANDS)
