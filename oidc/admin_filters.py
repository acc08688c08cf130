"""How an administrator narrows down the protocol log."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.utils import parse_date_str

from oidc.errors import OAuthError
from oidc.models import ProtocolEvent


class ErrorFilter(admin.SimpleListFilter):
    """What was wrong, by its code: all there are, and not those of the rows, which may be many."""

    title = "error"
    parameter_name = "error"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # Django's own
        return [(code, code) for code in sorted(set(_codes(OAuthError)))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ProtocolEvent]
    ) -> QuerySet[ProtocolEvent]:
        return queryset.filter(error=self.value()) if self.value() else queryset


def _codes(kind: type[OAuthError]) -> Iterator[str]:
    yield kind.error
    for narrower in kind.__subclasses__():
        yield from _codes(narrower)


class MomentFilter(RangeDateTimeFilter):  # type: ignore[misc]  # published without types
    """From a moment to a moment in UTC, a day alone being all of it; what is none is ignored."""

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ProtocolEvent]
    ) -> QuerySet[ProtocolEvent]:
        begin, end = self._moment("from"), self._moment("to")
        if begin is not None:
            queryset = queryset.filter(at__gte=begin)
        if end is not None:
            queryset = queryset.filter(at__lt=end)
        return queryset

    def _moment(self, edge: str) -> datetime | None:
        day, hour = (self.used_parameters.get(f"at_{edge}_{part}") or "" for part in (0, 1))
        date = parse_date_str(day)
        if date is None or not 1970 <= date.year < 3000:
            return None
        try:
            return datetime.combine(date, time.fromisoformat(hour.strip()), tzinfo=UTC)
        except ValueError:  # no hour, or none that is one: the whole day
            midnight = datetime.combine(date, time(), tzinfo=UTC)
            return midnight + timedelta(days=1) if edge == "to" else midnight
