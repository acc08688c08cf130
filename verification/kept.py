"""Usable pictures, recorded challenges and what was read from them, out of the vault."""

import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from verification import evidence_json, liveness, vault
from verification.challenge import stored
from verification.challenge.evidence import ChallengeEvidence
from verification.evidence import DocumentEvidence, SelfieEvidence
from verification.json_shape import ShapeError
from verification.models import Capture, Session
from verification.readers import images

E = TypeVar("E", DocumentEvidence, SelfieEvidence)


@dataclass(frozen=True, slots=True)
class Kept(Generic[E]):
    """A usable picture, and what was read from it."""

    image: images.Image
    evidence: E


def picture(session: Session, kind: Capture.Kind, shape: type[E]) -> Kept[E] | None:
    """Return the newest usable picture and its evidence; None where there is none."""
    capture = _newest(session, kind)
    return None if capture is None else picture_of(capture, shape)


def picture_of(capture: Capture, shape: type[E]) -> Kept[E]:
    """Return one usable picture and its evidence."""
    session = capture.session
    evidence = _evidence(session, capture, shape)
    return Kept(images.decode(vault.get(session, capture.image_name)), evidence)


def document(session: Session, kind: Capture.Kind) -> DocumentEvidence | None:
    """Return what was read from the newest usable picture of a document's side."""
    capture = _newest(session, kind)
    return None if capture is None else _evidence(session, capture, DocumentEvidence)


def challenge(session: Session) -> ChallengeEvidence | None:
    """Return what was seen of the challenge that counts; None where there is none."""
    recording = liveness.settled(session)
    if recording is None:
        return None
    return stored.load(json.loads(vault.get(session, recording.evidence_name)))


def frames(session: Session) -> list[bytes]:
    """Return the frames of the challenge that counts, as they came."""
    recording = liveness.settled(session)
    names = recording.frame_names if recording is not None else ()
    return [vault.get(session, name) for name in names]


def _newest(session: Session, kind: Capture.Kind) -> Capture | None:
    captures = session.captures.filter(kind=kind, status=Capture.Status.USABLE)
    return captures.order_by("-taken_at").first()


def _evidence(session: Session, capture: Capture, shape: type[E]) -> E:
    evidence = evidence_json.load(json.loads(vault.get(session, capture.evidence_name)))
    if not isinstance(evidence, shape):
        raise ShapeError(f"a {capture.kind} has other evidence")
    return evidence
