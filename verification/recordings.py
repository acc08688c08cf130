"""The active challenge as the page goes through it: begun, frame by frame, ended.

``docs/biometrics.md``, "Protocol of the challenge". The server is the only clock and the only
judge: it names a movement when it is time for it, and a frame's nonce is known only to who had the
frame before it taken in.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verification import backlog, liveness, queue, sealing, services, vault
from verification.challenge.gestures import (
    ALL,
    MAX_FRAMES,
    SLOWEST,
    Challenge,
    Gesture,
    GesturesUnfit,
    draw,
)
from verification.challenge.light import Colour
from verification.challenge.nonces import KEY_BYTES, frame_nonce, is_frame_nonce
from verification.models import Flow, Recording, Session
from verification.readers import images
from verification.readers.frame_files import inspect_frame

Status = Recording.Status


class ChallengeRefused(Exception):
    """A challenge that was not begun, or a frame that was not taken in.

    ``message`` tells the person what to do; ``code`` tells the page's script.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shows until it hears more.

    Attributes:
        gesture: to be made now; None when the challenge is over.
        nonce: of the next frame; empty when there is none.
        colour: that the page is to show; None for none.
    """

    gesture: Gesture | None
    nonce: str = ""
    colour: Colour | None = None


def begin(
    session: Session, *, cannot: Collection[str] = (), pace: float = 1.0, colours: bool = True
) -> Recording:
    """Draw a challenge in place of an earlier one, and use up a try.

    Args:
        session: whose selfie is usable.
        cannot: movements that the person cannot make.
        pace: 1 to 3 times the usual time.
        colours: whether the page may show any, where the flow wants them.

    Raises:
        ChallengeRefused: not now, no more tries, or too few movements are left.
    """
    if backlog.is_full():
        raise ChallengeRefused("busy", str(backlog.BUSY))
    with transaction.atomic():
        locked = services.lock(session)
        selfie = liveness.selfie_of(locked)
        _check_open(locked)
        if selfie is None or not liveness.is_due(locked):
            raise ChallengeRefused("not_due", _("There is nothing to be recorded now."))
        newest = liveness.latest(locked)
        _check_another(locked, newest)
        challenge = _drawn(cannot, pace)
        if colours and locked.policy.colours != Flow.Colours.OFF:
            challenge = challenge.lit(secrets.token_bytes(32))
        _supersede(newest)
        recording = Recording(
            session=locked,
            selfie=selfie,
            gestures=list(challenge.gestures),
            colours=list(challenge.colours),
            pace=challenge.pace,
        )
        key = secrets.token_bytes(KEY_BYTES)
        recording.nonce_key = sealing.seal(key, context=f"recording:{recording.pk}")
        recording.begun_at = recording.nonce_issued_at = timezone.now()
        recording.save(force_insert=True)
    return recording


def waive(session: Session) -> bool:
    """Leave it to a person, for somebody who cannot move as asked or has no camera.

    Nothing is proved by it: the finding stays inconclusive, and a flow that does not send that to
    a reviewer has no such way. Returns False there.
    """
    with transaction.atomic():
        locked = services.lock(session)
        _check_open(locked)
        if not liveness.may_waive(locked) or not liveness.is_due(locked):
            return False
        newest = liveness.latest(locked)
        if newest is not None and newest.status == Status.READING:
            return False
        _supersede(newest)
        Session.objects.filter(pk=locked.pk).update(challenge_waived=True)
        locked.challenge_waived = True
        services.submit(locked)
    return True


def first_nonce(recording: Recording) -> str:
    """Return the nonce of the first frame."""
    return frame_nonce(_key(recording), 0)


def take_frame(session: Session, recording_id: UUID, nonce: str, data: bytes) -> Asked:
    """Take in one frame, and say what is asked for now.

    Raises:
        ChallengeRefused: not this frame's turn, or no frame at all; nothing was changed.
    """
    try:
        inspect_frame(data)
    except images.ImageRefused as refused:
        raise ChallengeRefused(refused.code, _(refused.message) % refused.values) from refused
    with transaction.atomic():
        locked = services.lock(session)
        _check_open(locked)
        recording = _running(locked, recording_id)
        now, index = timezone.now(), len(recording.times)
        if not is_frame_nonce(nonce, _key(recording), index):
            raise ChallengeRefused("nonce", _("This frame was not asked for."))
        if recording.is_over(now) or index >= MAX_FRAMES:
            _end(recording, now)
            return Asked(None)
        _keep(recording, index, data, now)
    challenge, seconds = recording.challenge, recording.seconds_at(now)
    nonce = frame_nonce(_key(recording), index + 1)
    return Asked(challenge.asked_at(seconds), nonce, challenge.colour_at(seconds))


def end_if_over(recording: Recording) -> None:
    """Hand a recording over whose page went away before its end."""
    if recording.status == Status.RUNNING and recording.is_over(timezone.now()):
        with transaction.atomic():
            _end(recording, timezone.now())


def discard_frames(recording: Recording) -> None:
    """Delete the frames."""
    for name in recording.frame_names:
        vault.discard(recording.session, name)


def _check_open(session: Session) -> None:
    over = session.expires_at <= timezone.now()
    if session.status != Session.Status.CAPTURING or session.session_key is None or over:
        raise ChallengeRefused("closed", _("This check is over."))


def _check_another(session: Session, newest: Recording | None) -> None:
    if newest is not None and newest.status == Status.READING:
        raise ChallengeRefused("reading", _("We are still looking at what was recorded."))
    if liveness.tries_left(session) == 0:
        raise ChallengeRefused("too_many", _("You have no more tries."))


def _drawn(cannot: Collection[str], pace: float) -> Challenge:
    allowed = tuple(gesture for gesture in ALL if gesture not in cannot)
    try:
        return draw(secrets.token_bytes(16), allowed=allowed, pace=min(max(pace, 1.0), SLOWEST))
    except GesturesUnfit as unfit:
        raise ChallengeRefused(
            "too_few", _("We need three kinds of movement. You can leave out one at most.")
        ) from unfit


def _supersede(newest: Recording | None) -> None:
    """End the recording that runs, if one does, and delete its frames."""
    if newest is None:
        return
    running = Recording.objects.filter(pk=newest.pk, status=Status.RUNNING)
    if running.update(status=Status.SUPERSEDED, nonce_key=b"", ended_at=timezone.now()):
        discard_frames(newest)


def _running(session: Session, recording_id: UUID) -> Recording:
    found = session.recordings.filter(pk=recording_id, status=Status.RUNNING).first()
    if found is None:
        raise ChallengeRefused("ended", _("This recording has ended."))
    return found


def _keep(recording: Recording, index: int, data: bytes, now: datetime) -> None:
    """Store a frame with its times, all in the caller's transaction."""
    issued = recording.seconds_at(recording.nonce_issued_at)
    times = [*recording.times, [issued, recording.seconds_at(now)]]
    running = Recording.objects.filter(pk=recording.pk, status=Status.RUNNING)
    if not running.update(times=times, nonce_issued_at=now):
        raise ChallengeRefused("ended", _("This recording has ended."))
    vault.put(recording.session, recording.frame_name(index), data)


def _end(recording: Recording, now: datetime) -> None:
    """Hand it to the workers, once: by compare-and-set."""
    running = Recording.objects.filter(pk=recording.pk, status=Status.RUNNING)
    if running.update(status=Status.READING, nonce_key=b"", ended_at=now):
        queue.send_on_commit(queue.READ_RECORDING, recording.pk)


def _key(recording: Recording) -> bytes:
    return sealing.unseal(bytes(recording.nonce_key), context=f"recording:{recording.pk}")
