"""How far people come, step by step: where they are lost. Holds no personal data."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from idv_provider.console.statistics import Tally
from verification.models import Capture, Session


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way, and how many came so far.

    Attributes:
        title: what they had done.
        reached: how many did it.
        lost: how many had done what comes before it, and did not do this; so far, where some are
            still on their way.
        share: ``reached`` of those that came, 0 to 100; None where nobody came.
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
    came = reached[0][1]
    before = (came, *(count for _, count in reached))
    return tuple(
        Step(title, count, earlier - count, round(100 * count / came) if came else None)
        for (title, count), earlier in zip(reached, before, strict=False)
    )


def _pictured(sessions: QuerySet[Session]) -> Counter[str]:
    """Count, by kind, sessions that have a picture which was good enough."""
    enough = (Capture.Status.USABLE, Capture.Status.REFUSED)  # the latter in an earlier attempt
    taken = Capture.objects.filter(session__in=sessions.order_by(), status__in=enough)
    counted = taken.order_by().values_list("kind").annotate(count=Count("session", distinct=True))
    return Counter(dict(counted))
