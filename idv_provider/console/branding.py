"""Settings → Branding: how each application looks to the people who verify themselves."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from applications.models import Application
from idv_provider.console.pages import show

_SHOWN = 200


@require_safe
@permission_required("applications.view_application", raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    """List what each application has of its own; it is changed on the application's page."""
    rows = Application.objects.select_related("brand").defer(
        "brand__logo", "brand__privacy_text", "brand__terms_text"
    )
    context = {"applications": rows.order_by("name")[:_SHOWN], "shown": _SHOWN}
    return show(request, "console/branding.html", "Branding", context)
