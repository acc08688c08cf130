"""The Celery application. Tasks carry ids only; the database knows what is still to do."""

import os
import resource

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idv_provider.settings")

# More than any allowed picture takes with all models loaded. Beyond it the kernel refuses the next
# allocation of this process, its task fails, and nobody else's does.
MOST_MEMORY = 3 * 1024**3


def application(*, current: bool = True) -> Celery:
    """Return an application by Django's settings; one more in a process is not the current one."""
    made = Celery("idv_provider", set_as_current=current)
    made.config_from_object("django.conf:settings", namespace="CELERY")
    made.autodiscover_tasks()
    return made


app = application()


@worker_process_init.connect
def _load_models(**_: object) -> None:
    """Load the models before the first task, so that nobody waits for it.

    In each process of its own: the runtimes' threads do not survive a fork.
    """
    # Only workers load the model runtimes, and this module is imported by every process.
    from verification.readers import pipeline  # noqa: PLC0415

    pipeline.warm_up()
    limit_memory()


def limit_memory(most: int = MOST_MEMORY) -> None:
    """Have the process get no more than ``most`` bytes of memory of its own."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))
