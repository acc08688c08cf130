"""A page's script without a browser: begins a challenge and sends frames, on a clock of ours."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from verification.models import Recording, Session

#: What is asked for, the seconds at which it was, since the recording began, and the page's colour;
#: to a JPEG.
Film = Callable[[str, float, str | None], bytes]


def begin(person: Client, session: Session, **options: Any) -> Any:
    return person.post(
        reverse("verification:challenge", args=[session.pk]),
        options,
        headers={"accept": "application/json"},
    )


def send_frame(person: Client, address: str, nonce: str, data: bytes) -> Any:
    file = BytesIO(data)
    file.name = "frame.jpg"
    return person.post(address, {"nonce": nonce, "frame": file})


def pass_time(seconds: float) -> None:
    """Let all recordings grow older, without waiting."""
    gone = timedelta(seconds=seconds)
    Recording.objects.update(
        begun_at=F("begun_at") - gone, nonce_issued_at=F("nonce_issued_at") - gone
    )


def record(person: Client, session: Session, film: Film, **options: Any) -> Recording:
    """Go through a whole challenge."""
    told = begin(person, session, **options).json()
    address, every = told["frames"], told["every"]
    recording = session.recordings.get(status=Recording.Status.RUNNING)
    while told["ask"] is not None:
        recording.refresh_from_db()
        data = film(told["ask"], recording.seconds_at(recording.nonce_issued_at), told["colour"])
        spent = (timezone.now() - recording.nonce_issued_at).total_seconds()
        pass_time(max(0.0, every * 0.95 - spent))
        told = send_frame(person, address, told["nonce"], data).json()
    recording.refresh_from_db()
    return recording
