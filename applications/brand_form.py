"""The part of an application's form that says how it looks to the people who verify themselves."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from applications import brands, colours, logos
from applications.models import Application, Brand

FIELDS = (
    "logo",
    "remove_logo",
    "accent",
    "privacy_url",
    "privacy_text",
    "terms_url",
    "terms_text",
)
_LONGEST_TEXT = 20_000
_TEXT_HELP = (
    "Shown on a page of ours, if there is no address above. Empty lines part paragraphs, “# ” "
    "begins a heading, “- ” an item of a list; anything else is text, HTML too."
)


def _address(label: str) -> forms.CharField:
    return forms.CharField(
        label=f"Address of your {label}",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "https://"}),
    )


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=f"Or the text of your {label}",
        required=False,
        max_length=_LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
        help_text=_TEXT_HELP,
    )


class BrandFields(forms.Form):
    """Logo, colour, privacy notice and terms; an empty part leaves our own."""

    logo = forms.FileField(
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text="PNG, JPEG or WebP, up to 1 MB; shown 48 pixels high at most, on white.",
    )
    remove_logo = forms.BooleanField(
        label="Remove the logo", required=False, widget=UnfoldBooleanWidget()
    )
    accent = forms.CharField(
        label="Accent colour",
        required=False,
        max_length=20,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "#0b5563"}),
        help_text="Buttons and links, as #rrggbb. It must be readable on white: a contrast of 4.5 "
        "to 1 at least. For dark screens it is lightened by itself.",
    )
    privacy_url = _address("privacy notice")
    privacy_text = _text("privacy notice")
    terms_url = _address("terms")
    terms_text = _text("terms")

    def fill_in(self, application: Application) -> None:
        """Show what is stored."""
        brand = Brand.objects.filter(application_id=application.pk).first()
        if brand is None:
            return
        for name in ("accent", "privacy_url", "privacy_text", "terms_url", "terms_text"):
            self.initial[name] = getattr(brand, name)
        if brand.logo and "logo" in self.fields:
            self.fields["logo"].help_text += " There is one now; another file replaces it."

    def clean_logo(self) -> bytes | None:
        sent = self.cleaned_data.get("logo")
        if not sent:
            return None
        if sent.size > logos.MOST_BYTES:
            raise ValidationError("The logo is larger than 1 MB.")
        try:
            return logos.redrawn(sent.read())
        except logos.LogoRefused as refused:
            raise ValidationError(str(refused)) from refused

    def clean_accent(self) -> str:
        typed = str(self.cleaned_data["accent"])
        if not typed.strip():
            return ""
        colour = colours.parse(typed)
        if colour is None:
            raise ValidationError("Give the colour as # and six digits, such as #0b5563.")
        contrast = colours.worst(colour, colours.LIGHT_GROUNDS)
        if contrast < colours.LEAST_CONTRAST:
            better = colours.readable(colour, colours.LIGHT_GROUNDS, colours.BLACK)
            raise ValidationError(
                f"{colour} has a contrast of {contrast:.1f} to 1 on the page; words need 4.5 to 1. "
                f"The nearest that can be read is {better}."
            )
        return colour

    def clean_privacy_url(self) -> str:
        return _https(self.cleaned_data["privacy_url"])

    def clean_terms_url(self) -> str:
        return _https(self.cleaned_data["terms_url"])

    def save_brand(self, application: Application) -> None:
        """Write what was typed, of a valid form."""
        typed: dict[str, Any] = self.cleaned_data
        brand, _ = Brand.objects.get_or_create(application=application)
        for name in ("accent", "privacy_url", "privacy_text", "terms_url", "terms_text"):
            setattr(brand, name, typed[name])
        if typed["logo"]:
            brand.logo = typed["logo"]
        elif typed["remove_logo"]:
            brand.logo = b""
        brands.save(brand)


def _https(address: str) -> str:
    """Return an address that people's browsers may be sent to.

    Raises:
        ValidationError: it is not https, or has no host.
    """
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    strange = any(character.isspace() or not character.isprintable() for character in address)
    if parts.scheme != "https" or not parts.hostname or parts.username or strange:
        raise ValidationError("Give a whole address that begins with https://.")
    return address
