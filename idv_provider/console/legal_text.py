"""Settings → Legal pages: who runs the service, and what they add to what the software says."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from audit import trail
from idv_provider.console.connection import public_url
from idv_provider.console.models import LegalText
from idv_provider.console.pages import show

_MARKDOWN = "Blank lines part paragraphs. # Heading, - list, **bold**, [words](https://…)."


class LegalTextForm(forms.ModelForm):  # type: ignore[type-arg]  # not at run time
    """Everything on the two pages that only the operator can say."""

    class Meta:
        model = LegalText
        fields = ("operator", "contact", "terms", "privacy")
        widgets = {
            "operator": UnfoldAdminTextInputWidget(),
            "contact": UnfoldAdminTextInputWidget(),
            "terms": UnfoldAdminTextareaWidget(attrs={"rows": 10}),
            "privacy": UnfoldAdminTextareaWidget(attrs={"rows": 10}),
        }
        help_texts = {"terms": _MARKDOWN, "privacy": _MARKDOWN}


def current() -> LegalText:
    """Return the version that holds; an empty one when nobody wrote any."""
    return LegalText.objects.first() or LegalText()


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("console.view_legaltext", raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show the version that holds, and take the next."""
    may_write = request.user.has_perm("console.add_legaltext")
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    held = current()
    initial = {name: getattr(held, name) for name in LegalTextForm.Meta.fields}
    # Never an instance: each save is a row of its own.
    form = LegalTextForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        return _publish(request, form)
    context: dict[str, Any] = {
        "form": form,
        "may_write": may_write,
        "held": held,
        "versions": LegalText.objects.all()[:20],
        "terms_url": public_url("legal:terms"),
        "privacy_url": public_url("legal:privacy"),
    }
    return show(request, "console/legal_text.html", "Legal pages", context)


def _publish(request: HttpRequest, form: LegalTextForm) -> HttpResponse:
    if form.has_changed():
        version = form.save()
        trail.record(request.user, "legal_text.published", version, fields=form.changed_data)
        messages.success(request, "Published. People see it from now on.")
    else:
        messages.info(request, "Nothing was changed.")
    return redirect("admin:legal_text")
