"""The review queue, and the page on which a reviewer decides."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idv_provider.console.pages import show
from verification import liveness, reviews
from verification.finding_wording import question
from verification.models import Capture, CheckResult, Review, Session
from verification.session_report import words

_SHOWN = 200
_reviewer = permission_required("verification.review_session", raise_exception=True)
_GROUPS = [
    (str(verdict.label), [(f"{verdict.value}:{reason.value}", reason.label) for reason in reasons])
    for verdict, reasons in Review.REASONS.items()
]


class DecisionForm(forms.Form):
    """A verdict with its reason, and a note for whoever looks later."""

    decision = forms.ChoiceField(
        choices=_GROUPS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a decision and its reason.",
            "invalid_choice": "Choose one of the decisions listed.",
        },
    )
    note = forms.CharField(
        required=False,
        max_length=reviews.MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "class": "plain-input"}),
        help_text="Sealed, shown with the names side by side, and shredded with the pictures.",
    )


@require_safe
@_reviewer
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits, the oldest first; three statements, however many wait."""
    referred = CheckResult.objects.filter(referred=True)
    waiting = (
        reviews.waiting()
        .defer("claims_sealed", "session_key", "browser_digest")
        .select_related("flow", "claimed_by")
        .annotate(judged=Count("reviews"))
        .prefetch_related(Prefetch("check_results", referred, to_attr="referred"))
    )
    now = timezone.now()
    rows = [
        {
            "session": one,
            "age": words(now - one.referred_at) if one.referred_at else "",
            "left": words(one.expires_at - now),
            "because": [question(row.code) for row in one.referred if row.attempt == one.attempt],
            "sampled": (one.demanded or {}).get("sampled"),
            "held": one.claimed_until is not None and one.claimed_until > now,
        }
        for one in waiting[:_SHOWN]
    ]
    return show(request, "console/reviews.html", "Review queue", {"rows": rows, "shown": _SHOWN})


@require_http_methods(["GET", "HEAD", "POST"])
@_reviewer
def review(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show why a person is asked, and what there is to see; POST decides."""
    session = get_object_or_404(
        Session.objects.select_related("flow", "flow_version"), pk=session_id
    )
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decided = _decide(request, session, form)
        if decided is not None:
            return redirect("admin:reviews")
    if session.status != Session.Status.REVIEW:
        messages.info(request, "This one needs no review any more.")
        return redirect("admin:reviews")
    response = show(request, "console/review.html", "Review", _context(request, session, form))
    add_never_cache_headers(response)
    return response


@require_POST
@_reviewer
def claim(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take one, so that nobody else works on it."""
    try:
        reviews.claim(session_id, by=_me(request))
    except reviews.ReviewRefused as refused:
        messages.error(request, str(refused))
        return redirect("admin:reviews")
    return redirect("admin:review", session_id)


@require_POST
@_reviewer
def release(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Give one back."""
    reviews.release(session_id, by=_me(request))
    return redirect("admin:reviews")


def _decide(request: HttpRequest, session: Session, form: DecisionForm) -> Session | None:
    """Decide; None where that was refused, which the form then says."""
    verdict, _, reason = form.cleaned_data["decision"].partition(":")
    try:
        decided = reviews.decide(
            session.pk,
            by=_me(request),
            verdict=verdict,
            reason=reason,
            note=form.cleaned_data["note"],
        )
    except reviews.ReviewRefused as refused:
        form.add_error(None, str(refused))
        return None
    if decided.status == Session.Status.REVIEW:
        messages.success(request, "Verified by you. Now a second person has to look at it.")
    else:
        messages.success(request, f"Decided: {decided.get_status_display()}.")
    return decided


def _context(request: HttpRequest, session: Session, form: DecisionForm) -> dict[str, Any]:
    findings = list(session.findings)
    usable = session.captures.filter(status=Capture.Status.USABLE)
    return {
        "session": session,
        "form": form,
        "groups": _GROUPS,
        "holds": reviews.holds(session, _me(request)),
        "referred": [(question(row.code), row) for row in findings if row.referred],
        "others": [
            (question(row.code), row)
            for row in findings
            if not row.referred and row.outcome != CheckResult.Outcome.PASS
        ],
        "passed": sum(row.outcome == CheckResult.Outcome.PASS for row in findings),
        "captures": {capture.kind: capture for capture in usable}.values(),
        "challenged": liveness.settled(session) is not None,
        "left": words(session.expires_at - timezone.now()),
        "judged": session.reviews.count(),
        "lease": int(reviews.LEASE.total_seconds() // 60),
    }


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
