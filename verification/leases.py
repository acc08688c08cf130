"""A worker's hold on a row: taken by compare-and-set, given back, or lost with the worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from verification.models import Capture, Recording, Session

Rows = QuerySet[Capture] | QuerySet[Recording] | QuerySet[Session]

# Longer than a task may run: after it, whoever had the work is dead.
LEASE = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 5)
# A row that ends its worker this often is given up, so that it cannot end them all.
MOST_TRIES = 3


def free_for_work(begun: str) -> Q:
    """Return the condition that no living worker has the row whose lease is ``begun``."""
    return Q(**{f"{begun}__isnull": True}) | Q(**{f"{begun}__lt": timezone.now() - LEASE})


def take(row: Rows, *, begun: str, tries: str) -> bool:
    """Take the row for this worker and count the try; False when another living one has it."""
    free = row.filter(free_for_work(begun))
    return bool(free.update(**{begun: timezone.now(), tries: F(tries) + 1}))


@contextmanager
def given_back(row: Rows, *, begun: str) -> Iterator[None]:
    """Give the lease back when the work fails, so that the next try need not wait it out."""
    try:
        yield
    finally:
        row.update(**{begun: None})
