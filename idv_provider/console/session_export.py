"""The list of verifications as a file: what is filtered, as it is listed, without the person."""

import csv
from collections.abc import Iterator
from datetime import datetime

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from audit import trail
from verification.models import CheckResult, Session

COLUMNS = (
    "id",
    "began",
    "ended",
    "outcome",
    "client_id",
    "organisation",
    "flow",
    "flow_version",
    "document",
    "attempts",
    "sandbox",
    "reasons",
)
_BATCH = 1000
# What makes a spreadsheet take a cell for a formula, or skip to what does (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> str:
        return text


@require_POST
@permission_required("verification.view_session", raise_exception=True)
def download(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Send what the list shows under the same query, all pages of it."""
    try:
        listed = admin.site.get_model_admin(Session).get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        messages.error(request, "Nothing was exported: these filters cannot be read.")
        return redirect("admin:verification_session_changelist")
    trail.record(request.user, "sessions.exported", filters=sorted(set(request.GET) - {"p"}))
    response = StreamingHttpResponse(lines(listed), content_type="text/csv; charset=utf-8")
    name = f"verifications-{timezone.now():%Y%m%dT%H%M%SZ}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response


def lines(sessions: QuerySet[Session]) -> Iterator[str]:
    """Yield the heading, and a line for each session; in the memory of one batch."""
    decisive = CheckResult.objects.filter(Q(refused=True) | Q(referred=True))
    writer = csv.writer(_Echo())
    yield str(writer.writerow(COLUMNS))
    found = sessions.prefetch_related(Prefetch("check_results", decisive, to_attr="decisive"))
    for session in found.iterator(chunk_size=_BATCH):
        yield str(writer.writerow([cell(value) for value in _row(session)]))


def cell(value: str) -> str:
    """Return the value as a cell that no spreadsheet calculates."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _row(session: Session) -> Iterator[str]:
    decisive: list[CheckResult] = getattr(session, "decisive", [])  # prefetched
    reasons = [one.code for one in decisive if one.attempt == session.attempt]
    yield str(session.pk)
    yield _moment(session.created_at)
    yield _moment(session.finished_at)
    yield session.status
    yield session.relying_party
    yield session.organisation
    yield session.flow.slug
    yield str(session.flow_version.number)
    yield session.document_type
    yield str(session.attempt)
    yield "yes" if session.sandbox else "no"
    yield " ".join(dict.fromkeys(reasons))


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
