"""What a person is told right after a selfie, so that they can take a better one. Pure."""

from collections.abc import Collection, Iterator
from types import MappingProxyType

from verification.checks import thresholds
from verification.checks.faces import counted
from verification.checks.guidance import Guidance, light
from verification.evidence import Face, SelfieEvidence

#: Every code that a selfie can be refused with, and the words for it.
MESSAGES = MappingProxyType(
    {
        "selfie.no_face": "We cannot see a face. Hold the camera at eye level and look into it.",
        "selfie.more_faces": "We see more than one face. Please take the picture alone.",
        "selfie.face_small": "Your face is too small in the picture. Come closer to the camera.",
        "selfie.turned": "Please look straight into the camera.",
        "selfie.blurred": "This picture is blurred. Hold the camera still and take it again.",
        "selfie.eyes_hidden": "We cannot see your eyes. Take off dark glasses, and turn towards a"
        " light.",
        "selfie.mouth_hidden": "We cannot see your mouth. Take off a mask or a scarf, and take the"
        " picture again.",
        "selfie.eyes_closed": "Your eyes seem to be closed. Open them and take the picture again."
        " If you cannot, take it as you can.",
        "selfie.too_dark": "This picture is too dark. Turn towards a window or a lamp, so that"
        " light falls on your face.",
        "selfie.too_bright": "This picture is too bright. Turn away from direct light.",
    }
)
#: Told once: the next selfie is taken as it is, as not everybody can open their eyes, and those of
#: some are narrow.
ONCE = frozenset({"selfie.eyes_closed"})


def guide_selfie(selfie: SelfieEvidence, told: Collection[str] = ()) -> tuple[Guidance, ...]:
    """Return what to do better, the most helpful first; empty when the picture is usable.

    Args:
        selfie: what was read from it.
        told: codes that earlier selfies of the session were refused with.
    """
    codes = (code for code in _selfie(selfie) if code not in ONCE or code not in told)
    return tuple(Guidance(code, MESSAGES[code]) for code in codes)


def _selfie(selfie: SelfieEvidence) -> Iterator[str]:
    yield from light("selfie", selfie.image)
    if not selfie.faces:
        yield "selfie.no_face"
        return
    if counted(selfie) > 1:
        yield "selfie.more_faces"
    yield from _face(selfie.faces[0])


def _face(face: Face) -> Iterator[str]:
    if face.eye_distance < thresholds.SELFIE_MIN_EYES:
        yield "selfie.face_small"
    if abs(face.yaw) > thresholds.MAX_YAW or abs(face.pitch) > thresholds.MAX_PITCH:
        yield "selfie.turned"
    if face.sharpness < thresholds.MIN_FACE_SHARPNESS:
        yield "selfie.blurred"
        return  # nothing else can be said of it
    if _under(face.eyes_light, thresholds.MIN_EYES_LIGHT):
        yield "selfie.eyes_hidden"
    elif _under(face.eyes_open, thresholds.MIN_EYES_OPEN):
        yield "selfie.eyes_closed"
    if _is_masked(face):
        yield "selfie.mouth_hidden"


def _is_masked(face: Face) -> bool:
    return (
        _under(face.mouth_relief, thresholds.MIN_MOUTH_RELIEF)
        or _under(face.nose_light, thresholds.MIN_NOSE_LIGHT)
        or (face.nose_tint is not None and face.nose_tint > thresholds.MAX_NOSE_TINT)
    )


def _under(measured: float | None, limit: float) -> bool:
    return measured is not None and measured < limit
