"""A reviewer sees what happened in a challenge, and that somebody looked is written down."""

import json

from django.test import Client

from audit.models import Entry
from tests.console import journeys
from tests.verification.checks.challenges import CHALLENGE, recorded
from verification import vault
from verification.challenge import stored
from verification.models import Capture, Flow, Recording, Session

LIST = "/console/verification/session/"


def challenged(flow: Flow) -> Session:
    """A verification that ended, whose challenge is kept."""
    session = journeys.failed(flow)
    selfie = Capture.objects.create(
        session=session, kind=Capture.Kind.SELFIE, source="camera", status=Capture.Status.USABLE
    )
    recording = Recording.objects.create(
        session=session,
        selfie=selfie,
        status=Recording.Status.SETTLED,
        gestures=list(CHALLENGE.gestures),
        times=[[frame.issued, frame.received] for frame in recorded().frames],
    )
    for name in recording.frame_names:
        vault.put(session, name, name.encode())
    evidence = json.dumps(stored.dump(recorded())).encode()
    vault.put(session, recording.evidence_name, evidence)
    return session


def test_a_few_frames_are_shown_with_what_was_asked_and_what_was_measured(
    console: Client, flow: Flow
) -> None:
    session = challenged(flow)

    assert "Show the movements" in console.get(f"{LIST}{session.pk}/change/").text
    response = console.post(f"{LIST}{session.pk}/frames/")

    assert response.text.count("data:image/jpeg;base64,") == 1 + len(CHALLENGE.gestures)
    for said in ("Turning to their left</strong>: 20° that way", "face +30%", "Looking up"):
        assert said in response.text
    assert "Show the pictures sharp" in response.text
    assert "no-store" in response["Cache-Control"]
    entry = Entry.objects.get()
    assert (entry.action, entry.facts) == ("session.picture_seen", {"kind": "challenge"})


def test_frames_have_no_address_and_are_said_to_be_gone_when_they_are(
    console: Client, flow: Flow
) -> None:
    session = challenged(flow)
    assert console.get(f"{LIST}{session.pk}/frames/").status_code == 405

    vault.shred(session)

    assert "There are no frames" in console.post(f"{LIST}{session.pk}/frames/", follow=True).text
    assert "Show the movements" not in console.get(f"{LIST}{session.pk}/change/").text
