"""A session changes only along its transitions, once, and every change has its ledger row."""

import threading
from itertools import product

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from verification.models import PERSONAL_COLUMNS, Session

Status = Session.Status


def test_only_the_first_of_two_racing_changes_is_made(begun: Session) -> None:
    rival = Session.objects.get(pk=begun.pk)

    assert begun.advance(Status.CANCELLED, reason="cancelled")
    assert not rival.advance(Status.EXPIRED, reason="time is up")
    assert [event.to_status for event in begun.events.all()] == ["capturing", "cancelled"]


@pytest.mark.django_db(transaction=True)
def test_of_many_threads_one_begins_the_session(session: Session) -> None:
    won: list[bool] = []
    start = threading.Barrier(6)

    def begin(number: int) -> None:
        mine = Session.objects.get(pk=session.pk)
        start.wait()
        won.append(
            mine.advance(Status.CAPTURING, reason="begun", browser_digest=bytes([number]) * 32)
        )
        connection.close()

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert won.count(True) == 1
    assert session.events.count() == 1


def test_no_change_leaves_an_ended_session() -> None:
    ended = set(Status) - set(Session.OPEN)
    for before, after in product(ended, Status):
        with pytest.raises(ValueError, match="not a transition"):
            Session(status=before).advance(after, reason="a bug")


def test_a_change_that_fails_leaves_neither_status_nor_ledger_row(begun: Session) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        begun.advance(Status.PROCESSING, reason="a bug", browser_digest=b"")

    begun.refresh_from_db()
    assert begun.status == Status.CAPTURING
    assert begun.events.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"status": Status.VERIFIED}, id="ended, with no time of its end"),
        pytest.param({"browser_digest": b""}, id="begun, by no browser"),
    ],
)
def test_the_database_refuses_what_cannot_be(begun: Session, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=begun.pk).update(**wrong)


def test_a_session_names_nobody(session: Session) -> None:
    assert "Eriksson" not in f"{session!s}{session!r}"


def test_the_columns_on_the_list_exist() -> None:

    for model, column in PERSONAL_COLUMNS:
        assert apps.get_model(model)._meta.get_field(column)
