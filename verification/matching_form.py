"""The part of a flow's form that says how each claim is compared."""

from dataclasses import replace
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldBooleanWidget,
)

from verification.matching import OPT_IN, MatchingPolicy, Mode, Rule, stored
from verification.rule_wording import CLAIMS, RULES, modes

_NAMES = ("given_name", "family_name", "middle_name")
FIELDS = {claim: f"match_{claim}" for claim in CLAIMS}
_STANDARD = [rule for rule in RULES if rule not in OPT_IN]
_DIFFER = (
    "They are not the same for given, family and middle name now; ticked is what all three have. "
    "Saving makes them the same."
)
_UNREADABLE = "The stored policy cannot be read: %s Nobody is verified until it is saved again."


def _mode(claim: str) -> forms.ChoiceField:
    label = CLAIMS[claim]
    return forms.ChoiceField(
        label=label,
        choices=modes(claim),
        widget=UnfoldAdminRadioSelectWidget(),
        error_messages={"required": f"Choose how the {label.lower()} is compared."},
    )


def _rules(label: str, offered: list[Rule], help_text: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(rule.value, RULES[rule]) for rule in offered],
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text=help_text,
    )


class MatchingFields(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Fields for ``Flow.matching``. Rules that are about names hold for all three names alike."""

    match_given_name = _mode("given_name")
    match_family_name = _mode("family_name")
    match_middle_name = _mode("middle_name")
    match_birthdate = _mode("birthdate")
    match_address = _mode("address")
    address_advisory = forms.BooleanField(
        label="Address only noted",
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text="People move, and documents stay. Unticked, another address is a refusal.",
    )
    names_opt_in = _rules(
        "Forgive in names as well",
        sorted(OPT_IN),
        "Each lets in other people, too. Leave them off unless you know that you need them.",
    )
    names_forgive = _rules("Forgiven in names", _STANDARD, "")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        try:
            self.policy = stored.load(self.instance.matching)
        except stored.PolicyRefused as refused:
            self.policy = stored.load(stored.default())
            self.fields["match_given_name"].help_text = _UNREADABLE % refused
        every = [self.policy.of(claim).rules for claim in _NAMES]
        shared = frozenset.intersection(*every)
        if len(set(every)) > 1:
            self.fields["names_forgive"].help_text = _DIFFER
        self.initial.update(
            {name: self.policy.of(claim).mode.value for claim, name in FIELDS.items()},
            address_advisory=self.policy.of("address").advisory,
            names_opt_in=sorted(shared & OPT_IN),
            names_forgive=[rule for rule in _STANDARD if rule in shared],
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.keys() >= {*FIELDS.values(), "names_opt_in", "names_forgive"}:
            self.instance.matching = stored.dump(self._chosen(cleaned))
        return cleaned

    def _chosen(self, cleaned: dict[str, Any]) -> MatchingPolicy:
        """Return the policy in the form; what it has no field for stays as it is."""
        chosen = {*cleaned["names_opt_in"], *cleaned["names_forgive"]}
        names = frozenset(map(Rule, chosen)) | {Rule.CASE_AND_PUNCTUATION}
        claims = dict(self.policy.claims)
        for claim, name in FIELDS.items():
            claims[claim] = replace(self.policy.of(claim), mode=Mode(cleaned[name]))
        for claim in _NAMES:
            claims[claim] = replace(claims[claim], rules=names)
        claims["address"] = replace(claims["address"], advisory=cleaned["address_advisory"])
        return MatchingPolicy(claims)
