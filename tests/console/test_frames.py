"""A reviewer sees what happened in a challenge, and that somebody looked is written down."""

from django.test import Client

from audit.models import Entry
from tests.console import journeys
from tests.verification.checks.challenges import CHALLENGE
from verification import vault
from verification.models import Flow

LIST = "/console/verification/session/"


def test_a_few_frames_are_shown_with_what_was_asked_and_what_was_measured(
    console: Client, flow: Flow
) -> None:
    session = journeys.challenged(flow)

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
    session = journeys.challenged(flow)
    assert console.get(f"{LIST}{session.pk}/frames/").status_code == 405

    vault.shred(session)

    assert "There are no frames" in console.post(f"{LIST}{session.pk}/frames/", follow=True).text
    assert "Show the movements" not in console.get(f"{LIST}{session.pk}/change/").text
