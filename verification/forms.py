"""What a page may send."""

from django import forms

from verification.models import Capture

_SOURCES = [
    (source.value, source.label) for source in (Capture.Source.CAMERA, Capture.Source.UPLOAD)
]


class CaptureForm(forms.Form):
    """One picture, and whether the page says that its camera took it."""

    picture = forms.FileField()
    source = forms.ChoiceField(choices=_SOURCES)
