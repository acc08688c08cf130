"""How an administrator narrows down the list of verifications."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.utils import parse_date_str

from verification.checks import codes
from verification.finding_wording import CLAIM_CODES, question
from verification.models import CheckResult, Session


class ReasonFilter(DropdownFilter):  # type: ignore[misc]  # published without types
    """A finding that refused, or that a person had to judge."""

    title = "reason"
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # Django's own
        return [(code, f"{question(code)} {code}") for code in (*codes.ALL, *CLAIM_CODES)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        if not self.value():
            return queryset
        decided = CheckResult.objects.filter(Q(refused=True) | Q(referred=True), code=self.value())
        return queryset.filter(pk__in=decided.values("session"))


class DayFilter(RangeDateFilter):  # type: ignore[misc]  # published without types
    """From a day to a day, both with all their hours in UTC; what is no date is ignored."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        begin, end = self._midnight("from"), self._midnight("to")
        if begin is not None:
            queryset = queryset.filter(**{f"{self.parameter_name}__gte": begin})
        if end is not None:
            queryset = queryset.filter(**{f"{self.parameter_name}__lt": end + timedelta(days=1)})
        return queryset

    def _midnight(self, edge: str) -> datetime | None:
        typed = self.used_parameters.get(f"{self.parameter_name}_{edge}")
        # The last days that a datetime knows leave no room for the next midnight.
        day = parse_date_str(typed) if isinstance(typed, str) else None
        if day is None or not 1970 <= day.year < 3000:
            return None
        return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
