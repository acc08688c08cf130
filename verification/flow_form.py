"""How an administrator edits a flow: each choice says what follows from it."""

from typing import Any, cast

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextInputWidget,
)

from verification.documents_form import DocumentFields
from verification.finding_wording import question
from verification.matching_form import MatchingFields
from verification.models import Flow
from verification.requirements import REVIEWABLE

# The rates that the face engine was measured at (verification.checks.thresholds).
RATES = (
    (0.01, "1 in 100: the fewest genuine people are refused"),
    (0.001, "1 in 1,000: what the engine is meant for"),
    (0.0001, "1 in 10,000: the strictest; more genuine people are refused"),
)
_LIVENESS_HELP = (
    "Active: the person makes a few movements that the server draws at random, and the server "
    "judges the frames. Passive: what a model of yours (IDV_PAD_MODEL) tells of the selfie; "
    "without one the flow refuses everybody. None: only proves that two pictures show one person, "
    "and a printed photo passes; outside the sandbox such a flow is judged as an active one."
)
_COLOURS_HELP = (
    "A film on another screen does not answer them. About one a second, no red, never sent ahead; "
    "by a window they do not show on a face either, which refuses nobody by itself: it is asked "
    "again, and then cannot be told. Required: who declines them is judged by a person, where the "
    "flow leaves presentation.attack to one, or refused. Otherwise whoever declines is judged by "
    "the rest, which four films in five on a fine screen pass."
)
_HANDOFF_HELP = (
    "By a QR code or a link on the screen where the check was started. Who relays such a link can "
    "have somebody else do the check: switch it off where an account is recovered."
)
_COUNTRY_HELP = (
    "The country is known only where the proxy in front tells it (IDV_COUNTRY_HEADER). Without it "
    "“refuse” refuses every phone."
)
_NETWORK_HELP = "A phone on mobile data is in another network than a desk as a rule."


class FlowForm(MatchingFields, DocumentFields):
    """A flow, with the measured false match rates to choose from."""

    face_fmr = forms.TypedChoiceField(
        label="False match rate of the face comparison",
        coerce=float,
        choices=RATES,
        initial=0.001,
        widget=UnfoldAdminRadioSelectWidget(),
        help_text="How many of those who are somebody else may be taken for the right person.",
    )

    review = forms.MultipleChoiceField(
        label="A person judges, where the answer is not yes",
        required=False,
        choices=[(code, question(code)) for code in REVIEWABLE],
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="Unticked, such an answer refuses, or is only noted, as it does by itself. What "
        "else refuses (check digits, an expired document) no person can let pass.",
    )

    version_note = forms.CharField(
        label="Why",
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget(),
        help_text="Kept with this version for ever: no personal data.",
    )

    class Meta:
        model = Flow
        fields = (
            "name",
            "slug",
            "documents",
            "countries",
            "minimum_age",
            "liveness",
            "challenge_tries",
            "colours",
            "face_fmr",
            "face_review_fmr",
            "disclosure",
            "minutes",
            "retakes",
            "attempts",
            "handoff",
            "handoff_country",
            "handoff_network",
            "retention_hours",
            "review",
            "review_everybody",
            "review_share",
            "review_minutes",
            "second_reviewer",
            "four_eyes",
        )
        help_texts = {
            "liveness": _LIVENESS_HELP,
            "colours": _COLOURS_HELP,
            "handoff": _HANDOFF_HELP,
            "handoff_country": _COUNTRY_HELP,
            "handoff_network": _NETWORK_HELP,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        rate = self.instance.face_fmr
        if "face_fmr" in self.fields and rate not in dict(RATES):
            field = cast("forms.TypedChoiceField", self.fields["face_fmr"])
            field.choices = [*RATES, (rate, f"{rate:g}: as it is")]
