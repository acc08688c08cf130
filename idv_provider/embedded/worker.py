"""Celery workers and their clock inside this process, on the in-memory broker.

The same tasks by the same code as in production; only where they run differs. Without a broker that
outlives the process, the database alone knows what is still to do, which is what ``find_lost_work``
is for.
"""

import threading

from celery import Celery
from celery.beat import Scheduler, Service
from celery.worker import WorkController

_STOP_SECONDS = 10


class EmbeddedWorker:
    """Works one queue off, from when it is made; ``stop`` lets the task at hand finish.

    Which queues it takes from, Celery keeps with the application: two workers need two of them. The
    tasks are those of the default one, whichever worker takes them.
    """

    def __init__(self, app: Celery, queue: str, *, threads: int = 1) -> None:
        self._controller = WorkController(
            app=app,
            queues=[queue],
            pool_cls="threads",
            concurrency=threads,
            hostname=f"{queue}@localhost",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        # WorkController, unlike the command's Worker, installs no signal handlers: they belong to
        # the server around us.
        self._thread = threading.Thread(target=self._controller.start, name=queue, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._controller.stop()
        self._thread.join(_STOP_SECONDS)


class EmbeddedClock:
    """Queues what is due, from when it is made."""

    def __init__(self, app: Celery) -> None:
        # It looks every second whether it was stopped.
        self._clock = Service(app, max_interval=1, scheduler_cls=Scheduler)
        threading.Thread(target=self._clock.start, name="clock", daemon=True).start()

    def stop(self) -> None:
        self._clock.stop(wait=True)
