"""Check A83 and the like: what fails on our side is told in the caller's form, and passes."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from oidc import codes, par
from tests.oidc.relying_party import RelyingParty, query
from verification import limits

MACHINES = ("/oauth2/par", "/oauth2/token")


@contextmanager
def database_away() -> Iterator[None]:
    """Have every connection go to a port where nobody listens."""
    settings = connection.settings_dict
    right = {name: settings[name] for name in ("HOST", "PORT")}
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        connection.close()
        settings |= {"HOST": "127.0.0.1", "PORT": nobody.getsockname()[1]}
        try:
            yield
        finally:
            connection.close()
            settings |= right


@pytest.fixture
def patient(rp: RelyingParty) -> RelyingParty:
    """A relying party whose clients are answered what fails on our side."""
    rp.browser.raise_request_exception = rp.machine.raise_request_exception = False
    return rp


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_a_matter_of_patience(
    patient: RelyingParty, caplog: pytest.LogCaptureFixture
) -> None:
    """Checks 83, 127."""
    session, request_uri = patient.decided(), patient.request_uri()

    with database_away():
        answers = [patient.push(), patient.redeem("code"), patient.machine.get("/oauth2/userinfo")]
        bearer = {"authorization": "Bearer x"}
        answers.append(patient.machine.get("/oauth2/userinfo", headers=bearer))
        pages = [patient.authorize(request_uri), patient.complete(session)]
        ready = Client().get("/health/ready")

    assert [one.status_code for one in (*answers, *pages, ready)] == [503] * 7
    for answer in answers:
        assert answer.json()["error"] == "temporarily_unavailable"
        assert "no-store" in answer.headers["Cache-Control"]
    for page in pages:
        assert page.headers["Content-Type"].startswith("text/html")
    for one in (*answers, *pages):
        assert int(one.headers["Retry-After"]) > 0
        assert b"Traceback" not in one.content
        assert b"psycopg" not in one.content
    assert patient.secret not in caplog.text
    assert "code" in query(patient.complete(session))
    assert patient.authorize(request_uri).status_code == 303


@pytest.mark.django_db
def test_a_fault_of_ours_is_json_for_machines_and_a_page_for_people(
    patient: RelyingParty, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Checks 83, 127: and the error tracker hears of it, without what was sent."""
    request_uri = patient.request_uri()

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    for module, name in ((par, "push"), (codes, "find"), (par, "find")):
        monkeypatch.setattr(module, name, broken)
    caplog.set_level(logging.DEBUG)
    answers = [patient.push(), patient.redeem("canary-code")]
    page = patient.authorize(request_uri)

    for answer in answers:
        assert (answer.status_code, answer.json()["error"]) == (500, "server_error")
    assert (page.status_code, "Location" in page.headers) == (500, False)
    assert b"broken" not in page.content
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.exc_info is not None for record in errors].count(True) == 3
    for secret in ("canary-code", "Patrick", patient.secret, request_uri.rpartition(":")[2]):
        assert secret not in caplog.text


class Silent(BytesIO):
    """A body whose sender has gone."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise TimeoutError


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*MACHINES, "/oauth2/idv-authorize"])
def test_a_body_that_does_not_arrive_is_no_fault_of_ours(path: str) -> None:
    """Check 127."""
    form = "application/x-www-form-urlencoded"
    sent: dict[str, Any] = {
        "wsgi.input": Silent(),
        "CONTENT_LENGTH": "50",
        "REQUEST_METHOD": "POST",
    }

    answer = Client().post(path, content_type=form, **sent)

    assert answer.status_code == 400


@pytest.mark.django_db
def test_a_redis_that_hangs_is_asked_once_and_nobody_waits_again(
    rp: RelyingParty, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check 137: limits hold off floods; they are no reason to be away."""
    asked: list[str] = []
    count = limits._count_in_redis

    def counting(key: str) -> int:
        asked.append(key)
        return count(key)

    monkeypatch.setattr(limits, "_count_in_redis", counting)
    with socket.socket() as silent:  # accepts, and never answers
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}?socket_timeout=0.1"
        statuses = [rp.push().status_code for _ in range(3)]

    assert statuses == [201] * 3
    assert len(asked) == 1


@pytest.mark.django_db
def test_what_is_not_proven_leaves_one_row_a_minute_beyond_its_limit(rp: RelyingParty) -> None:
    """Check 137: whatever is wrong with it, and wherever it goes."""
    statuses = [
        rp.post(MACHINES[number % 2], "x", content_type="text/plain").status_code
        for number in range(20)
    ]
    bearer = {"authorization": "Bearer wrong"}
    statuses += [rp.machine.get("/oauth2/userinfo", headers=bearer).status_code for _ in range(15)]

    assert statuses == [415] * 20 + [401] * 10 + [429] * 5
    assert rp.push().status_code == 201
