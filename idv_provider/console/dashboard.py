"""The console's first page."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from idv_provider.console import funnel, statistics
from idv_provider.console.chart import chart
from idv_provider.console.health_report import signs
from oidc.models import ProtocolEvent
from verification.finding_wording import question
from verification.session_report import words


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what its reader may see to the page's context."""
    context["title"] = "Dashboard"
    if request.user.has_perm("verification.view_session"):
        context.update(_verifications())
    if request.user.has_perm("oidc.view_protocolevent"):
        yesterday = timezone.now() - timedelta(days=1)
        context["refusals"] = ProtocolEvent.objects.filter(
            at__gte=yesterday, accepted=False
        ).count()
    return context


def _verifications() -> dict[str, Any]:
    begin = statistics.since()
    counted = statistics.tallies(begin)
    days = statistics.outcomes(counted, begin)
    took = statistics.durations(begin)
    queue = statistics.queue()
    return {
        "days": days,
        "day_count": statistics.DAYS,
        "chart": chart(days),
        "steps": funnel.steps(counted, begin),
        "phone_steps": funnel.onto_phones(begin),
        "decided": took.decided,
        "durations": [
            ("From the first page to the verdict", _pair(took.median, took.slowest)),
            ("From submitting to the verdict", _pair(took.waited_median, took.waited_slowest)),
        ],
        "reasons": [(question(code), code, count) for code, count in statistics.reasons(begin)],
        "queue": queue,
        "oldest": words(timezone.now() - queue.oldest) if queue.oldest else "",
        "oldest_review": words(timezone.now() - queue.oldest_review) if queue.oldest_review else "",
        "signs": signs(),
    }


def _pair(*times: timedelta | None) -> list[str]:
    return ["" if time is None else words(time) for time in times]
