"""How gunicorn serves the embedded mode: one process that is web server and worker at once.

The sandbox's org calls the provider over HTTP while it answers a browser itself, hence the threads.
"""

import threading
from typing import Any

worker_class = "gthread"
workers = 1
threads = 16
timeout = 60
graceful_timeout = 10
control_socket_disable = True

_SENDERS = 4
_running: list[Any] = []


def when_ready(server: Any) -> None:  # noqa: ANN401  # see below
    """Begin to listen."""
    from idv_provider.patience import limit_silence  # noqa: PLC0415  # this file is read first

    limit_silence(server)


def post_worker_init(worker: Any) -> None:  # noqa: ANN401  # gunicorn's, published without types
    """Begin to work once Django is loaded in the process that serves."""
    # This file is read before Django is set up.
    from django.conf import settings  # noqa: PLC0415

    from idv_provider.celery import app, application  # noqa: PLC0415
    from idv_provider.embedded.worker import EmbeddedClock, EmbeddedWorker  # noqa: PLC0415
    from verification.readers import pipeline  # noqa: PLC0415

    if app.conf.broker_url.startswith("memory:"):
        app.set_default()
        _running.append(EmbeddedClock(app))
        # The models want a core each; who waits for a webhook's receiver wants none.
        _running.append(EmbeddedWorker(app, app.conf.task_default_queue))
        beside = application(current=False)
        _running.append(EmbeddedWorker(beside, settings.WEBHOOK_QUEUE, threads=_SENDERS))
        threading.Thread(target=pipeline.warm_up, name="warm-up", daemon=True).start()


def worker_exit(server: Any, worker: Any) -> None:  # noqa: ANN401  # see above
    """Let the task at hand finish."""
    for one in _running:
        one.stop()
