"""The form that registers an OIDC application, Okta's preset included."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from applications import okta
from applications.forms import NameField, check_name, lines
from applications.models import Application
from idv_provider.console.application_flows import FlowsMixin
from idv_provider.console.connection import SCOPES, public_url
from verification.models import Flow

_PLAIN = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}


class IntegrationForm(FlowsMixin, forms.ModelForm):  # type: ignore[type-arg]  # not at run time
    """Everything that has to be known of an OIDC application, most of it filled in."""

    name = NameField()
    okta_domains = forms.CharField(
        label="Okta org domains",
        required=False,
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(
            attrs={"rows": 2, "placeholder": "acme.okta.com", "inputmode": "url", **_PLAIN}
        ),
        help_text="One on each line, your org's custom domains too. Each adds its redirect URI.",
    )
    redirect_uris = forms.CharField(
        label="Redirect URIs",
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "inputmode": "url", **_PLAIN}),
        help_text="One on each line, compared to the letter. Okta's come from its domains.",
    )
    for_sandbox = forms.BooleanField(
        label="For the sandbox Okta org",
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text="Adds the org's redirect URI. Its people may use specimens, which prove nobody.",
    )
    scopes = forms.CharField(
        disabled=True,
        initial=SCOPES,
        widget=UnfoldAdminTextInputWidget(),
        help_text="Okta sends all three.",
    )

    class Meta:
        model = Application
        fields = ("name", "authorization_grant_type", "algorithm", "redirect_uris")
        widgets = {
            "authorization_grant_type": UnfoldAdminSelectWidget(),
            "algorithm": UnfoldAdminSelectWidget(),
        }
        labels = {"authorization_grant_type": "Grant type"}

    # The domains are cleaned before the redirect URIs, which need them.
    field_order = (
        "name",
        "authorization_grant_type",
        "algorithm",
        "okta_domains",
        "for_sandbox",
        "redirect_uris",
        "scopes",
        "flows",
        "default_flow",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        if not settings.SANDBOX:
            del self.fields["for_sandbox"]
        first = Flow.objects.first()
        if first is not None:
            self.fields["flows"].initial = [first.pk]
            self.fields["default_flow"].initial = first.pk

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"], self.instance)

    def clean_okta_domains(self) -> list[str]:
        domains = lines(self.cleaned_data["okta_domains"])
        problems = [problem for one in domains if (problem := okta.domain_problem(one))]
        if problems:
            raise ValidationError(problems)
        return domains

    def clean_for_sandbox(self) -> bool:
        """Mark the application before its redirect URIs are judged: the org's may be http."""
        chosen: bool = self.cleaned_data["for_sandbox"]
        self.instance.sandbox = chosen
        return chosen

    def clean_redirect_uris(self) -> str:
        """Add the domains' URIs to those that were typed; the model judges them all."""
        typed = lines(self.cleaned_data["redirect_uris"])
        derived = [okta.callback(domain) for domain in self.cleaned_data.get("okta_domains", [])]
        if self.cleaned_data.get("for_sandbox"):
            derived.append(sandbox_callback())
        return "\n".join(dict.fromkeys([*typed, *derived]))


def sandbox_callback() -> str:
    """Return the redirect URI of the sandbox's Okta org; only where there is one."""
    return public_url("sandbox:okta-callback")


def filled_in(data: QueryDict) -> IntegrationForm:
    """Return the form as it was typed, with the redirect URIs of the domains filled in.

    Only the domains are judged: the rest may not be typed yet.
    """
    domains = lines(data.get("okta_domains", ""))
    derived = [okta.callback(one) for one in domains if not okta.domain_problem(one)]
    typed = lines(data.get("redirect_uris", ""))
    changed = data.copy()
    changed["redirect_uris"] = "\n".join(dict.fromkeys([*typed, *derived]))
    form = IntegrationForm(changed)
    for name in [name for name in form.errors if name != "okta_domains"]:
        del form.errors[name]
    if not domains:
        form.add_error("okta_domains", "Type the org's domain first, for example acme.okta.com")
    return form
