"""Setting up the vendor in the org, as an Okta administrator does, by what the console showed.

The addresses are those of this deployment and cannot be typed: the org sends requests to them.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.models import Application
from oidc import endpoints
from sandbox.models import Vendor
from sandbox.setup import Sandbox, ensure_sandbox


class VendorForm(forms.Form):
    """What is different for each integration."""

    name = forms.CharField(label="Instance name", max_length=80, initial="My integration")
    client_id = forms.CharField(
        label="Client ID",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    client_secret = forms.CharField(
        label="Client secret",
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True),
    )

    def clean_client_id(self) -> str:
        """Say what Okta would not: it finds out at the first request."""
        client_id: str = self.cleaned_data["client_id"].strip()
        application = Application.objects.filter(client_id=client_id).first()
        if application is None:
            raise forms.ValidationError("No application of the console has this client ID.")
        if not application.sandbox:
            raise forms.ValidationError(
                "This application is not for the sandbox: tick “For the sandbox Okta org” when "
                "you add the integration."
            )
        return client_id

    def clean_client_secret(self) -> str:
        secret: str = self.cleaned_data["client_secret"].strip()
        return secret


@never_cache
@require_http_methods(["GET", "POST"])
def vendor(request: HttpRequest) -> HttpResponse:
    """Show the form, and use what was typed from then on; or go back to what came with the demo."""
    if "original" in request.POST:
        Vendor.objects.exclude(pk=ensure_sandbox().vendor.pk).delete()
        return redirect("sandbox:okta")
    form = VendorForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        keep(**form.cleaned_data)
        return redirect("sandbox:okta")
    context = {"form": form, "at": endpoints.public(), "several": Vendor.objects.count() > 1}
    return render(request, "sandbox/okta/vendor.html", context, status=400 if form.errors else 200)


def keep(name: str, client_id: str, client_secret: str) -> Vendor:
    """Let the org use these credentials."""
    came_with_it: Sandbox = ensure_sandbox()
    if client_id == came_with_it.application.client_id:
        Vendor.objects.exclude(pk=came_with_it.vendor.pk).delete()
        return came_with_it.vendor
    Vendor.objects.filter(client_id=client_id).delete()
    at = endpoints.public()
    made = Vendor(name=name, client_id=client_id, issuer=at.issuer, par=at.par)
    made.authorize, made.token, made.jwks = at.authorize, at.token, at.jwks
    made.redirect_uri = came_with_it.vendor.redirect_uri
    made.keep_secret(client_secret)
    made.save()
    return made
