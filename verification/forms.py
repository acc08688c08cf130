"""What a page may send."""

from django import forms

from verification.challenge.gestures import ALL, SLOWEST
from verification.models import Capture, Session

_SOURCES = [
    (source.value, source.label) for source in (Capture.Source.CAMERA, Capture.Source.UPLOAD)
]
# As on a telephone.
KEYS = "1234567890"


class CaptureForm(forms.Form):
    """One picture, and whether the page says that its camera took it.

    ``second`` is a selfie's second shot, a moment later.
    """

    picture = forms.FileField()
    second = forms.FileField(required=False, allow_empty_file=True)
    source = forms.ChoiceField(choices=_SOURCES)


class ChallengeForm(forms.Form):
    """What a person says of how they can move, and of the page's colours."""

    pace = forms.FloatField(min_value=1, max_value=SLOWEST, required=False)
    cannot = forms.MultipleChoiceField(
        choices=[("", ""), *((gesture.value, gesture.value) for gesture in ALL)], required=False
    )

    colours = forms.ChoiceField(choices=[("yes", ""), ("no", "")], required=False)

    def clean_colours(self) -> bool:
        return bool(self.cleaned_data["colours"] != "no")

    def clean_pace(self) -> float:
        pace: float | None = self.cleaned_data["pace"]
        return 1.0 if pace is None else pace


class FrameForm(forms.Form):
    """One frame of a challenge, with the nonce that asked for it."""

    nonce = forms.CharField(max_length=64)
    frame = forms.FileField()


class DeviceForm(forms.Form):
    """Where the pictures are to be taken."""

    device = forms.ChoiceField(choices=[(Session.Device.HERE, ""), (Session.Device.PHONE, "")])


class NumberForm(forms.Form):
    """The two digits that the phone shows."""

    number = forms.RegexField(r"^\s*[0-9]{2}\s*\Z")


class KeyForm(forms.Form):
    """A key that was touched in a page without scripts, and what stood in the field before it."""

    key = forms.ChoiceField(choices=[(key, "") for key in (*KEYS, "delete")])
    number = forms.RegexField(r"^[0-9]{0,2}\Z", required=False)

    def keyed(self) -> str:
        """Return what stands in the field after it: two digits at most."""
        before: str = self.cleaned_data["number"]
        key: str = self.cleaned_data["key"]
        return before[:-1] if key == "delete" else (before + key)[:2]
