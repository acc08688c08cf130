"""The part of a flow's form that says which documents it accepts."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from verification.documents.countries import issuer_of
from verification.documents.kinds import DocumentType

KINDS = (
    (DocumentType.PASSPORT, "Passports"),
    (DocumentType.IDENTITY_CARD, "Identity cards and residence permits, of any state"),
    (DocumentType.DRIVING_LICENCE, "Driving licences of the USA and Canada, by their barcode"),
    (DocumentType.VISA, "Visas"),
)


class CountriesField(forms.CharField):
    """Country codes with commas or blanks between them; a list of issuers' codes."""

    widget = UnfoldAdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  # Django's own
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:  # noqa: ANN401  # Django's own
        """Return the codes as a zone has them, without repeats.

        Raises:
            ValidationError: nobody issues documents under a code; the message names it.
        """
        written = super().clean(value).upper().replace(",", " ").split()
        codes = {code: issuer_of(code) for code in written}
        if unknown := [code for code, issuer in codes.items() if issuer is None]:
            raise forms.ValidationError(
                f"No country has the code {', '.join(unknown)}. Use codes such as DE, DEU or USA."
            )
        return sorted({issuer for issuer in codes.values() if issuer})


class DocumentFields(forms.ModelForm):  # type: ignore[type-arg]  # generic for type checkers only
    """Kinds of documents, and countries."""

    documents = forms.MultipleChoiceField(
        label="Accepted documents",
        choices=KINDS,
        initial=[DocumentType.PASSPORT],
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        error_messages={"required": "Choose one kind of document or more."},
        help_text="A barcode is not signed: anyone can print one. Where licences are accepted, "
        "front and back are held against each other, and that is all that can be.",
    )
    countries = CountriesField(
        label="Accepted countries",
        required=False,
        help_text="Codes such as DE, FR, USA, with commas between them. Empty: every country.",
    )
