"""How long the web server waits for somebody who has fallen silent."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from idv_provider.embedded.processes import ends_with_us
from idv_provider.embedded.web import free_port

_ROOT = Path(__file__).resolve().parents[2]
# As a deployment serves, with two threads and less patience.
_CONF = """
from idv_provider import patience
from idv_provider.gunicorn_conf import *

patience.SILENCE_SECONDS = 1
threads = 2
"""
_APP = """
def app(environ, start_response):
    length = len(environ["wsgi.input"].read())
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
_HALF_A_PICTURE = (
    b"POST /verify/document/ HTTP/1.1\r\nHost: idv\r\nContent-Length: 100000\r\n\r\n\xff\xd8\xff"
)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A web server of ours with an application that reads whatever is sent."""
    (tmp_path / "conf.py").write_text(_CONF)
    (tmp_path / "silent.py").write_text(_APP)
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", str(tmp_path / "conf.py")]
    command += ["--pythonpath", str(tmp_path), "-b", f"127.0.0.1:{port}", "silent:app"]
    server = subprocess.Popen([*ends_with_us("KILL"), *command], cwd=_ROOT)  # noqa: S603  # ours
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("The web server does not answer.")


def test_h11_pictures_that_stop_half_way_are_dropped_and_others_are_served(port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(2)]
    for one in silent:  # every thread there is
        one.sendall(_HALF_A_PICTURE)

    somebody = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    somebody.request("GET", "/")

    assert somebody.getresponse().read() == b"ok"
    somebody.close()
    for one in silent:
        with one:
            while one.recv(1024):  # an error, perhaps, and then the end of the connection
                pass
