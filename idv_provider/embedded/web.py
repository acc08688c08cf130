"""The web server's process, as the demo starts and stops it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from idv_provider.embedded.options import ROOT
from idv_provider.embedded.processes import ends_with_us
from idv_provider.healthcheck import is_ready

_CONFIG = Path(__file__).with_name("gunicorn_conf.py")
_START_SECONDS = 60
_STOP_SECONDS = 15
_LAST_LINES = 20


class WebError(Exception):
    """The web server does not run; the message is one sentence for a person."""


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def check_port(port: int) -> None:
    """Complain before anything else is started.

    Raises:
        WebError: the port is taken, or not ours to take.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise WebError(f"Port {port} is reserved for root: choose one above 1023.") from None
        except OSError:
            raise WebError(
                f"Port {port} is in use: stop what runs there, or choose another port with "
                f'`make demo ARGS="--port {port + 1}"`.'
            ) from None


def end_of(log: Path) -> str:
    """Return the log's last lines, for whoever cannot open it any more."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:])


class Web:
    """The server, started when made, with the environment of this process."""

    def __init__(self, port: int, public_url: str, log: Path) -> None:
        self._port = port
        self._public_url = public_url
        self._log = log
        command = [sys.executable, "-m", "gunicorn", "-c", str(_CONFIG)]
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603  # our own program and arguments
                [*ends_with_us("TERM"), *command, "-b", f"127.0.0.1:{port}", "idv_provider.wsgi"],
                cwd=ROOT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Ctrl-C reaches us alone, so that everything ends in its order.
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Return once it answers.

        Raises:
            WebError: it ended, or it does not answer.
        """
        deadline = time.monotonic() + _START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            if is_ready(self._port, self._public_url):
                return
            time.sleep(0.1)
        raise WebError(f"{end_of(self._log)}\n\nThe web server did not start; see {self._log}.")

    def wait(self) -> None:
        """Return never; when the server ends by itself, complain.

        Raises:
            WebError: it ended.
        """
        self._process.wait()
        raise WebError(f"{end_of(self._log)}\n\nThe web server ended; see {self._log}.")

    def stop(self) -> None:
        """Stop the server and wait for it; safe to call twice."""
        if self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
