"""Settings → Webhooks: an endpoint's secret is shown once; a message can be sent again."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST
from unfold.widgets import UnfoldAdminRadioSelectWidget

from audit import trail
from idv_provider.console.pages import show
from idv_provider.webhooks import endpoint_secrets, sending
from idv_provider.webhooks.forms import EndpointForm
from idv_provider.webhooks.models import Delivery, Endpoint

_OVERLAPS = (
    (0, "Not at all: it stops at once"),
    (60, "For 1 hour"),
    (24 * 60, "For 1 day"),
    (7 * 24 * 60, "For 7 days"),
)
_may_change = permission_required("webhooks.change_endpoint", raise_exception=True)


class OverlapForm(forms.Form):
    """How long messages are signed with the old secret, too."""

    overlap = forms.TypedChoiceField(
        label="Messages are signed with the old secret, too",
        choices=_OVERLAPS,
        coerce=int,
        initial=24 * 60,
        widget=UnfoldAdminRadioSelectWidget(),
        help_text="Long enough to give the receiver the new one.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("webhooks.add_endpoint", raise_exception=True)
def add(request: HttpRequest) -> HttpResponse:
    """Add an endpoint, and show its secret in the answer to the form, this once."""
    form = EndpointForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _uncached(show(request, "console/webhook_add.html", "Add webhook", {"form": form}))
    with transaction.atomic():
        endpoint: Endpoint = form.save(commit=False)
        text = endpoint_secrets.give(endpoint)
        endpoint.save()
        form.save_m2m()
        trail.record(request.user, "endpoint.added", endpoint)
    return _shown_once(request, endpoint, text, "Webhook added")


@require_http_methods(["GET", "HEAD", "POST"])
@_may_change
def rotate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an endpoint a new secret, beside the old one for a while."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    form = OverlapForm(request.POST or None)
    title = "Rotate the webhook's secret"
    if request.method != "POST" or not form.is_valid():
        context = {"endpoint": endpoint, "form": form}
        return _uncached(show(request, "console/webhook_rotate.html", title, context))
    with transaction.atomic():
        overlap = timedelta(minutes=form.cleaned_data["overlap"])
        text = endpoint_secrets.rotate(endpoint, overlap)
        trail.record(request.user, "endpoint.rotated", endpoint)
    return _shown_once(request, endpoint, text, "New webhook secret")


@require_POST
@_may_change
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a message that says nothing."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    delivery = sending.test(endpoint)
    trail.record(request.user, "endpoint.tested", endpoint)
    messages.success(request, "A test message goes out within seconds. Reload to see its answer.")
    return redirect("admin:webhooks_delivery_change", delivery.pk)


@require_POST
@_may_change
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message again, under the same id."""
    delivery = get_object_or_404(Delivery.objects.select_related("endpoint"), pk=pk)
    if not delivery.endpoint.enabled:
        messages.error(request, "This webhook is off. Switch it on first.")
        return redirect("admin:webhooks_delivery_change", pk)
    with transaction.atomic():
        sending.again(delivery)
        trail.record(request.user, "delivery.sent_again", delivery)
    messages.success(request, "It goes out again within seconds. Reload to see its answer.")
    return redirect("admin:webhooks_delivery_change", pk)


def _shown_once(request: HttpRequest, endpoint: Endpoint, text: str, title: str) -> HttpResponse:
    context = {"endpoint": endpoint, "text": text}
    return _uncached(show(request, "console/webhook_secret.html", title, context))


def _uncached(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
