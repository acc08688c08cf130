"""How good a selfie is to be compared, and which of several shots is the best. Pure.

The parts are those of ISO/IEC 29794-5: size, sharpness, pose, exposure, eyes. Each is measured
against what a good selfie has, and a picture is as good as its weakest part: a sharp blink is no
better than its blink.
"""

from collections.abc import Sequence
from types import MappingProxyType

from verification.checks import thresholds
from verification.evidence import Face, ImageMeasures, SelfieEvidence

# What a part has to reach for full marks; none of them gets better beyond.
_GOOD = MappingProxyType({"size": 90.0, "sharpness": 60.0, "eyes": 0.22})
_DARK, _BRIGHT = 90.0, 190.0  # of mean luma, where light begins to be too little or too much


def parts(selfie: SelfieEvidence) -> dict[str, float]:
    """Return each part of the quality of the largest face, 0 to 1; nothing without a face."""
    if not selfie.faces:
        return {}
    face = selfie.faces[0]
    measured = {"size": face.eye_distance, "sharpness": face.sharpness}
    if face.eyes_open is not None:
        measured["eyes"] = face.eyes_open
    found = {name: value / _GOOD[name] for name, value in measured.items()}
    found |= {"pose": _pose(face), "light": _light(selfie.image)}
    return {name: min(max(value, 0.0), 1.0) for name, value in found.items()}


def quality(selfie: SelfieEvidence) -> float:
    """Return the weakest part, 0 to 1; 0 without a face."""
    return min(parts(selfie).values(), default=0.0)


def best(shots: Sequence[SelfieEvidence]) -> int:
    """Return the index of the shot to take: the best by its weakest part, then by all of them.

    The first of equals, as it is the one that the person saw.
    """
    return max(range(len(shots)), key=lambda index: (*_rank(shots[index]), -index))


def _rank(shot: SelfieEvidence) -> tuple[float, float]:
    return quality(shot), sum(parts(shot).values())


def _pose(face: Face) -> float:
    """1 for a face that looks ahead, 0 at the limit of what is still called frontal."""
    shares = (
        abs(face.yaw) / thresholds.MAX_YAW,
        abs(face.pitch) / thresholds.MAX_PITCH,
        abs(face.roll) / thresholds.MAX_ROLL,
    )
    return 1 - max(shares)


def _light(image: ImageMeasures) -> float:
    """1 in the middle of the range, 0 at the limits of the guidance."""
    rising = (image.brightness - thresholds.MIN_BRIGHTNESS) / (_DARK - thresholds.MIN_BRIGHTNESS)
    falling = (thresholds.MAX_BRIGHTNESS - image.brightness) / (thresholds.MAX_BRIGHTNESS - _BRIGHT)
    return min(rising, falling)
