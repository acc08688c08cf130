"""The dashboard's numbers, counted when the page is opened. Holds no personal data."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Aggregate, Count, DurationField, F, Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from verification.models import Capture, CheckResult, Session

DAYS = 14
_REASONS_SHOWN = 8
_UNFINISHED = (Session.Status.CANCELLED, Session.Status.EXPIRED)
# Another attempt begins without the time of handing in, and comes after the first one's.
HANDED_IN = Q(submitted_at__isnull=False) | Q(attempt__gt=1)


class Percentile(Aggregate):
    """PostgreSQL's ``percentile_cont``: the value below which a share of the rows lies."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


class Tally(NamedTuple):
    """Of the verifications that began on one day and have one status, how far they came."""

    day: date
    status: str
    came: int
    agreed: int
    handed_in: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How the verifications that began on one day ended.

    Attributes:
        day: in UTC.
        verified, failed, unfinished, errored: as they ended; unfinished ones were cancelled or
            timed out.
        open: still running.
    """

    day: date
    verified: int
    failed: int
    unfinished: int
    errored: int
    open: int


@dataclass(frozen=True, slots=True)
class Durations:
    """Of decided verifications: from the first page to the verdict, and of it the workers' part."""

    decided: int
    median: timedelta | None
    slowest: timedelta | None
    waited_median: timedelta | None
    waited_slowest: timedelta | None


@dataclass(frozen=True, slots=True)
class Queue:
    """What workers and reviewers have still to do, and since when the first of it waits."""

    pictures: int
    verifications: int
    oldest: datetime | None
    reviews: int
    oldest_review: datetime | None


def since() -> datetime:
    """Return where the dashboard's time begins: midnight, ``DAYS`` days with today."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=DAYS - 1)


def tallies(begin: datetime) -> tuple[Tally, ...]:
    """Count by day and status; one statement, from which outcomes and steps follow."""
    rows = Session.objects.filter(created_at__gte=begin).annotate(day=TruncDate("created_at"))
    counted = (
        rows.order_by()
        .values_list("day", "status")
        .annotate(
            came=Count("pk"),
            agreed=Count("pk", filter=Q(consented_at__isnull=False)),
            handed_in=Count("pk", filter=HANDED_IN),
        )
    )
    return tuple(Tally(*row) for row in counted)


def outcomes(counted: Iterable[Tally], begin: datetime) -> tuple[Outcomes, ...]:
    """Say how each day's ended, days without any included."""
    counts: dict[date, Counter[str]] = {
        begin.date() + timedelta(days=number): Counter() for number in range(DAYS)
    }
    for tally in counted:
        counts.setdefault(tally.day, Counter())[tally.status] = tally.came
    return tuple(_outcomes(day, found) for day, found in counts.items())


def durations(begin: datetime) -> Durations:
    """Measure the decided ones."""
    rows = Session.objects.filter(created_at__gte=begin, status__in=Session.DECIDED)
    whole, waited = F("finished_at") - F("created_at"), F("finished_at") - F("submitted_at")
    return Durations(
        **rows.aggregate(
            decided=Count("pk"),
            median=Percentile(whole, share=0.5),
            slowest=Percentile(whole, share=0.95),
            waited_median=Percentile(waited, share=0.5),
            waited_slowest=Percentile(waited, share=0.95),
        )
    )


def reasons(begin: datetime) -> list[tuple[str, int]]:
    """Return the findings that refused most often, and how often."""
    refused = CheckResult.objects.filter(refused=True, session__created_at__gte=begin)
    counted = refused.order_by().values_list("code").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "code")[:_REASONS_SHOWN])


def queue() -> Queue:
    """Count what waits for a worker."""
    reading = Capture.objects.filter(status=Capture.Status.READING).aggregate(
        count=Count("pk"), oldest=Min("taken_at")
    )
    assessing = Session.objects.filter(status=Session.Status.PROCESSING).aggregate(
        count=Count("pk"), oldest=Min("submitted_at")
    )
    waiting = [one for one in (reading["oldest"], assessing["oldest"]) if one is not None]
    reviews = Session.objects.filter(status=Session.Status.REVIEW).aggregate(
        count=Count("pk"), oldest=Min("referred_at")
    )
    return Queue(
        pictures=reading["count"],
        verifications=assessing["count"],
        oldest=min(waiting, default=None),
        reviews=reviews["count"],
        oldest_review=reviews["oldest"],
    )


def _outcomes(day: date, counts: Mapping[str, int]) -> Outcomes:
    status = Session.Status
    return Outcomes(
        day=day,
        verified=counts.get(status.VERIFIED, 0),
        failed=counts.get(status.FAILED, 0),
        unfinished=sum(counts.get(one, 0) for one in _UNFINISHED),
        errored=counts.get(status.ERRORED, 0),
        open=sum(counts.get(one, 0) for one in Session.OPEN),
    )
