"""A Celery worker and its clock inside this process, on the in-memory broker.

The same tasks by the same code as in production; only where they run differs. One thread works, as
the models want a core each. Without a broker that outlives the process, the database alone knows
what is still to do, which is what ``find_lost_work`` is for.
"""

import threading

from celery import Celery
from celery.beat import Scheduler, Service
from celery.worker import WorkController

_STOP_SECONDS = 10


class EmbeddedWorker:
    """Starts working when made; ``stop`` lets the task at hand finish."""

    def __init__(self, app: Celery) -> None:
        app.set_default()
        self._controller = WorkController(
            app=app,
            pool_cls="threads",
            concurrency=1,
            hostname="embedded@localhost",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        # WorkController, unlike the command's Worker, installs no signal handlers: they belong to
        # the server around us.
        self._thread = threading.Thread(target=self._controller.start, name="worker", daemon=True)
        # It looks every second whether it was stopped.
        self._clock = Service(app, max_interval=1, scheduler_cls=Scheduler)
        self._thread.start()
        threading.Thread(target=self._clock.start, name="clock", daemon=True).start()

    def stop(self) -> None:
        """Stop the clock, then the worker."""
        self._clock.stop(wait=True)
        self._controller.stop()
        self._thread.join(_STOP_SECONDS)
