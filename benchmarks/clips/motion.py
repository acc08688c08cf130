"""How a person moves who does what a challenge asks, and when frames of it arrive."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.clips.head import HeadPose
from verification.challenge.gestures import MOST, Challenge, Gesture

_SHUTTER = 0.035  # seconds between two pictures of a camera
_STALL = 0.002  # share of frames that a network holds up


@dataclass(frozen=True, slots=True)
class Mover:
    """One person's way of moving.

    Attributes:
        reaction: seconds from seeing what is asked to the first movement.
        durations: seconds of each movement, in turn.
        hesitations: seconds for which the head stops half way, in turn; mostly 0.
        yaw: degrees to either side.
        pitch: degrees upwards.
        closer: share of the distance.
        sway: degrees by which nobody keeps still.
        phases: of the sway.
    """

    reaction: float
    durations: tuple[float, ...]
    hesitations: tuple[float, ...]
    yaw: float
    pitch: float
    closer: float
    sway: float
    phases: tuple[float, ...]

    def share(self, number: int, seconds: float) -> float:
        """Return how much of a movement is done, 0 to 1, so long after it began."""
        duration, stop = self.durations[number], self.hesitations[number]
        moved = min(seconds, duration / 2) + max(0.0, seconds - duration / 2 - stop)
        share = min(max(moved / duration, 0.0), 1.0)
        return share * share * (3 - 2 * share)


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame to be taken: when, and when its nonce was issued and it arrived; seconds."""

    issued: float
    taken: float
    received: float


def any_mover(rng: np.random.Generator, least: float = 1.0, most: float = 2.0) -> Mover:
    """Draw a person who turns as slowly as the page asks, or takes ``least`` to ``most`` seconds.

    One movement in seven is interrupted half way.
    """
    usual = rng.uniform(least, most)
    return Mover(
        reaction=rng.uniform(0.4, 0.9),
        durations=tuple((usual * rng.uniform(0.88, 1.12, MOST)).tolist()),
        hesitations=tuple((rng.uniform(0.1, 0.4, MOST) * (rng.random(MOST) < 1 / 7)).tolist()),
        yaw=rng.uniform(19, 32),
        pitch=rng.uniform(13, 22),
        closer=rng.uniform(0.2, 0.32),
        sway=rng.uniform(0.5, 1.5),
        phases=tuple(rng.uniform(0, 2 * np.pi, 6).tolist()),
    )


def moments(challenge: Challenge, rng: np.random.Generator) -> Iterator[Moment]:
    """Yield the frames of a page that sends one at a time over a usual network."""
    issued = due = 0.0
    up = rng.uniform(0.03, 0.12)  # what this network takes
    while True:
        due = max(due + challenge.frame_seconds, issued)
        taken = due + rng.uniform(0, _SHUTTER)
        stall = rng.uniform(0.2, 0.8) if rng.random() < _STALL else 0.0
        received = taken + up * rng.uniform(0.7, 1.6) + stall
        if received >= challenge.seconds:
            return
        yield Moment(issued, taken, received)
        issued = received


def pose_at(
    mover: Mover,
    challenge: Challenge,
    seconds: float,
    target: Callable[[Gesture, Mover], HeadPose],
) -> HeadPose:
    """Return how the head is held at a time since the challenge began."""
    pose = HeadPose()
    for number, step in enumerate(challenge.steps[1:]):
        begun = step.begin + mover.reaction * challenge.pace
        share = mover.share(number, seconds - begun)
        pose = between(pose, target(step.gesture, mover), share)
    return swaying(pose, mover, seconds)


def turned_head(gesture: Gesture, mover: Mover) -> HeadPose:
    """Return the pose that a person takes for a gesture."""
    match gesture:
        case Gesture.LEFT:
            return HeadPose(yaw=mover.yaw, roll=2)
        case Gesture.RIGHT:
            return HeadPose(yaw=-mover.yaw, roll=-2)
        case Gesture.UP:
            return HeadPose(pitch=mover.pitch)
        case Gesture.CLOSER:
            return HeadPose(closer=mover.closer)
    return HeadPose()


def turned_sheet(gesture: Gesture, mover: Mover) -> HeadPose:
    """Return how somebody holds a picture to look as if its head turned: farther than a head."""
    pose = turned_head(gesture, mover)
    return replace(pose, yaw=pose.yaw * 1.4, pitch=pose.pitch * 1.6)


def between(one: HeadPose, other: HeadPose, share: float) -> HeadPose:
    """Return the pose at a share of the way from one to the other."""
    return HeadPose(
        yaw=one.yaw + share * (other.yaw - one.yaw),
        pitch=one.pitch + share * (other.pitch - one.pitch),
        roll=one.roll + share * (other.roll - one.roll),
        closer=one.closer + share * (other.closer - one.closer),
    )


def swaying(pose: HeadPose, mover: Mover, seconds: float) -> HeadPose:
    """Add what nobody can keep still: the head, and the hand with the camera."""
    slow = [
        np.sin(seconds * rate + phase) for rate, phase in zip(_RATES, mover.phases, strict=True)
    ]
    return replace(
        pose,
        yaw=pose.yaw + mover.sway * float(slow[0]),
        pitch=pose.pitch + mover.sway * float(slow[1]),
        roll=pose.roll + mover.sway * float(slow[2]),
        closer=pose.closer + 0.01 * float(slow[3]),
        shift=(3 * float(slow[4]), 3 * float(slow[5])),
    )


_RATES = (1.9, 1.3, 0.9, 0.7, 2.3, 1.7)  # radians a second
