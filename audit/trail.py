"""The one way into the audit trail."""

import re
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from audit.chain import FIRST, Fact
from audit.models import Entry

CLOCK = "clock"
COMMAND = "command"
NOBODY = "nobody"
Actor = AbstractBaseUser | AnonymousUser | str
_ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
_LONGEST = 200
_LOCK = 0x1D5_A0D1  # of the advisory lock that keeps the chain one


def record(
    actor: Actor,
    action: str,
    thing: Model | str = "",
    **facts: Fact,
) -> Entry:
    """Add an entry to the trail, in the caller's transaction.

    Until that transaction ends nobody else can add one: call this last, and keep it short.

    Args:
        actor: who signed in; ``CLOCK`` or ``COMMAND`` for what runs by itself; or another id.
        action: ``noun.verb`` in lower case, such as ``secret.rotated``.
        thing: what it was done to. Kept as ``app.model:id``; never by its name.
        facts: short values. Neither personal data nor secrets: entries are never erased.

    Raises:
        ValueError: the action is not spelled like one, or a fact is too long.
        TypeError: a fact is not text, a whole number, a yes or no, or a list of texts.
    """
    if not _ACTION.fullmatch(action):
        raise ValueError(f"{action!r} is not an action: noun.verb")
    for name, fact in facts.items():
        _check(name, fact)
    with transaction.atomic():
        lock()
        # After the lock: what the one before us wrote is there to be seen.
        last = Entry.objects.values_list("seq", "digest").first()
        seq, previous = last or (0, FIRST)
        entry = Entry(
            seq=seq + 1,
            at=timezone.now(),
            actor=actor if isinstance(actor, str) else actor_id(actor),
            action=action,
            object=thing if isinstance(thing, str) else object_id(thing),
            facts=facts,
            previous=previous,
        )
        entry.digest = entry.row().digest()
        entry.save(force_insert=True)
    return entry


def actor_id(user: AbstractBaseUser | AnonymousUser) -> str:
    """Return how the trail names an administrator."""
    return NOBODY if user.pk is None else f"user:{user.pk}"


def object_id(thing: Model) -> str:
    """Return how the trail names a thing."""
    kind = thing._meta.label_lower  # noqa: SLF001  # public, by Django's documentation
    return f"{kind}:{thing.pk}"


def _check(name: str, fact: Any) -> None:  # noqa: ANN401  # what a caller may wrongly give
    parts = fact if isinstance(fact, list) else [fact]
    for part in parts:
        if isinstance(part, str) and len(part) > _LONGEST:
            raise ValueError(f"{name} is longer than {_LONGEST} characters")
        if part is not None and not isinstance(part, str | int):
            raise TypeError(f"{name} is {type(part).__name__}")


def lock() -> None:
    """Let nobody else add an entry until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
