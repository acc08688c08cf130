"""Two requests at the same moment with one Idempotency-Key."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from applications import credentials
from applications.models import Application
from tests.api.test_operations import APPLICATIONS, NEW, post


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("flow")
def test_of_two_at_once_the_second_waits_and_is_answered_alike(
    program: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = program().defaults["HTTP_AUTHORIZATION"]
    issue, begun, go_on = credentials.issue, threading.Event(), threading.Event()

    def slow(application: Application) -> str:
        begun.set()
        go_on.wait(5)
        return issue(application)

    monkeypatch.setattr(credentials, "issue", slow)
    answers: list[Any] = []

    def ask() -> None:
        client = Client(headers={"authorization": token})
        answers.append(post(client, APPLICATIONS, NEW, idempotency_key="globex-2026-11"))
        connection.close()

    first, second = threading.Thread(target=ask), threading.Thread(target=ask)
    first.start()
    assert begun.wait(5)
    second.start()
    second.join(0.3)
    assert second.is_alive()  # it waits for the first
    go_on.set()
    first.join()
    second.join()

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Application.objects.count() == 1
