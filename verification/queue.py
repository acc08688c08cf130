"""The way to the workers, by name: whoever only queues work never loads a model runtime."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

READ_CAPTURE = "verification.tasks.read_capture"
READ_RECORDING = "verification.tasks.read_recording"
ASSESS_SESSION = "verification.tasks.assess_session"

log = logging.getLogger(__name__)


def send_on_commit(task: str, row_id: object) -> None:
    """Queue ``task`` for the row, once what it should find there is in the database."""
    transaction.on_commit(lambda: _send(task, str(row_id)))


def _send(task: str, row_id: str) -> None:
    """Queue it; a broker that is away loses nothing, as the sweeper finds the row again."""
    try:
        current_app.send_task(task, args=[row_id], retry=False)
    except OperationalError:
        log.warning("the queue is away: %s of %s waits for the sweeper", task, row_id)
