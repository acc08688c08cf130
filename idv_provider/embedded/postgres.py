"""A real PostgreSQL from a wheel: no root, no system package, nothing to set up.

Only the wheel's programs are used. Its Python part would open every folder on the way to the data
to all users when run by root, and leave a server behind after an unclean stop
(docs/decisions/0061-embedded-postgresql.md).
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil
import psycopg

from idv_provider.embedded.postgres_account import (
    EmbeddedPostgresError,
    Installation,
    installation,
)
from idv_provider.embedded.processes import ends_with_us

__all__ = ["EmbeddedPostgresError", "Server", "start"]

SUPERUSER = "idv"
MAJOR_VERSION = "18"
# The length that fits every system's sockaddr_un (104 bytes on macOS), less "/.s.PGSQL.5432.lock".
_LONGEST_SOCKET_FOLDER = 80
# No port; and no statement, with the values in it, ever goes to the log.
_SETTINGS = ("listen_addresses=", "log_statement=none", "log_min_error_statement=panic")
# After an unclean stop the server first replays its log.
_START_SECONDS = 60
_STOP_SECONDS = 20


class Server:
    """A running server. ``url`` is its DATABASE_URL."""

    def __init__(self, process: subprocess.Popen[bytes], sockets: Path, lock: IO[str]) -> None:
        self.url = f"postgresql://{SUPERUSER}@/postgres?host={quote(str(sockets), safe='')}"
        self._process = process
        self._sockets = sockets
        self._lock = lock

    def stop(self) -> None:
        """Stop the server and wait for it; safe to call twice."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # fast: connections are cut, data is kept
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._sockets.name.startswith("idv-sockets-"):
            shutil.rmtree(self._sockets, ignore_errors=True)
        self._lock.close()


def start(folder: Path, *settings: str) -> Server:
    """Start a server with its data in ``folder``, made on the first call.

    It listens on a socket that only this user (and root) can reach, on no port. It is stopped by
    ``Server.stop``, and by the kernel where this process dies without that.

    Args:
        folder: of this server alone.
        settings: further settings, as ``name=value``.

    Raises:
        EmbeddedPostgresError: it cannot run here; the message says why and what to do.
    """
    place = installation(folder.resolve())
    _make_folder(place)
    lock = _lock(place.folder)
    try:
        return _start(place, lock, settings)
    except BaseException:
        lock.close()
        raise


def _start(place: Installation, lock: IO[str], settings: tuple[str, ...]) -> Server:
    log = place.folder.with_name(f"{place.folder.name}.log")
    _initialise(place, log)
    _end_leftover(place.folder)
    sockets = _socket_folder(place)
    command = [str(place.programs / "postgres"), "-D", str(place.folder), "-k", str(sockets)]
    arguments = [f"-c{one}" for one in (*_SETTINGS, *settings)]
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  # our own program and arguments
            [*ends_with_us("INT"), *command, *arguments],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            # Not of the terminal's group: Ctrl-C is ours to handle, web and worker end first.
            start_new_session=True,
            **_as(place),
        )
    server = Server(process, sockets, lock)
    try:
        _wait_until_ready(server, process, log)
    except BaseException:
        server.stop()
        raise
    return server


def _make_folder(place: Installation) -> None:
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if place.account is not None:
        os.chown(place.folder, place.account.pw_uid, place.account.pw_gid)


def _lock(folder: Path) -> IO[str]:
    """Hold the folder for this process; the kernel lets go of it whatever becomes of us."""
    lock = folder.with_name(f"{folder.name}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise EmbeddedPostgresError(
            f"Another process is using the database in {folder}: stop it, or choose another "
            "folder with --data-dir."
        ) from None
    return lock


def _initialise(place: Installation, log: Path) -> None:
    made = place.folder / "PG_VERSION"
    if made.exists():
        found = made.read_text(encoding="ascii").strip()
        if found != MAJOR_VERSION:
            raise EmbeddedPostgresError(
                f"{place.folder} was made by PostgreSQL {found}, this is {MAJOR_VERSION}: "
                "move it away to start afresh."
            )
        return
    # Made beside its place and moved there, so that an interrupted start leaves nothing half made.
    draft = place.folder.with_name(f"{place.folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    _make_folder(replace(place, folder=draft))
    command = [str(place.programs / "initdb"), "-D", str(draft), "-U", SUPERUSER]
    # "builtin" sorts alike on every machine, whatever languages it has installed.
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
    options = ["--builtin-locale=C.UTF-8", "--auth=trust", "--no-sync", "--no-instructions"]
    done = subprocess.run(  # noqa: S603  # our own program and arguments
        [*command, *locale, *options], capture_output=True, check=False, text=True, **_as(place)
    )
    if done.returncode != 0:
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        raise EmbeddedPostgresError(_reason(done.stderr, log))
    draft.rename(place.folder)


def _end_leftover(folder: Path) -> None:
    """End what an unclean stop left behind, and clear a pid file that lies.

    A pid is used again after a while, by any program: the file alone proves nothing. What shows
    a server's processes is that they work in its folder: a backend in the middle of a statement
    outlives a server that was killed, and would write beside the next one.
    """
    left = [process for process in psutil.process_iter(["name"]) if _works_in(process, folder)]
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGQUIT)  # at once: the log is replayed at the next start
    _, alive = psutil.wait_procs(left, timeout=_STOP_SECONDS)
    if alive:
        raise EmbeddedPostgresError(
            f"A PostgreSQL server that was left behind does not stop: end process {alive[0].pid}."
        )
    (folder / "postmaster.pid").unlink(missing_ok=True)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name() == "postgres" and Path(process.cwd()) == folder
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _socket_folder(place: Installation) -> Path:
    if len(bytes(place.folder)) <= _LONGEST_SOCKET_FOLDER:
        return place.folder
    sockets = Path(tempfile.mkdtemp(prefix="idv-sockets-", dir="/tmp"))  # short
    if place.account is not None:
        os.chown(sockets, place.account.pw_uid, place.account.pw_gid)
    return sockets


def _as(place: Installation) -> dict[str, Any]:
    """Return the arguments of subprocess that change to the server's account."""
    if place.account is None:
        return {"umask": 0o077}
    return {
        "user": place.account.pw_uid,
        "group": place.account.pw_gid,
        "extra_groups": (),
        "umask": 0o077,
        "cwd": "/",
    }


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(server.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise EmbeddedPostgresError(_reason(log.read_text(encoding="utf-8", errors="replace"), log))


def _reason(output: str, log: Path) -> str:
    if "No space left on device" in output[-4000:]:
        return f"There is no space left on the disk that holds {log.parent}."
    return f"PostgreSQL did not start; its last words are in {log}."
