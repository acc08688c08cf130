"""Settings → Sandbox: what it is, and why it is not in production."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from idv_provider.console.pages import show


@require_safe
@permission_required("applications.view_application", raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    context = {"on": settings.SANDBOX, "org": f"{settings.PUBLIC_URL}/sandbox/okta/"}
    return show(request, "console/sandbox.html", "Sandbox", context)
