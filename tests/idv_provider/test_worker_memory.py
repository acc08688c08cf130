"""A worker's process gets no more memory than its share."""

import subprocess
import sys

_CODE = """
from idv_provider.celery import limit_memory
limit_memory(512 * 1024**2)
bytearray(64 * 1024**2)
try:
    bytearray(1024**3)
except MemoryError:
    print("refused")
"""


def test_what_goes_beyond_its_share_is_refused_and_what_does_not_is_not() -> None:
    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", _CODE], capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.stdout.strip(), done.returncode) == ("refused", 0)
