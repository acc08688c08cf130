"""Settings → Retention: what is kept for how long, what goes next, and away with it now."""

from typing import NamedTuple
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from idv_provider.console.pages import show
from oidc.upkeep import EVENTS_KEPT, REQUESTS_KEPT
from verification import sightings, vault
from verification.models import Flow, Session
from verification.upkeep import NETWORKS_KEPT

_SHOWN = 20


class Kept(NamedTuple):
    """One kind of data."""

    what: str
    how: str
    until: str


def kept() -> tuple[Kept, ...]:
    """Return everything that is kept of people and their verifications."""
    digests = f"{settings.SIGHTING_DAYS} days" if settings.SIGHTING_DAYS else "not kept"
    return (
        Kept("Pictures, what was read from them, what was pushed", "sealed, a key per session",
             "the flow's time after the verdict; at once without one"),
        Kept("Digests by which a document or face is known again", "keyed digests", digests),
        Kept("Pushed requests and codes", "sealed", f"{_hours(REQUESTS_KEPT.total_seconds())}"),
        Kept("Protocol log", "in the clear, no personal data", f"{EVENTS_KEPT.days} days"),
        Kept("Networks of a hand-off to a phone", "in the clear", f"{NETWORKS_KEPT.days} days"),
        Kept("Verdict, findings, times", "in the clear, no personal data", "until you delete them"),
        Kept("Audit trail", "in the clear, ids only", "for good"),
    )  # fmt: skip


class ShredForm(forms.Form):
    """Which verification's evidence goes."""

    session = forms.UUIDField(
        error_messages={"required": "Type an id.", "invalid": "This is not a verification's id."}
    )


@require_safe
@permission_required("verification.view_session", raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    held = Session.objects.filter(session_key__isnull=False)
    due = held.filter(shred_at__isnull=False).order_by("shred_at").select_related("flow")
    now = timezone.now()
    context = {
        "kept": kept(),
        "flows": Flow.objects.order_by("name"),
        "held": held.count(),
        "overdue": due.filter(shred_at__lte=now).count(),
        "due": due.only("id", "organisation", "shred_at", "flow__name")[:_SHOWN],
        "now": now,
    }
    return show(request, "console/retention.html", "Retention", context)


@require_POST
@permission_required("console.shred_evidence", raise_exception=True)
def shred(request: HttpRequest) -> HttpResponse:
    """Shred one verification's evidence, before its time."""
    form = ShredForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "Nothing was shredded. " + " ".join(map(str, form.errors["session"]))
        )
        return redirect("admin:retention")
    session_id: UUID = form.cleaned_data["session"]
    session = Session.objects.filter(pk=session_id).first()
    if session is None:
        messages.error(request, f"Nothing was shredded: there is no verification {session_id}.")
    elif session.is_open:
        messages.error(request, f"Nothing was shredded: {session_id} is still under way.")
    else:
        with transaction.atomic():
            sightings.forget(session)
            vault.shred(session, by=request.user)
        messages.success(request, f"The evidence of {session_id} is gone.")
    return redirect("admin:retention")


def _hours(seconds: float) -> str:
    return f"{int(seconds // 3600)} hours"
