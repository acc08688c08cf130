"""More than the workers can do, and a client that asks too much: does the protocol stay quick?

One server process on one core, and workers that stand still, so that the backlog only grows. Many
people send passport pictures as fast as they can, one client floods PAR, and another goes through
flows at an honest pace. Prints what each was answered and in which time; fails where the 95th
percentile of the honest client's requests reaches 300 ms, or nobody was held off. To 127.0.0.1
alone. Run it as ``python -m benchmarks.overload --help``.
"""

import argparse
import http.client
import io
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.protocol import (
    FORM,
    Visitor,
    durable_postgres,
    environment,
    flow,
    registered,
    serving,
)

_QUICK = 0.3  # seconds
_HONEST_FLOWS_A_SECOND = 4  # of five requests each
_CSRF = "x" * 32
_HOST = {"Host": "127.0.0.1:8000"}
Answers = dict[tuple[str, int], list[float]]


@dataclass(frozen=True, slots=True)
class Post:
    """A request that is sent again and again."""

    name: str
    path: str
    body: bytes
    headers: dict[str, str]


def main() -> None:
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="idv-bench-"))
    try:
        os.environ.update(environment(folder, options))
        os.environ.update(
            {
                "IDV_CLIENT_REQUESTS_PER_MINUTE": "600",  # as it is unless set otherwise
                "IDV_MOST_WAITING": str(options.bound),
                "IDV_LOG_LEVEL": "ERROR",
            }
        )
        with durable_postgres(folder) as (url, _):
            os.environ["DATABASE_URL"] = url
            honest = registered()
            flooding = _another_client()
            people = [_begun_session() for _ in range(options.uploaders)]
            with serving(options, folder) as (_, port):
                _go_honestly(port, honest, time.monotonic() + 2, defaultdict(list))  # warm
                answers = _rush(options, port, honest, flooding, people)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if _report(answers) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--uploaders", type=int, default=6)
    parser.add_argument("--bound", type=int, default=50, help="IDV_MOST_WAITING")
    parser.add_argument("--threads", type=int, default=8, help="of the server")
    parser.set_defaults(redis="", server="gunicorn", profile="")
    return parser.parse_args()


def _another_client() -> tuple[str, str]:
    """Register the client that floods, with the flow of the honest one."""
    from applications import credentials  # noqa: PLC0415  # Django was set up meanwhile
    from applications.models import Application  # noqa: PLC0415
    from oidc.models import ApplicationFlow  # noqa: PLC0415
    from verification.models import Flow  # noqa: PLC0415

    application = Application.objects.create(
        name="Flood", redirect_uris="https://flood.example/callback", sandbox=True
    )
    ApplicationFlow.objects.create(
        application=application, flow=Flow.objects.get(slug="benchmark"), is_default=True
    )
    return application.client_id, credentials.issue(application)


def _begun_session() -> tuple[str, str]:
    """Return the path of somebody's document page, and the cookies that open it."""
    from django.http import HttpResponse  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from verification import browser, services  # noqa: PLC0415
    from verification.models import Flow  # noqa: PLC0415

    rushed = Flow.objects.get(slug="benchmark")
    rushed.retakes = 50
    rushed.save()
    session = services.start(rushed, claims={}, organisation="Rush", return_path="/", sandbox=True)
    offered = HttpResponse()
    browser.offer(offered, session)
    person = Client(headers=_HOST)
    person.cookies.update(offered.cookies)
    person.post(reverse("verification:welcome", args=[session.pk]))
    return reverse("verification:document", args=[session.pk]), _header(offered.cookies)


def _header(cookies: SimpleCookie) -> str:
    from django.conf import settings  # noqa: PLC0415

    found = {name: cookie.coded_value for name, cookie in cookies.items()}
    found[settings.CSRF_COOKIE_NAME] = _CSRF
    return "; ".join(f"{name}={value}" for name, value in found.items())


def _rush(
    options: argparse.Namespace,
    port: int,
    honest: tuple[str, str],
    flooding: tuple[str, str],
    people: list[tuple[str, str]],
) -> Answers:
    """Let them all loose for a while; return the seconds of each answer, by whose and status."""
    until = time.monotonic() + options.seconds
    answers: Answers = defaultdict(list)
    posts = [_flood(flooding)] * 2 + _pictures(people)
    threads = [
        threading.Thread(target=_repeat, args=(port, post, until, answers)) for post in posts
    ]
    threads.append(threading.Thread(target=_go_honestly, args=(port, honest, until, answers)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _go_honestly(port: int, client: tuple[str, str], until: float, answers: Answers) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    visitor = Visitor(port, times)
    while time.monotonic() < until:
        due = time.monotonic() + 1 / _HONEST_FLOWS_A_SECOND
        visitor.cookies.clear()
        flow(visitor.send, *client)
        time.sleep(max(0.0, due - time.monotonic()))
    for name, found in times.items():
        answers[name, 0] = found


def _repeat(port: int, post: Post, until: float, answers: Answers) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < until:
        began = time.monotonic()
        connection.request("POST", post.path, post.body, post.headers)
        response = connection.getresponse()
        response.read()
        answers[post.name, response.status].append(time.monotonic() - began)
    connection.close()


def _flood(client: tuple[str, str]) -> Post:
    client_id, secret = client
    body = urlencode({"client_id": client_id, "client_secret": secret}).encode()
    return Post("PAR, flooding", "/oauth2/par", body, {**FORM, **_HOST})


def _pictures(people: list[tuple[str, str]]) -> list[Post]:
    body, content_type = _picture()
    headers = {**_HOST, "Content-Type": content_type, "Accept": "application/json"}
    headers["X-CSRFToken"] = _CSRF
    return [Post("picture", path, body, {**headers, "Cookie": cookies}) for path, cookies in people]


def _picture() -> tuple[bytes, str]:
    """Return a form with a specimen passport, and its content type."""
    from sandbox.specimens import OUTCOMES, Claimed  # noqa: PLC0415

    today = datetime.now(UTC).date()
    passport = OUTCOMES[0].draw(Claimed("Anna", "Eriksson", date(1974, 8, 12), today)).passport
    form = io.BytesIO()
    for head, value in (
        ('name="source"', b"upload"),
        ('name="picture"; filename="a.jpg"\r\nContent-Type: image/jpeg', passport),
    ):
        form.write(f"--rush\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode())
        form.write(value + b"\r\n")
    form.write(b"--rush--\r\n")
    return form.getvalue(), "multipart/form-data; boundary=rush"


def _report(answers: Answers) -> bool:
    """Print the table; return whether the protocol stayed quick and the rest was held off."""
    print(f"{'':<16}{'answer':>8}{'count':>8}{'p50 ms':>9}{'p95 ms':>9}{'most ms':>9}")
    slow, statuses = [], Counter[int]()
    for (name, status), found in sorted(answers.items(), key=lambda one: (one[0][1] > 0, one[0])):
        found.sort()
        p50, p95 = (found[int(len(found) * share)] for share in (0.5, 0.95))
        told = str(status or "as due")
        ms = "".join(f"{seconds * 1000:9.1f}" for seconds in (p50, p95, found[-1]))
        print(f"{name:<16}{told:>8}{len(found):>8}{ms}")
        statuses[status] += len(found)
        if not status and p95 >= _QUICK:
            slow.append(name)
    held_off = bool(statuses[429] and statuses[503])
    print("held off: " + ("yes" if held_off else "NO"), "| slow:", ", ".join(slow) or "none")
    return held_off and not slow


if __name__ == "__main__":
    main()
