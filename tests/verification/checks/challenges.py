"""Evidence of a challenge that a living person followed, to be changed one thing at a time."""

from dataclasses import replace
from typing import Any

from verification.challenge.evidence import ChallengeEvidence, FrameEvidence, FramePose, Parallax
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
        pose = SHOWS[followed.asked_at(received - 0.4) or Gesture.FRONT]
        near = 3.0 if number else None
        taken.append(FrameEvidence(issued, received, 1, pose, near, 2.6))
    compared = {0: 0.2, 8: 0.4, 20: 0.4}
    return tuple(
        replace(frame, selfie_distance=compared.get(number)) for number, frame in enumerate(taken)
    )


def recorded(
    challenge: Challenge = CHALLENGE, followed: Challenge | None = None
) -> ChallengeEvidence:
    return ChallengeEvidence(
        challenge=challenge,
        frames=frames(challenge, followed or challenge),
        parallaxes=(
            Parallax(Gesture.LEFT, 7, 0.9),
            Parallax(Gesture.UP, 15, 0.7),
            Parallax(Gesture.RIGHT, 20, 1.1),
        ),
        engine="dlib-resnet-v1",
        lasting_grid=4.6,
    )


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
CHALLENGED: dict[str, Any] = {"challenge": recorded(), "selfie_grid": 2.6}
#: The same for a selfie that an operator's model takes for a living person.
SCORED: dict[str, Any] = {"pad": PadScore(0.97, 0.4, 0.9, "pad-of-the-test"), "selfie_grid": 2.6}
