"""Which frames show what was demanded of them, against how the person looked at first."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from verification.challenge.evidence import FrameEvidence, FramePose
from verification.challenge.gestures import Challenge, Gesture, Step

MIN_YAW = 12.0
MIN_PITCH = 9.0
MIN_GROWTH = 0.15
#: Turned farther, less of the face is seen of which depth and likeness could be measured.
BEST_ANGLE = 20.0
MAX_FRONT_YAW = 15.0
_REACTION = 0.4  # share of a step in which nobody has to have moved yet
_ECHO = 0.3  # seconds after its end in which a movement still shows
MIN_FRAMES_OF_STEP = 2


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One step against its frames.

    Attributes:
        right: indices of frames that show what was demanded.
        wrong: indices of frames that show another movement instead.
    """

    step: Step
    right: tuple[int, ...]
    wrong: tuple[int, ...]

    @property
    def followed(self) -> bool:
        return len(self.right) >= MIN_FRAMES_OF_STEP and len(self.right) > len(self.wrong)

    @property
    def defied(self) -> bool:
        """Another movement was made: the person mistook it, or the frames are older."""
        return len(self.wrong) >= MIN_FRAMES_OF_STEP and len(self.wrong) > len(self.right)


def baseline_of(challenge: Challenge, frames: tuple[FrameEvidence, ...]) -> FramePose | None:
    """Return the pose in the opening frames; None when too few show a face looking ahead."""
    front = challenge.steps[0]
    opening = [frame.pose for frame in frames if frame.received <= front.end + _ECHO]
    poses = [pose for pose in opening if pose and abs(pose.yaw) <= MAX_FRONT_YAW]
    if len(poses) < MIN_FRAMES_OF_STEP:
        return None
    return FramePose(
        yaw=median(pose.yaw for pose in poses),
        pitch=median(pose.pitch for pose in poses),
        roll=median(pose.roll for pose in poses),
        size=median(pose.size for pose in poses),
    )


def steps_seen(challenge: Challenge, frames: tuple[FrameEvidence, ...]) -> tuple[StepSeen, ...]:
    """Return every movement demanded with its frames; none without a baseline."""
    baseline = baseline_of(challenge, frames)
    if baseline is None:
        return ()
    return tuple(_step_seen(step, frames, baseline) for step in challenge.steps[1:])


def shown(pose: FramePose, baseline: FramePose) -> frozenset[Gesture]:
    """Return the movements that a pose shows."""
    return frozenset(_shown(pose, baseline))


def angle_of(gesture: Gesture, pose: FramePose, baseline: FramePose) -> float:
    """Return how far the head was turned the demanded way, degrees; 0 for no turn."""
    match gesture:
        case Gesture.LEFT:
            return pose.yaw - baseline.yaw
        case Gesture.RIGHT:
            return baseline.yaw - pose.yaw
        case Gesture.UP:
            return pose.pitch - baseline.pitch
    return 0.0


def _shown(pose: FramePose, baseline: FramePose) -> Iterator[Gesture]:
    if angle_of(Gesture.LEFT, pose, baseline) >= MIN_YAW:
        yield Gesture.LEFT
    if angle_of(Gesture.RIGHT, pose, baseline) >= MIN_YAW:
        yield Gesture.RIGHT
    if angle_of(Gesture.UP, pose, baseline) >= MIN_PITCH:
        yield Gesture.UP
    if pose.size >= baseline.size * (1 + MIN_GROWTH):
        yield Gesture.CLOSER


def _step_seen(step: Step, frames: tuple[FrameEvidence, ...], baseline: FramePose) -> StepSeen:
    begin = step.begin + _REACTION * (step.end - step.begin)
    seen = [
        (index, shown(frame.pose, baseline))
        for index, frame in enumerate(frames)
        if frame.pose and begin <= frame.received <= step.end + _ECHO
    ]
    right = tuple(index for index, gestures in seen if step.gesture in gestures)
    wrong = tuple(
        index for index, gestures in seen if gestures - {step.gesture} and index not in right
    )
    return StepSeen(step, right, wrong)
