"""The worker inside the process: real tasks through the in-memory broker."""

import threading
from collections.abc import Iterator

import pytest
from celery import Celery

from idv_provider.embedded.worker import EmbeddedWorker

PATIENCE = 20


@pytest.fixture
def app() -> Iterator[Celery]:
    app = Celery("embedded-test", broker="memory://localhost", set_as_current=False)
    app.conf.broker_transport_options = {"polling_interval": 0.01}
    app.conf.task_ignore_result = True
    app.conf.worker_hijack_root_logger = False
    app.conf.task_default_queue = "embedded-test"
    yield app
    app.close()


def test_it_does_what_is_queued_and_what_the_clock_says(app: Celery) -> None:
    queued, timed = threading.Event(), threading.Event()

    @app.task(name="queued")
    def _queued() -> None:
        queued.set()

    @app.task(name="timed")
    def _timed() -> None:
        timed.set()

    app.conf.beat_schedule = {"often": {"task": "timed", "schedule": 0.1}}
    worker = EmbeddedWorker(app)
    try:
        app.send_task("queued")

        assert queued.wait(PATIENCE)
        assert timed.wait(PATIENCE)
    finally:
        worker.stop()


def test_stopping_lets_the_task_at_hand_finish(app: Celery) -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    @app.task(name="work")
    def _work() -> None:
        begun.set()
        may_end.wait(PATIENCE)
        ended.set()

    worker = EmbeddedWorker(app)
    app.send_task("work")
    assert begun.wait(PATIENCE)

    threading.Timer(0.2, may_end.set).start()
    worker.stop()

    assert ended.is_set()
