"""Verifications in each state, made through the door that the hosted flow uses."""

import json

from tests.verification.checks.challenges import CHALLENGE, recorded
from verification import services, vault
from verification.challenge import stored
from verification.evidence import ClaimedValue
from verification.models import Capture, CheckResult, Flow, Recording, Session

CANARY = "Quetzalcoatlus"
PICTURE = b"\xff\xd8 a picture"


def offered(flow: Flow, organisation: str = "Acme", relying_party: str = "acme") -> Session:
    claims = {"given_name": ClaimedValue(value=CANARY, fuzzy=True)}
    return services.start(
        flow,
        claims=claims,
        organisation=organisation,
        relying_party=relying_party,
        return_path="/",
        sandbox=False,
    )


def captured(flow: Flow) -> tuple[Session, Capture]:
    """A verification that has begun, with one usable picture in the vault."""
    session = offered(flow)
    services.begin(session, browser_secret="s" * 40)
    capture = Capture.objects.create(
        session=session, kind=Capture.Kind.DOCUMENT, source="camera", status=Capture.Status.USABLE
    )
    vault.put(session, capture.image_name, PICTURE)
    return session, capture


def failed(flow: Flow) -> Session:
    """A verification that one finding refused."""
    session, _ = captured(flow)
    session.advance(Session.Status.PROCESSING, reason="submitted", submitted_at=session.created_at)
    session.advance(Session.Status.FAILED, reason="assessed")
    CheckResult.objects.create(
        session=session,
        position=0,
        code="face.match",
        outcome=CheckResult.Outcome.FAIL,
        required=True,
        refused=True,
        message="Portrait and selfie do not match.",
        measured=0.7312,
        threshold=0.55,
        unit="distance",
    )
    return session


def challenged(flow: Flow, frame: bytes = PICTURE) -> Session:
    """A verification that ended, whose challenge is kept."""
    session = failed(flow)
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
        vault.put(session, name, frame)
    evidence = json.dumps(stored.dump(recorded())).encode()
    vault.put(session, recording.evidence_name, evidence)
    return session
