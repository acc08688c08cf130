"""The Celery application. Tasks carry ids only; the database knows what is still to do."""

import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idv_provider.settings")

app = Celery("idv_provider")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def _load_models(**_: object) -> None:
    """Load the models before the first task, so that nobody waits for it.

    In each process of its own: the runtimes' threads do not survive a fork.
    """
    # Only workers load the model runtimes, and this module is imported by every process.
    from verification.readers import pipeline  # noqa: PLC0415

    pipeline.warm_up()
