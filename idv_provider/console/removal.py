"""Deleting an application, with what it would break."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications.models import Application
from audit import trail
from idv_provider.console.application_use import broken_without
from idv_provider.console.pages import show
from oidc.models import ProtocolEvent

_DAYS = 30


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("applications.delete_application", raise_exception=True)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the application's name, then delete it with its secrets and its log."""
    application = get_object_or_404(Application, pk=pk)
    wrong = False
    if request.method == "POST":
        wrong = request.POST.get("name", "").strip() != application.name.strip()
        if not wrong:
            with transaction.atomic():
                trail.record(request.user, "application.deleted", application)
                application.delete()
            messages.success(request, f"{application} was deleted.")
            return redirect("admin:applications_application_changelist")
    log = ProtocolEvent.objects.filter(application=application)
    recent = log.filter(at__gte=timezone.now() - timedelta(days=_DAYS))
    context = {
        "application": application,
        "wrong": wrong,
        "typed": request.POST.get("name", ""),
        "days": _DAYS,
        "pushed": recent.filter(endpoint=ProtocolEvent.Endpoint.PAR, accepted=True).count(),
        "used": application.secrets.aggregate(at=Max("last_used_at"))["at"],
        "broken": broken_without(application),
    }
    return show(request, "console/delete.html", "Delete application", context)
