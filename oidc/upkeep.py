"""Rows that the protocol needs no more, deleted in batches that lock nothing for long."""

from datetime import timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from oidc.models import AccessToken, AuthorizationCode, ProtocolEvent, PushedRequest, UsedAssertion

# Longer than any flow may run (Flow.minutes), and than its code and token live after it.
REQUESTS_KEPT = timedelta(hours=24)
EVENTS_KEPT = timedelta(days=30)
BATCH = 1000
_MOST_BATCHES = 100
_Row = TypeVar("_Row", bound=Model)


def purge() -> int:
    """Delete what is past its time; return how many rows."""
    now = timezone.now()
    old = now - REQUESTS_KEPT
    return sum(
        _purge(rows)
        for rows in (
            AccessToken.objects.filter(code__request__created_at__lt=old),
            AuthorizationCode.objects.filter(request__created_at__lt=old),
            PushedRequest.objects.filter(created_at__lt=old),
            UsedAssertion.objects.filter(expires_at__lt=now),
            ProtocolEvent.objects.filter(at__lt=now - EVENTS_KEPT),
        )
    )


def _purge(rows: QuerySet[_Row]) -> int:
    deleted = 0
    for _ in range(_MOST_BATCHES):
        batch = list(rows.order_by().values_list("pk", flat=True)[:BATCH])
        if not batch:
            break
        rows.filter(pk__in=batch).delete()
        deleted += len(batch)
    return deleted
