"""The workers' part of a challenge: frames to evidence, and whether it has to be done again."""

import json
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from verification import kept, leases, liveness, recordings, services, vault
from verification.challenge import stored
from verification.challenge.evidence import ChallengeEvidence
from verification.checks import challenge_guidance, presentation
from verification.evidence import SelfieEvidence
from verification.models import Flow, Recording, Session, VaultItem
from verification.readers import faces, images, pipeline
from verification.readers.frames import RawFrame

Status = Recording.Status


def read_recording(recording_id: str) -> None:
    """Read one recorded challenge, and keep its evidence or have it done again."""
    unread = Recording.objects.filter(pk=UUID(recording_id), status=Status.READING)
    if not leases.take(unread, begun="read_from", tries="reads"):
        return
    recording = _with_session(recording_id)
    if recording.reads > leases.MOST_TRIES:
        _do_again(recording, (challenge_guidance.UNREADABLE,))
        return
    with leases.given_back(unread, begun="read_from"):
        _read(recording)


def _read(recording: Recording) -> None:
    try:
        evidence = _evidence(recording)
    except (vault.Shredded, VaultItem.DoesNotExist):
        _do_again(recording, ())  # the session ended meanwhile, and its pictures with it
        return
    except images.ImageRefused:
        _do_again(recording, (challenge_guidance.UNREADABLE,))
        return
    findings = presentation.challenge_findings(
        evidence,
        recording.session.policy.face_fmr,
        faces.calibration(),
        colours_required=recording.session.policy.colours == Flow.Colours.REQUIRED,
    )
    advice = challenge_guidance.guide(findings)
    if advice:
        _do_again(recording, tuple(one.code for one in advice), evidence)
    else:
        _settle(recording, evidence)


def _evidence(recording: Recording) -> ChallengeEvidence:
    selfie = kept.picture_of(recording.selfie, SelfieEvidence)
    frames = tuple(_frames(recording))
    return pipeline.read_challenge(recording.challenge, frames, selfie.image, selfie.evidence)


def _frames(recording: Recording) -> Iterator[RawFrame]:
    for (issued, received), name in zip(recording.times, recording.frame_names, strict=True):
        yield RawFrame(issued, received, vault.get(recording.session, name))


def _do_again(
    recording: Recording, advice: tuple[str, ...], evidence: ChallengeEvidence | None = None
) -> None:
    """Say how to do it better, and drop the frames; the last try counts as it is."""
    with transaction.atomic():
        session = services.lock(recording.session)
        last = liveness.tries_left(session) == 0
        if last and evidence is not None:
            _settle(recording, evidence)
        elif _close(recording, Status.UNUSABLE, advice):
            recordings.discard_frames(recording)
            services.submit(session)  # after the last try there is nothing more to wait for


def _settle(recording: Recording, evidence: ChallengeEvidence) -> None:
    """Keep what was seen, and hand the session over if nothing else is missing."""
    with transaction.atomic():
        session = services.lock(recording.session)
        if session.status != Session.Status.CAPTURING or session.session_key is None:
            _close(recording, Status.UNUSABLE, ())
        elif _close(recording, Status.SETTLED, ()):
            body = json.dumps(stored.dump(evidence)).encode()
            vault.put(session, recording.evidence_name, body)
            services.submit(session)


def _close(recording: Recording, status: Recording.Status, advice: tuple[str, ...]) -> bool:
    unread = Recording.objects.filter(pk=recording.pk, status=Status.READING)
    return bool(unread.update(status=status, guidance=list(advice)))


def _with_session(recording_id: str) -> Recording:
    return Recording.objects.select_related("session", "session__flow_version", "selfie").get(
        pk=recording_id
    )
