"""From the outbox to one delivery for each endpoint that is to hear of it."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from idv_provider.webhooks.models import Delivery, Endpoint
from outbox.models import Notice
from verification.models import Session

BATCH = 200


def spread() -> int:
    """Address a batch of notices; return how many there were. Safe to run twice, or at once."""
    with transaction.atomic():
        locked = Notice.objects.select_for_update(skip_locked=True)
        notices = list(locked.order_by("at")[:BATCH])
        endpoints = list(Endpoint.objects.filter(enabled=True).prefetch_related("applications"))
        if notices and endpoints:
            _address(notices, endpoints)
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).delete()
    return len(notices)


def body(kind: str, at: str, data: dict[str, object]) -> str:
    """Return a message: what happened, when, and to which id."""
    message = {"type": kind, "timestamp": at, "data": data}
    return json.dumps(message, separators=(",", ":"))


def _address(notices: list[Notice], endpoints: list[Endpoint]) -> None:
    sessions = _sessions(notices)
    deliveries = []
    for notice in notices:
        application, data = sessions.get(notice.subject, (None, _other(notice)))
        text = body(notice.kind, notice.at.isoformat(), data)
        deliveries += [
            Delivery(endpoint=endpoint, message_id=notice.pk, kind=notice.kind, body=text)
            for endpoint in endpoints
            if notice.kind in endpoint.kinds and _hears(endpoint, notice, application)
        ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)


def _hears(endpoint: Endpoint, notice: Notice, application: str | None) -> bool:
    """Return whether the endpoint's choice of applications has the one that it happened to."""
    chosen = {one.client_id for one in endpoint.applications.all()}
    if notice.kind == "application.disabled":
        application = notice.subject
    concerns_all = notice.kind == "key.rotated"
    return not endpoint.only_chosen or concerns_all or application in chosen


def _other(notice: Notice) -> dict[str, object]:
    name = {"application.disabled": "client_id", "key.rotated": "kid"}.get(notice.kind, "session")
    return {name: notice.subject}


def _sessions(notices: Iterable[Notice]) -> dict[str, tuple[str | None, dict[str, object]]]:
    """Return, by session, the application that asked and what is told."""
    ids = [UUID(one.subject) for one in notices if one.kind.startswith("session.")]
    rows = Session.objects.filter(pk__in=ids).select_related("flow")
    return {
        str(one.pk): (
            one.relying_party,
            {
                "session": str(one.pk),
                "client_id": one.relying_party,
                "flow": one.flow.slug,
                "sandbox": one.sandbox,
            },
        )
        for one in rows.only("relying_party", "sandbox", "flow__slug")
    }
