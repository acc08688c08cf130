"""How far people come, step by step: where they are lost. Holds no personal data."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from idv_provider.console.statistics import HANDED_IN, Tally
from verification.models import Capture, Handoff, HandoffEvent, Session


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way, and how many came so far.

    Attributes:
        title: what they had done.
        reached: how many did it.
        lost: how many had done what comes before it, and did not do this; so far, where some are
            still on their way.
        share: ``reached`` of those at the first step, 0 to 100; None where nobody was.
    """

    title: str
    reached: int
    lost: int
    share: int | None


def steps(counted: Iterable[Tally], begin: datetime) -> tuple[Step, ...]:
    """Say how far people came; one statement.

    Who handed in had every picture; those who did not, or not yet, are looked at one by one.
    """
    tallied = tuple(counted)
    handed_in = sum(tally.handed_in for tally in tallied)
    pictured = _pictured(
        Session.objects.filter(created_at__gte=begin, submitted_at__isnull=True, attempt=1)
    )
    reached = (
        ("Came", sum(tally.came for tally in tallied)),
        ("Agreed", sum(tally.agreed for tally in tallied)),
        ("Document photographed", handed_in + pictured[Capture.Kind.DOCUMENT]),
        ("Selfie taken", handed_in + pictured[Capture.Kind.SELFIE]),
        ("Handed in", handed_in),
        ("Decided", sum(tally.came for tally in tallied if tally.status in Session.DECIDED)),
    )
    return _one_after_another(reached)


def onto_phones(begin: datetime) -> tuple[Step, ...]:
    """Say how far those came who chose a phone, by the hand-off's ledger; two statements."""
    what = HandoffEvent.What
    happened = HandoffEvent.objects.filter(handoff__session__created_at__gte=begin)
    by_session = Count("handoff__session", distinct=True)
    counted = Counter(dict(happened.order_by().values_list("what").annotate(count=by_session)))
    there = Session.objects.filter(
        HANDED_IN, created_at__gte=begin, handoffs__status=Handoff.Status.CONFIRMED
    )
    reached = (
        ("Chose a phone", counted[what.OFFERED]),
        ("Opened the link", counted[what.BOUND]),
        ("Gave the right number", counted[what.CONFIRMED]),
        ("Handed in there", there.count()),
    )
    return _one_after_another(reached)


def _one_after_another(reached: Sequence[tuple[str, int]]) -> tuple[Step, ...]:
    first = reached[0][1]
    before = (first, *(count for _, count in reached))
    return tuple(
        Step(title, count, earlier - count, round(100 * count / first) if first else None)
        for (title, count), earlier in zip(reached, before, strict=False)
    )


def _pictured(sessions: QuerySet[Session]) -> Counter[str]:
    """Count, by kind, sessions that have a picture which was good enough."""
    enough = (Capture.Status.USABLE, Capture.Status.REFUSED)  # the latter in an earlier attempt
    taken = Capture.objects.filter(session__in=sessions.order_by(), status__in=enough)
    counted = taken.order_by().values_list("kind").annotate(count=Count("session", distinct=True))
    return Counter(dict(counted))
