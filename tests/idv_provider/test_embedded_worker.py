"""The worker inside the process: real tasks through the in-memory broker."""

import threading
from collections.abc import Iterator

import pytest
from celery import Celery
from kombu import Exchange, Queue

from idv_provider.celery import app as ours
from idv_provider.embedded.worker import EmbeddedClock, EmbeddedWorker

PATIENCE = 20


QUEUE, SLOW = "embedded-test", "embedded-test-slow"


def application() -> Celery:
    app = Celery("embedded-test", broker="memory://localhost", set_as_current=False)
    app.conf.broker_transport_options = {"polling_interval": 0.01}
    app.conf.task_ignore_result = True
    app.conf.worker_hijack_root_logger = False
    app.conf.task_default_queue = QUEUE
    app.conf.task_queues = [Queue(name, Exchange(name), routing_key=name) for name in (QUEUE, SLOW)]
    return app


@pytest.fixture
def app() -> Iterator[Celery]:
    with application() as app:
        app.set_default()
        yield app
    ours.set_default()


def test_it_does_what_is_queued_and_what_the_clock_says(app: Celery) -> None:
    queued, timed = threading.Event(), threading.Event()

    @app.task(name="queued")
    def _queued() -> None:
        queued.set()

    @app.task(name="timed")
    def _timed() -> None:
        timed.set()

    app.conf.beat_schedule = {"often": {"task": "timed", "schedule": 0.1}}
    worker, clock = EmbeddedWorker(app, QUEUE), EmbeddedClock(app)
    try:
        app.send_task("queued")

        assert queued.wait(PATIENCE)
        assert timed.wait(PATIENCE)
    finally:
        clock.stop()
        worker.stop()


def test_what_waits_for_others_holds_nothing_up(app: Celery) -> None:
    may_end, sending, done = threading.Event(), threading.Event(), threading.Event()
    with application() as beside:

        @app.task(name="send")
        def _send() -> None:
            sending.set()
            may_end.wait(PATIENCE)

        @app.task(name="read")
        def _read() -> None:
            done.set()

        workers = EmbeddedWorker(app, QUEUE), EmbeddedWorker(beside, SLOW)
        try:
            app.send_task("send", queue=SLOW)
            assert sending.wait(PATIENCE)
            app.send_task("read")

            assert done.wait(PATIENCE)
        finally:
            may_end.set()
            for worker in workers:
                worker.stop()


def test_only_sending_has_a_queue_of_its_own_and_a_worker_takes_from_both() -> None:
    queues = {
        name: ours.amqp.router.route({}, f"idv_provider.webhooks.tasks.{name}")["queue"].name
        for name in ("deliver", "send_due")
    }

    assert queues == {"deliver": "webhooks", "send_due": "celery"}
    assert set(ours.amqp.queues.consume_from) == {"celery", "webhooks"}


def test_stopping_lets_the_task_at_hand_finish(app: Celery) -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    @app.task(name="work")
    def _work() -> None:
        begun.set()
        may_end.wait(PATIENCE)
        ended.set()

    worker = EmbeddedWorker(app, QUEUE)
    app.send_task("work")
    assert begun.wait(PATIENCE)

    threading.Timer(0.2, may_end.set).start()
    worker.stop()

    assert ended.is_set()
