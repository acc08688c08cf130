"""Evidence of a challenge that a living person followed, to be changed one thing at a time."""

from dataclasses import replace
from math import radians, sin
from typing import Any

from verification.challenge.evidence import (
    ChallengeEvidence,
    FrameEvidence,
    FramePose,
    Parallax,
    Relief,
)
from verification.challenge.gestures import Challenge, Gesture
from verification.evidence import PadScore

CHALLENGE = Challenge((Gesture.LEFT, Gesture.CLOSER, Gesture.UP, Gesture.RIGHT))
AHEAD = FramePose(yaw=1.0, pitch=2.0, roll=0.0, size=0.4)
SHOWS = {
    Gesture.FRONT: AHEAD,
    Gesture.LEFT: replace(AHEAD, yaw=21.0),
    Gesture.RIGHT: replace(AHEAD, yaw=-20.0),
    Gesture.UP: replace(AHEAD, pitch=17.0),
    Gesture.CLOSER: replace(AHEAD, size=0.52),
}


def frames(challenge: Challenge, followed: Challenge) -> tuple[FrameEvidence, ...]:
    """Return frames of somebody who follows a sequence, be it the one demanded or not."""
    taken = []
    for number in range(int(challenge.seconds / challenge.frame_seconds)):
        issued = number * challenge.frame_seconds
        received = issued + challenge.frame_seconds - 0.01
        pose = _shown(followed, received)
        near = 3.0 if number else None
        taken.append(FrameEvidence(issued, received, 1, pose, near, 2.6, relief=relief_of(pose)))
    compared = {0: 0.2, 20: 0.4, 65: 0.4}
    return tuple(
        replace(frame, selfie_distance=compared.get(number)) for number, frame in enumerate(taken)
    )


def _shown(followed: Challenge, seconds: float) -> FramePose:
    """Return how the head is held that needs a second for each movement, in even steps."""
    asked = [
        SHOWS[followed.asked_at(seconds - 0.4 - late / 5) or Gesture.FRONT] for late in range(5)
    ]
    names = ("yaw", "pitch", "roll", "size")
    return FramePose(**{name: sum(getattr(one, name) for one in asked) / 5 for name in names})


def relief_of(pose: FramePose) -> Relief:
    """Return what a face in that pose shows."""
    return Relief(sin(radians(pose.yaw - AHEAD.yaw)), sin(radians(pose.pitch - AHEAD.pitch)))


def recorded(
    challenge: Challenge = CHALLENGE, followed: Challenge | None = None
) -> ChallengeEvidence:
    return ChallengeEvidence(
        challenge=challenge,
        frames=frames(challenge, followed or challenge),
        parallaxes=(
            Parallax(Gesture.LEFT, 20, 0.9),
            Parallax(Gesture.UP, 50, 0.7),
            Parallax(Gesture.RIGHT, 65, 1.1),
        ),
        engine="dlib-resnet-v2",
        lasting_grid=4.6,
    )


def at_once(evidence: ChallengeEvidence) -> ChallengeEvidence:
    """Pictures of each pose in turn: what their sheets do between looks like a head on its way."""
    reliefs = [
        relief_of(
            min(
                SHOWS.values(),
                key=lambda one: abs(one.yaw - pose.yaw) + abs(one.pitch - pose.pitch),
            )
        )
        for pose in (frame.pose or AHEAD for frame in evidence.frames)
    ]
    held = zip(evidence.frames, reliefs, strict=True)
    return replace(evidence, frames=tuple(replace(frame, relief=one) for frame, one in held))


def with_frames(**changes: Any) -> ChallengeEvidence:
    """Change every frame."""
    good = recorded()
    return replace(good, frames=tuple(replace(frame, **changes) for frame in good.frames))


def with_some_frames(count: int, **changes: Any) -> ChallengeEvidence:
    """Change the last few frames."""
    good = recorded()
    changed = tuple(replace(frame, **changes) for frame in good.frames[-count:])
    return replace(good, frames=(*good.frames[:-count], *changed))


def with_reliefs(*reliefs: float) -> ChallengeEvidence:
    good = recorded()
    turned = zip(good.parallaxes, reliefs, strict=False)
    return replace(good, parallaxes=tuple(replace(one, relief=relief) for one, relief in turned))


#: For ``replace(GOOD, **CHALLENGED)``.
CHALLENGED: dict[str, Any] = {"challenge": recorded(), "selfie_grid": 2.6, "selfie_border": 0}
#: The same for a selfie that an operator's model takes for a living person.
SCORED: dict[str, Any] = {"pad": PadScore(0.97, 0.4, 0.9, "pad-of-the-test"), "selfie_grid": 2.6}
