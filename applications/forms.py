"""Forms about applications: what an administrator types, and each mistake by its name."""

from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from applications.models import Application

# A session keeps the name as the organisation that asks; its column is this long.
LONGEST_NAME = 100
UNTIL = -1
OVERLAPS = (
    (0, "Not at all: it stops at once"),
    (60, "For 1 hour"),
    (24 * 60, "For 1 day"),
    (7 * 24 * 60, "For 7 days"),
    (UNTIL, "Until the time below"),
)
_LONGEST_OVERLAP = timedelta(days=90)


def lines(text: str) -> list[str]:
    """Return the words of a text that holds one a line; commas are forgiven."""
    return text.replace(",", " ").split()


def check_name(name: str, application: Application) -> str:
    """Return ``name`` where no other application has it.

    Raises:
        ValidationError: another one has.
    """
    if Application.objects.filter(name__iexact=name).exclude(pk=application.pk).exists():
        raise ValidationError("Another application has this name. Choose a different one.")
    return name


class NameField(forms.CharField):
    """The application's name, which its users read: one that no other application has."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # Django's own options
        super().__init__(
            max_length=LONGEST_NAME,
            widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
            help_text="The organisation that asks. Shown to the people who verify themselves.",
            error_messages={"required": "Give the application a name."},
            **options,
        )


class ApplicationForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A registered application, as an administrator may change it."""

    name = NameField()

    class Meta:
        model = Application
        fields = (
            "name",
            "enabled",
            "redirect_uris",
            "algorithm",
            "dialect",
            "require_par",
            "require_pkce",
            "authentication",
            "jwks",
            "jwks_uri",
        )
        field_classes = {"jwks_uri": partial(forms.URLField, assume_scheme="https")}
        widgets = {
            "redirect_uris": UnfoldAdminTextareaWidget(attrs={"rows": 4, "spellcheck": "false"}),
            "enabled": UnfoldBooleanSwitchWidget(),
            "require_par": UnfoldBooleanSwitchWidget(),
            "require_pkce": UnfoldBooleanSwitchWidget(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        if "redirect_uris" in self.fields:
            self.fields["redirect_uris"].help_text = "One on each line, compared to the letter."
            self.initial["redirect_uris"] = "\n".join(self.instance.registered_redirect_uris)

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"], self.instance)

    def clean_redirect_uris(self) -> str:
        return "\n".join(dict.fromkeys(lines(self.cleaned_data["redirect_uris"])))


class RotationForm(forms.Form):
    """How long the old secret goes on working beside the new one."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    overlap = forms.TypedChoiceField(
        label="The old secret goes on working",
        choices=OVERLAPS,
        coerce=int,
        initial=24 * 60,
        widget=UnfoldAdminRadioSelectWidget(),
        help_text="Long enough to type the new one into Okta. It never lives longer than before.",
    )

    until = forms.DateTimeField(
        label="Until (UTC)",
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        help_text="Only when that was chosen: at most 90 days from now.",
    )

    def clean(self) -> dict[str, Any]:
        """Check that a time was given where one was chosen.

        Raises:
            ValidationError: of ``until``.
        """
        found: dict[str, Any] = super().clean() or {}
        if found.get("overlap") != UNTIL or "until" in self.errors:
            return found
        until = found.get("until")
        if until is None:
            self.add_error("until", "Say until when.")
        elif not timedelta(0) < until - timezone.now() <= _LONGEST_OVERLAP:
            self.add_error("until", "This must be a time to come, at most 90 days from now.")
        return found

    def overlap_time(self) -> timedelta:
        """Return the chosen time; of a valid form."""
        if self.cleaned_data["overlap"] == UNTIL:
            left: timedelta = self.cleaned_data["until"] - timezone.now()
            return left
        return timedelta(minutes=self.cleaned_data["overlap"])
