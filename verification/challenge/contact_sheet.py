"""Which frames tell a person what happened in a challenge: the first, and one a movement. Pure."""

from dataclasses import dataclass

from verification.challenge.evidence import ChallengeEvidence
from verification.challenge.following import angle_of, baseline_of, steps_seen
from verification.challenge.gestures import Gesture


@dataclass(frozen=True, slots=True)
class Shown:
    """One frame, and what was measured in it.

    Attributes:
        gesture: what was asked for at the time.
        frame: its index.
        angle: degrees by which the head was turned the demanded way; None for no turn.
        closer: by how much larger the face was than at first, as a share; None but for that.
    """

    gesture: Gesture
    frame: int
    angle: float | None = None
    closer: float | None = None


def contact_sheet(evidence: ChallengeEvidence) -> tuple[Shown, ...]:
    """Return the first frame, and of each movement the middle one of those that show it.

    Where none shows it, the last frame of its time.
    """
    frames = evidence.frames
    if not frames:
        return ()
    baseline = baseline_of(evidence.challenge, frames)
    sheet = [Shown(Gesture.FRONT, 0)]
    followed = {seen.step: seen.right for seen in steps_seen(evidence.challenge, frames)}
    for step in evidence.challenge.steps[1:]:
        during = [n for n, frame in enumerate(frames) if step.begin <= frame.received < step.end]
        right = followed.get(step, ())
        if not during and not right:
            continue
        number = right[len(right) // 2] if right else during[-1]
        pose = frames[number].pose
        if pose is None or baseline is None:
            sheet.append(Shown(step.gesture, number))
        elif step.gesture is Gesture.CLOSER:
            sheet.append(Shown(step.gesture, number, closer=pose.size / baseline.size - 1))
        else:
            angle = angle_of(step.gesture, pose, baseline)
            sheet.append(Shown(step.gesture, number, angle=angle))
    return tuple(sheet)
