"""A flow's versions and its draft: what differs, what it would change, and publishing it."""

from collections import Counter
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from audit import trail
from idv_provider.console.pages import show
from verification import flow_versions
from verification.finding_wording import question
from verification.matching.stored import PolicyRefused
from verification.models import Flow, FlowDraft
from verification.policy_wording import differences
from verification.replays import Changed, WhatIf, what_if

REPLAYED = (100, 500, 1000)
_SHOWN = 50
_look = permission_required("verification.view_flow", raise_exception=True)
_change = permission_required("verification.change_flow", raise_exception=True)


@require_safe
@_look
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """List a flow's versions, each with what it changed."""
    flow = get_object_or_404(Flow, pk=pk)
    kept = list(flow.versions.select_related("author", "publisher"))
    policies = [Flow.restored(one.policy) for one in kept]
    rows = [
        (one, differences(policies[number + 1], policies[number]) if number + 1 < len(kept) else ())
        for number, one in enumerate(kept)
    ]
    context = {"flow": flow, "rows": rows}
    return show(request, "console/flow_versions.html", f"Versions of {flow}", context)


@require_safe
@_look
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a draft would change: in words, and in the flow's last verifications."""
    asked = request.GET.get("sessions", "")
    may = asked in map(str, REPLAYED) and request.user.has_perm("verification.view_session")
    return _show(request, get_object_or_404(Flow, pk=pk), sessions=int(asked) if may else 0)


@require_POST
@permission_required(
    ("verification.view_flow", "verification.view_session", "console.see_images"),
    raise_exception=True,
)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the draft on evidence that is still sealed, too; that it was read is written down."""
    flow = get_object_or_404(Flow, pk=pk)
    trail.record(request.user, "flow.tried_on_evidence", flow, verifications=REPLAYED[0])
    return _show(request, flow, sessions=REPLAYED[0], reopen=True)


@require_POST
@_change
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the draft in force that the page showed."""
    kept = get_object_or_404(FlowDraft, flow=pk)
    if request.POST.get("edited_at") != kept.edited_at.isoformat():
        messages.error(request, "This draft was edited meanwhile. Look at it again.")
        return redirect("admin:flow_draft", pk)
    try:
        version = flow_versions.publish_draft(kept, by=cast("User", request.user))
    except flow_versions.PublishingRefused as refused:
        messages.error(request, str(refused))
        return redirect("admin:flow_draft", pk)
    except ValidationError as invalid:
        messages.error(request, f"This draft cannot be published: {' '.join(invalid.messages)}")
        return redirect("admin:flow_draft", pk)
    messages.success(request, f"Published as {version}, for verifications that begin from now on.")
    return redirect("admin:flow_versions", pk)


@require_POST
@_change
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop the draft."""
    flow = get_object_or_404(Flow, pk=pk)
    if flow_versions.discard_draft(flow, by=cast("User", request.user)):
        messages.success(request, "The draft is gone. Nothing has changed.")
    return redirect("admin:flow_versions", pk)


@require_POST
@_change
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make a draft of an older version, to be tried out and published like any other."""
    flow = get_object_or_404(Flow, pk=pk)
    version = get_object_or_404(flow.versions, number=number)
    if FlowDraft.objects.filter(flow=flow).exists():
        messages.error(request, "There is a draft already: publish or drop it first.")
        return redirect("admin:flow_draft", pk)
    flow_versions.keep_draft(
        flow, version.policy, by=cast("User", request.user), note=f"Back to {version}"
    )
    return redirect("admin:flow_draft", pk)


def _show(request: HttpRequest, flow: Flow, *, sessions: int, reopen: bool = False) -> HttpResponse:
    kept = FlowDraft.objects.filter(flow=flow).select_related("author").first()
    if kept is None:
        messages.info(request, "There is no draft.")
        return redirect("admin:flow_versions", flow.pk)
    policy = Flow.restored(kept.policy)
    context: dict[str, Any] = {
        "flow": flow,
        "draft": kept,
        "differences": differences(flow, policy),
        "replayed": REPLAYED,
        "reopened": reopen,
        "own": flow.four_eyes and request.user.pk in kept.editors,
    }
    if sessions:
        context |= _replayed(flow, policy, sessions, reopen=reopen)
    return show(request, "console/flow_draft.html", f"Draft of {flow}", context)


def _replayed(flow: Flow, policy: Flow, sessions: int, *, reopen: bool) -> dict[str, Any]:
    try:
        found = what_if(flow, policy, sessions=sessions, reopen=reopen)
    except PolicyRefused as refused:
        return {"unreadable": str(refused)}
    return {
        "what_if": found,
        "counts": sorted(_counts(found).items()),
        "changed": [_row(one) for one in found.changed[:_SHOWN]],
        "untold": [_row(one) for one in found.untold[:_SHOWN]],
        "shown": _SHOWN,
    }


def _counts(found: WhatIf) -> Counter[tuple[str, str]]:
    return Counter((one.before.value, str(one.after.verdict)) for one in found.changed)


def _row(one: Changed) -> dict[str, Any]:
    codes = one.after.unmeasured if one.after.verdict is None else None
    because = sorted(codes) if codes else [finding.code for finding in one.after.because]
    return {
        "session": one.session,
        "before": one.before,
        "after": one.after.verdict,
        "because": [(question(code), code) for code in dict.fromkeys(because)],
    }
