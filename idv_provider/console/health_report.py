"""Is everything there that the service needs? Asked when the dashboard is opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from applications.models import ClientSecret
from idv_provider.webhooks import sending
from oidc.keys import ROTATE_EVERY
from oidc.models import SigningKey
from verification.models import Capture, Session
from verification.services import WAITING
from verification.session_report import words
from verification.upkeep import lost_captures, lost_sessions

_SOON = timedelta(days=14)
_BROKER_SECONDS = 1
_CLOCKS_APART = timedelta(seconds=5)
# The scheduler looks every minute, and takes a batch each time.
_SCHEDULER_SLACK = timedelta(minutes=10)
# One that was queued may wait for those before it, each of which hangs up after six seconds.
_SENDERS_SLACK = timedelta(minutes=2)
# The scheduler looks once an hour.
_ROTATION_SLACK = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at.

    Attributes:
        title: what.
        word: ``good``, ``warn`` or ``bad``.
        sentence: what was seen, and what to do where it is not good.
    """

    title: str
    word: str
    sentence: str


def signs() -> tuple[Sign, ...]:
    """Look at everything once."""
    now = timezone.now()
    return (
        _database(),
        _broker(),
        *_workers(now),
        _webhooks(now),
        _scheduler(now),
        _clock(),
        *_keys(now),
        *_secrets(now),
    )


def _database() -> Sign:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return Sign("Database", "good", f"PostgreSQL {version} answers.")


def _broker() -> Sign:
    if not settings.REDIS_URL:
        return Sign("Broker", "good", "None is needed: the worker runs in this process.")
    seconds = _BROKER_SECONDS
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=seconds, socket_connect_timeout=seconds
    )
    try:
        client.ping()
    except redis.RedisError:
        return Sign("Broker", "bad", "Redis does not answer. Work waits in the database for it.")
    finally:
        client.close()
    return Sign("Broker", "good", "Redis answers.")


def _workers(now: datetime) -> Iterator[Sign]:
    lost = len(lost_captures()) + len(lost_sessions())
    if lost:
        sentence = f"{lost} pieces of work wait, and no worker takes them. Are workers running?"
        yield Sign("Workers", "bad", sentence)
        return
    last = Capture.objects.aggregate(last=Max("read_at"))["last"]
    seen = f"Read a picture {words(now - last)} ago." if last else "Have had nothing to do yet."
    yield Sign("Workers", "good", f"No work is left lying. {seen}")


def _webhooks(now: datetime) -> Sign:
    late = sending.overdue(now - _SENDERS_SLACK)
    if late:
        sentence = f"{late} messages wait to be sent. Does a worker take from their queue?"
        return Sign("Webhooks", "bad", sentence)
    return Sign("Webhooks", "good", "No message is overdue.")


def _scheduler(now: datetime) -> Sign:
    """Look for sessions that should have ended, and evidence that should be gone, by now."""
    late = now - _SCHEDULER_SLACK
    open_ = Session.objects.filter(status__in=WAITING, expires_at__lt=late)
    kept = Session.objects.filter(session_key__isnull=False, shred_at__lt=late)
    overdue = open_.count() + kept.count()
    if overdue:
        sentence = f"Not ended or shredded in time: {overdue}. Is the scheduler running?"
        return Sign("Scheduler", "bad", sentence)
    return Sign("Scheduler", "good", "Nothing is overdue.")


def _clock() -> Sign:
    """Hold this server's clock against the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(timezone.now() - cursor.fetchone()[0])
    if apart > _CLOCKS_APART:
        sentence = f"This server and the database are {words(apart)} apart. One of them is wrong."
        return Sign("Clock", "bad", sentence)
    return Sign("Clock", "good", "This server and the database agree.")


def _keys(now: datetime) -> Iterator[Sign]:
    signing = SigningKey.objects.filter(active_from__lte=now, retired_at__isnull=True)
    for key in signing.order_by("active_from").only("algorithm", "active_from"):
        age = now - (key.active_from or now)
        late = age > ROTATE_EVERY + _ROTATION_SLACK
        advice = " It is due to be rotated: is the scheduler running?" if late else ""
        sentence = f"Has signed for {age.days} day{'' if age.days == 1 else 's'}.{advice}"
        yield Sign(f"Signing key {key.algorithm}", "warn" if late else "good", sentence)


def _secrets(now: datetime) -> Iterator[Sign]:
    ending = ClientSecret.objects.filter(
        expires_at__gt=now, expires_at__lte=now + _SOON, application__enabled=True
    )
    for secret in ending.select_related("application")[:10]:
        sentence = f"The secret ending in {secret.hint} ends at {secret.expires_at:%Y-%m-%d %H:%M}."
        yield Sign(str(secret.application), "warn", sentence)
