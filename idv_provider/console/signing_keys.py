"""Signing keys, rotated by button: on a day of one's choosing, or because one has leaked."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminRadioSelectWidget

from applications.models import Application
from idv_provider.console.pages import show
from oidc import keys
from oidc.models import SigningKey

KEEP, WITHDRAW = "keep", "withdraw"
_MINUTES_BEFORE = int(keys.PUBLISH_BEFORE.total_seconds() / 60)


class KeyRotationForm(forms.Form):
    """What becomes of the old key."""

    seen = forms.CharField(max_length=43, widget=forms.HiddenInput)
    old = forms.ChoiceField(
        label="The old key",
        initial=KEEP,
        widget=UnfoldAdminRadioSelectWidget(),
        choices=(
            (KEEP, "Stays published for an hour, for the tokens that it has signed"),
            (WITHDRAW, "May have leaked: withdraw it and every earlier one now"),
        ),
        help_text=(
            f"The next key signs as soon as it has been published for {_MINUTES_BEFORE} minutes. "
            "After a leak it signs at once: relying parties that kept the key set refuse "
            "sign-ins for up to 15 minutes, or until they read it again."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("oidc.change_signingkey", raise_exception=True)
def rotate(request: HttpRequest, algorithm: str) -> HttpResponse:
    """Put the next key in the signing one's place."""
    if algorithm not in Application.Algorithm.values:
        raise Http404
    waiting = SigningKey.objects.filter(algorithm=algorithm, active_from__isnull=True).first()
    if waiting is None:  # never used so far: nothing to replace
        raise Http404
    form = KeyRotationForm(request.POST or None, initial={"seen": waiting.kid})
    if request.method != "POST" or not form.is_valid():
        context = {"algorithm": algorithm, "form": form}
        response = show(request, "console/rotate_key.html", "Rotate the signing key", context)
        add_never_cache_headers(response)
        return response
    try:
        begins = keys.rotate(
            algorithm,
            by=request.user,
            withdraw=form.cleaned_data["old"] == WITHDRAW,
            seen=form.cleaned_data["seen"],
        )
    except keys.AlreadyRotated:
        messages.warning(request, "The key was rotated already, perhaps by somebody else.")
    else:
        moment = f"{begins:%Y-%m-%d %H:%M:%S} UTC"
        messages.success(request, f"The next {algorithm} key signs from {moment} on.")
    return redirect("admin:authorization_server")
