"""The org's start form: whose identity is verified, what for, and how the request is written."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone

from sandbox.okta_orders import ACTIONS, Order
from sandbox.okta_requests import Attribute, Framework, Shape, Style, user_id

ALWAYS_SENT = ("given_name", "family_name")
EVERYDAY = (*ALWAYS_SENT, "birthdate")
RARE = (
    "middle_name",
    "email",
    "phone_number",
    "street_address",
    "locality",
    "region",
    "postal_code",
    "country",
)
PROFILE = (*EVERYDAY, *RARE)
_NO_NAME = "Okta always sends this name. Without it, it denies before it asks anybody:"
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Row(NamedTuple):
    """One attribute of the profile with its settings, as the page lists them."""

    value: forms.BoundField
    send: forms.BoundField | None
    fuzzy: forms.BoundField


def _birth_date_is_past(value: date) -> None:
    if not date(1900, 1, 1) <= value <= timezone.localdate():
        raise forms.ValidationError("Enter a date between 1900-01-01 and today.")


def _text(
    label: str, *, missing: str = "", validators: Sequence[RegexValidator] = ()
) -> forms.CharField:
    """Return a line of text; required when ``missing`` says what is wrong without it."""
    return forms.CharField(
        label=label,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        required=bool(missing),
        error_messages={"required": missing},
        validators=validators,
    )


class StartForm(forms.Form):
    """A profile of Okta's Universal Directory, the mapping to claims, and an action."""

    action = forms.ChoiceField(
        label="What the user wants to do",
        choices=[(action.slug, action.label) for action in ACTIONS],
        widget=forms.RadioSelect,
        initial=ACTIONS[0].slug,
    )
    login = forms.CharField(
        label="Login",
        max_length=200,
        help_text="Okta sends its own id of the user as login_hint; here one is made of the login.",
        error_messages={"required": "Enter a login. Without a user Okta stops: EMPTY_USER_ID."},
    )
    flow = forms.CharField(
        label="Flow",
        max_length=80,
        required=False,
        validators=[RegexValidator(r"^[A-Za-z0-9._-]+\Z", "Use letters, digits, . _ and -.")],
        help_text="Asked for with the scope idv_flow_… Empty: the application's default flow.",
    )
    shape = forms.ChoiceField(
        label="Claims",
        choices=[
            (Shape.OBJECT, '{"value": "Jones", "fuzzy": true} (current)'),
            (Shape.OF_2024, '{"fuzzy": "Jones"} or "Jones" (2024)'),
            (Shape.NULL, "null (OpenID Connect: no expected value)"),
        ],
        initial=Shape.OBJECT,
    )
    framework = forms.ChoiceField(
        label="Trust framework",
        choices=[(Framework.GUIDE, "IDV-DELEGATED (guide)"), (Framework.DRAFT, "IDV_DELEGATED")],
        initial=Framework.GUIDE,
    )
    entries = forms.ChoiceField(
        label="verified_claims",
        choices=[("array", "an array (current)"), ("object", "one object")],
        initial="array",
    )
    address = forms.ChoiceField(
        label="Address",
        choices=[("nested", "below address (current)"), ("flat", "at the top level")],
        initial="nested",
    )
    body = forms.ChoiceField(
        label="Body of the pushed request",
        choices=[("form", "form (current)"), ("json", "JSON (older guide)")],
        initial="form",
    )
    query = forms.ChoiceField(
        label="Authorize request",
        choices=[("alone", "request_uri alone (Okta)"), ("both", "with client_id (RFC 9126)")],
        initial="alone",
    )

    given_name = _text("First name", missing=f"{_NO_NAME} MISSING_GIVENNAME.")
    family_name = _text("Last name", missing=f"{_NO_NAME} MISSING_FAMILYNAME.")
    middle_name = _text("Middle name")
    birthdate = forms.DateField(
        label="Date of birth", required=False, widget=_DAY, validators=[_birth_date_is_past]
    )
    email = forms.EmailField(label="Email", max_length=200, required=False)
    phone_number = _text(
        "Phone number",
        validators=[RegexValidator(r"^\+[1-9][0-9]{6,14}\Z", "Write it as +14155550123 (E.164).")],
    )
    street_address = _text("Street address")
    locality = _text("City")
    region = _text("State or region")
    postal_code = _text("Postal code")
    country = _text("Country")

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        for claim in PROFILE:
            if claim not in ALWAYS_SENT:
                self.fields[f"send_{claim}"] = forms.BooleanField(
                    label=f"Send {claim}", required=False, initial=claim == "birthdate"
                )
            self.fields[f"fuzzy_{claim}"] = forms.BooleanField(
                label=f"Fuzzy {claim}", required=False, initial=True
            )

    @property
    def everyday_rows(self) -> Iterator[Row]:
        """The attributes that a trial needs, each with its mapping."""
        return self._rows(EVERYDAY)

    @property
    def rare_rows(self) -> Iterator[Row]:
        """The other attributes."""
        return self._rows(RARE)

    @property
    def wants_rare_rows(self) -> bool:
        """Whether one of the other attributes is to be sent, or is wrong."""
        return any(self[f"send_{claim}"].value() or self.errors.get(claim) for claim in RARE)

    def _rows(self, claims: Iterable[str]) -> Iterator[Row]:
        for claim in claims:
            send = None if claim in ALWAYS_SENT else self[f"send_{claim}"]
            yield Row(self[claim], send, self[f"fuzzy_{claim}"])

    @property
    def shapes(self) -> Iterator[forms.BoundField]:
        """The fields about how the request is written."""
        for name in ("shape", "framework", "entries", "address", "body", "query"):
            yield self[name]

    def order(self) -> Order:
        """Return what a valid form asks for; a claim without a value is left out, as by Okta."""
        said = self.cleaned_data
        attributes = tuple(
            Attribute(claim, str(said[claim]), said[f"fuzzy_{claim}"])
            for claim in PROFILE
            if said[claim] and (claim in ALWAYS_SENT or said[f"send_{claim}"])
        )
        style = Style(
            shape=Shape(said["shape"]),
            framework=Framework(said["framework"]),
            array=said["entries"] == "array",
            nested_address=said["address"] == "nested",
            json_body=said["body"] == "json",
            client_id_in_address=said["query"] == "both",
        )
        entered = {name: self[name].value() for name in self.fields}
        return Order(
            action=said["action"],
            login=said["login"],
            user_id=user_id(said["login"]),
            attributes=attributes,
            style=style,
            flow=said["flow"],
            entered=entered,
        )
