"""What was seen of a challenge: numbers about frames, neither pixels nor templates."""

from dataclasses import dataclass

from verification.challenge.gestures import Challenge, Gesture
from verification.challenge.light import FaceLight


@dataclass(frozen=True, slots=True)
class FramePose:
    """The one face of a frame.

    Attributes:
        yaw: degrees, positive towards the picture's right side: the person's own left.
        pitch: degrees, positive upwards.
        roll: degrees, positive clockwise.
        size: forehead to chin in space, as a share of the frame's shorter side.
    """

    yaw: float
    pitch: float
    roll: float
    size: float


@dataclass(frozen=True, slots=True)
class Relief:
    """How far a face's depth moved against an opening frame, whatever a flat sheet does meanwhile.

    Sines of the angles by which a head with a face's depth would have turned; a picture of one
    that is turned and bent stays at 0, and another picture is elsewhere at once.

    Attributes:
        across: positive towards the picture's right side.
        up: positive upwards.
    """

    across: float
    up: float


@dataclass(frozen=True, slots=True)
class FrameEvidence:
    """One frame. Times are seconds of the server's clock since the challenge began.

    Attributes:
        issued: when its nonce was handed out; it cannot have been sent before.
        received: when it came.
        faces: how many were found, those far in the background left out.
        pose: of the largest face, None without one.
        nearest: mean difference of luma from the most similar earlier frame, 0 to 255; None for
            the first. A camera's noise alone keeps it above 0.
        grid: how far a screen's or print's grid stands out of the spectrum, in robust
            standard deviations; 0 and more. None where it was not looked for, or there is no face.
        selfie_distance: from the selfie's face; None where it was not compared: frames on which
            nothing rests, and faces seen from below, which the default engine does not know again.
        relief: against the opening frame; None without one, or without a face.
        light: of the face; None without one, or in the dark.
    """

    issued: float
    received: float
    faces: int
    pose: FramePose | None
    nearest: float | None
    grid: float | None
    selfie_distance: float | None = None
    relief: Relief | None = None
    light: FaceLight | None = None


@dataclass(frozen=True, slots=True)
class Parallax:
    """How a turned face moved against the best flat or bent sheet through its points.

    Attributes:
        gesture: which turn was demanded.
        frame: index of the frame it was measured in.
        relief: depth seen, as a share of a face's: near 1 for a face, near 0 for a picture.
    """

    gesture: Gesture
    frame: int
    relief: float


@dataclass(frozen=True, slots=True)
class ChallengeEvidence:
    """One challenge as it was recorded.

    Attributes:
        challenge: what was demanded.
        frames: in the order in which they came.
        parallaxes: one for each turn that was seen.
        engine: which model measured the distances.
        lasting_grid: how far a pattern stands out that stays on the face through all frames, as
            ``FrameEvidence.grid``; None where no frame shows a face.
    """

    challenge: Challenge
    frames: tuple[FrameEvidence, ...]
    parallaxes: tuple[Parallax, ...]
    engine: str
    lasting_grid: float | None = None
