"""Loaded by pytest before Django's settings: a throw-away PostgreSQL and the tests' environment.

Named by ``-p tests.environment`` in pyproject.toml. Workers of pytest-xdist inherit the first
process's environment, so one server serves them all, each with a database of its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from idv_provider.embedded import postgres

# The tests' data is gone with them: nothing has to survive a power cut.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def start_postgres(folder: Path) -> str:
    """Start a PostgreSQL server in ``folder``; stop it when the process ends. Return its URL."""
    server = postgres.start(folder / "postgres", *_FAST)
    atexit.register(server.stop)
    return server.url


if "IDV_TEST_FOLDER" not in os.environ:
    folder = Path(tempfile.mkdtemp(prefix="idv-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o711)  # run by root, PostgreSQL is somebody else and must get through
    os.environ |= {
        "IDV_TEST_FOLDER": str(folder),
        "IDV_MODE": "embedded",
        "IDV_DATA_DIR": str(folder / "data"),
        "IDV_PUBLIC_URL": "http://testserver",
        "REDIS_URL": "",
        "DATABASE_URL": os.environ.get("IDV_TEST_DATABASE_URL", "") or start_postgres(folder),
    }
