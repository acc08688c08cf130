"""A deployment of real processes: PostgreSQL, Redis, a web server and a worker of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from celery import Celery

from idv_provider.embedded.processes import ends_with_us
from idv_provider.embedded.web import free_port
from idv_provider.healthcheck import is_ready
from tests.journeys.programs import redis_server

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
_PREPARE = "from idv_provider.embedded.preparation import prepare; prepare(reset_password=False)"


class Deployment:
    """Everything that runs, on free ports, below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._port, redis_port = free_port(), free_port()
        self.url = f"http://localhost:{self._port}"  # a name, for passkeys
        self._redis_url = f"redis://127.0.0.1:{redis_port}/0"
        self._database_url = _new_database(f"journeys_{os.getpid()}")
        self.environment = os.environ | {
            "IDV_MODE": "embedded",
            "IDV_DATA_DIR": str(folder / "data"),
            "IDV_PUBLIC_URL": self.url,
            "DATABASE_URL": self._database_url,
            "REDIS_URL": self._redis_url,
            "DJANGO_SETTINGS_MODULE": "idv_provider.settings",
            "WEB_CONCURRENCY": "1",
        }
        command = [redis_server(), "--port", str(redis_port), "--bind", "127.0.0.1"]
        self._start("redis", [*command, "--save", "", "--appendonly", "no", "--dir", str(folder)])

    def start(self) -> None:
        """Start everything; return when it serves and works."""
        self.run("prepare", [sys.executable, "-c", _PREPARE])
        client = redis.Redis.from_url(self._redis_url)
        wait_for("Redis", lambda: _pings(client))
        client.close()
        web = [sys.executable, "-m", "gunicorn", "-c", "idv_provider/gunicorn_conf.py"]
        server = self._start("web", [*web, "-b", f"127.0.0.1:{self._port}", "idv_provider.wsgi"])
        self.worker = self.start_worker()
        wait_for("the web server", lambda: self._serves(server))

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with its clock, as ``make worker`` does."""
        command = [sys.executable, "-m", "celery", "-A", "idv_provider", "worker", "--beat"]
        return self._start("worker", [*command, "--concurrency", "1", "--loglevel", "INFO"])

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and its children as a power cut does."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def queue(self, task: str) -> None:
        """Send a task, as the clock does."""
        with Celery(broker=self._redis_url, set_as_current=False) as sender:
            sender.send_task(task)

    def sql(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[Any]:
        """Run one statement on the deployment's database; return its rows."""
        with psycopg.connect(self._database_url) as connection:
            cursor = connection.execute(statement.encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        """Stop everything, the last started first."""
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    self.kill(process)

    def log(self, name: str) -> str:
        """Return what a process has said so far."""
        return (self._folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _serves(self, server: subprocess.Popen[bytes]) -> bool:
        assert server.poll() is None, self.log("web")
        return is_ready(self._port, self.url)

    def _start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as output:
            process = subprocess.Popen(  # noqa: S603  # our own commands
                [*ends_with_us("KILL"), *command],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def run(self, name: str, command: Sequence[str]) -> None:
        """Run a command with the deployment's settings; complain when it fails."""
        process = self._start(name, command)
        assert process.wait(PATIENCE) == 0, self.log(name)


def wait_for(what: str, happened: Callable[[], bool], every: float = 0.05) -> None:
    """Return once ``happened``; complain when it does not."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"{what}: nothing within {PATIENCE:.0f} s"
        time.sleep(every)


def _pings(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.exceptions.ConnectionError:
        return False


def _new_database(name: str) -> str:
    """Make a database on the tests' server; return its URL."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
