"""Client secrets in the console: shown once, in the answer to the form that made them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST

from applications import rotation
from applications.forms import RotationForm
from applications.models import Application, ClientSecret
from audit import trail
from idv_provider.console import connection
from idv_provider.console.pages import show

_may_change = permission_required("applications.change_application", raise_exception=True)
ONCE = "Its secret was shown once and cannot be shown again. Rotate it for a new one."


def shown_once(
    request: HttpRequest, application: Application, secret: str, *, title: str
) -> HttpResponse:
    """Answer a form with the secret that it made. Nobody keeps it: not we, not the browser."""
    context = connection.context(application, secret)
    response = show(request, "console/credentials.html", title, context)
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@_may_change
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new secret beside the old one."""
    application = get_object_or_404(Application, pk=pk)
    form = RotationForm(request.POST or None, initial={"seen": rotation.newest(application)})
    if request.method != "POST" or not form.is_valid():
        context = {"application": application, "form": form}
        response = show(request, "console/rotate.html", "Rotate the client secret", context)
        add_never_cache_headers(response)
        return response
    try:
        secret = rotation.rotate(
            application, seen=form.cleaned_data["seen"], overlap=form.overlap_time()
        )
    except rotation.AlreadyRotated:
        messages.warning(request, f"A newer secret was made already. {ONCE}")
        return redirect("admin:applications_application_change", application.pk)
    trail.record(request.user, "secret.rotated", application)
    return shown_once(request, application, secret, title="New client secret")


@require_POST
@_may_change
def revoke(request: HttpRequest, pk: int, secret_pk: int) -> HttpResponse:
    """End a secret now."""
    application = get_object_or_404(Application, pk=pk)
    secret = get_object_or_404(ClientSecret, pk=secret_pk, application=application)
    secret.expires_at = timezone.now()
    secret.save(update_fields=["expires_at"])
    trail.record(request.user, "secret.ended", application, secret=str(secret.pk))
    messages.success(request, f"The secret ending in {secret.hint} no longer works.")
    return redirect("admin:applications_application_change", application.pk)
