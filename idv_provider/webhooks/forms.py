"""An endpoint, as an administrator types it."""

from functools import partial
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from idv_provider.webhooks.kinds import KINDS
from idv_provider.webhooks.models import Endpoint

_CHOICES = tuple((kind, f"{words} ({kind})") for kind, words in KINDS)


class EndpointForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Where to, what of, and of which applications."""

    kinds = forms.MultipleChoiceField(
        label="It is told of",
        choices=_CHOICES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        required=False,  # which the model says, for the API too
        help_text="Messages hold ids; who may read more asks the management API.",
    )

    class Meta:
        model = Endpoint
        fields = ("url", "kinds", "applications", "enabled")
        field_classes = {"url": partial(forms.URLField, assume_scheme="https")}
        widgets = {
            "url": UnfoldAdminTextInputWidget(
                attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}
            ),
            "applications": UnfoldAdminCheckboxSelectMultipleWidget(),
            "enabled": UnfoldBooleanSwitchWidget(),
        }
        error_messages = {"url": {"required": "Type the address, with https://."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        if self.instance.kinds:
            self.initial["kinds"] = self.instance.kinds

    def clean_applications(self) -> Any:  # noqa: ANN401  # a queryset
        chosen = self.cleaned_data["applications"]
        self.instance.only_chosen = bool(chosen)
        return chosen
