"""One try at one delivery, and when the next one is due.

A delivery is taken by compare-and-set: its due time moves past the longest that a task may run, so
that of two workers one tries, and what a dying worker leaves is due again. An endpoint that failed
rests before anything else is sent to it: one that hangs must not keep the workers.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from audit import trail
from idv_provider.webhooks import endpoint_secrets, kinds, signing, spreading
from idv_provider.webhooks.models import Delivery, Endpoint
from oidc import safe_fetch

# Before each further try, as Standard Webhooks advises; then the message is given up.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
JITTER = 0.2
LONGEST_REST = timedelta(minutes=5)
# An endpoint that did nothing but fail for so long is switched off.
PATIENCE = timedelta(days=5)
KEPT = timedelta(days=30)
_LEASE = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 5)
_BATCH = 500
_GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a try came to: a status code, or why there is none."""

    status_code: int | None
    problem: str = ""

    @property
    def delivered(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


def due() -> list[int]:
    """Return deliveries that may be tried now."""
    return list(_free().order_by("due_at").values_list("pk", flat=True)[:_BATCH])


def overdue(since: datetime) -> int:
    """Return how many deliveries could have been tried, and have not been, since then."""
    return _free().filter(due_at__lt=since).count()


def deliver(delivery_id: int) -> bool:
    """Try a delivery, where it is due and nobody else has it; return whether it was delivered."""
    now = timezone.now()
    taken = _free().filter(pk=delivery_id)
    changes = {"due_at": now + _LEASE, "tried_at": now, "tries": F("tries") + 1}
    if not Delivery.objects.filter(pk__in=taken.values("pk"), due_at__lte=now).update(**changes):
        return False
    delivery = Delivery.objects.select_related("endpoint").get(pk=delivery_id)
    outcome = _send(delivery)
    with transaction.atomic():
        _record(delivery, outcome)
        _judge(delivery.endpoint, outcome)
    return outcome.delivered


def again(delivery: Delivery) -> None:
    """Have a delivery tried anew, from the first try, whatever became of it."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.WAITING, due_at=timezone.now(), tries=0, problem=""
    )


def test(endpoint: Endpoint) -> Delivery:
    """Make a message that says nothing, to see whether it arrives."""
    text = spreading.body(kinds.TEST, timezone.now().isoformat(), {"endpoint": str(endpoint.pk)})
    return Delivery.objects.create(
        endpoint=endpoint, message_id=uuid4(), kind=kinds.TEST, body=text
    )


def purge() -> int:
    """Forget deliveries that are too old to be asked for; return how many."""
    deleted, _ = Delivery.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return deleted


def _free() -> QuerySet[Delivery]:
    now = timezone.now()
    rested = Q(endpoint__rests_until__isnull=True) | Q(endpoint__rests_until__lte=now)
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
    return waiting.filter(rested, endpoint__enabled=True)


def _send(delivery: Delivery) -> Outcome:
    body = delivery.body.encode()
    headers = signing.headers(
        f"msg_{delivery.message_id.hex}",
        int(timezone.now().timestamp()),
        body,
        endpoint_secrets.living(delivery.endpoint),
    )
    try:
        return Outcome(safe_fetch.post(delivery.endpoint.url, body, headers))
    except safe_fetch.FetchRefused as refused:
        return Outcome(None, str(refused)[:120])


def _record(delivery: Delivery, outcome: Outcome) -> None:
    changes: dict[str, object] = {"status_code": outcome.status_code, "problem": outcome.problem}
    if outcome.delivered:
        changes["state"] = Delivery.State.DELIVERED
    elif delivery.tries > len(WAITS):
        changes["state"] = Delivery.State.GIVEN_UP
    else:
        wait = WAITS[delivery.tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # no secret
        changes["due_at"] = timezone.now() + wait
    Delivery.objects.filter(pk=delivery.pk).update(**changes)


def _judge(endpoint: Endpoint, outcome: Outcome) -> None:
    """Let an endpoint that failed rest, and switch off one that is gone or failed for days."""
    held = Endpoint.objects.filter(pk=endpoint.pk)
    if outcome.delivered:
        held.exclude(failures=0).update(failures=0, failing_since=None, rests_until=None)
        return
    now = timezone.now()
    since = endpoint.failing_since or now
    rest = min(timedelta(seconds=2 ** min(endpoint.failures, 9)), LONGEST_REST)
    held.update(failures=F("failures") + 1, failing_since=since, rests_until=now + rest)
    gone = outcome.status_code == _GONE
    if (gone or since <= now - PATIENCE) and held.filter(enabled=True).update(enabled=False):
        why = "answered 410 Gone" if gone else f"failed for {PATIENCE.days} days"
        trail.record(trail.CLOCK, "endpoint.disabled", endpoint, because=why)
