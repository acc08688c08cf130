"""A kept connection is looked at through its socket."""

import select

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_live_connection_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: pytest.fail("asked"))

    assert connection.is_usable()


def test_a_connection_that_the_server_ended_is_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    parameters = connection.get_connection_params()
    wanted = ("host", "port", "dbname", "user", "password")
    given = {name: parameters[name] for name in wanted if parameters.get(name)}
    with psycopg.connect(**given, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    select.select([connection.connection.fileno()], [], [], 10)

    assert not connection.is_usable()
    connection.close()


def test_a_connection_with_an_error_is_asked_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    asked = []

    def ask(wrapper: base.DatabaseWrapper) -> bool:
        asked.append(wrapper)
        return True

    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", ask)
    connection.errors_occurred = True

    assert connection.is_usable()
    assert len(asked) == 1
    connection.errors_occurred = False


def test_no_connection_is_not_usable() -> None:
    connection.close()

    assert not connection.is_usable()
