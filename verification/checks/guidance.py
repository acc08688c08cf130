"""What a person is told right after a picture, so that they can take a better one. Pure.

Nothing here tells which anti-fraud rule fired: only what makes a picture hard to read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from verification.checks import thresholds
from verification.checks.faces import counted
from verification.checks.zone import is_confirmed
from verification.documents import icao9303
from verification.evidence import DocumentEvidence, Face, ImageMeasures, MrzReading, SelfieEvidence


@dataclass(frozen=True, slots=True)
class Guidance:
    """One thing to do better. ``message`` is what the code stands for in ``MESSAGES``."""

    code: str
    message: str


#: Every code that a capture can be refused with, and the words for it.
MESSAGES = MappingProxyType(
    {
        "document.blurred": "This picture is blurred. Rest your elbows on something, hold still for"
        " a moment, and take it again.",
        "document.too_dark": "This picture is too dark. Move to a brighter place, or switch on a"
        " light, and take it again.",
        "document.too_bright": "This picture is too bright. Move away from direct light and take it"
        " again.",
        "document.glare": "Light is reflected on the document. Tilt it a little until the bright"
        " spot is gone, and take it again.",
        "document.too_small": "This picture is too small to read. Go closer, so that the page fills"
        " the frame, and use the camera's full quality.",
        "document.no_zone": "We cannot see the two lines with many < signs at the bottom of the"
        " photo page. Open the passport at the page with the photo, put it flat, and get the"
        " whole page into the picture.",
        "document.zone_unclear": "We cannot read the two lines at the bottom of the page reliably."
        " Go a little closer, hold still, and take the picture again.",
        "document.no_portrait": "We cannot see the photo on the document. Get the whole page into"
        " the picture, with nothing on top of it.",
        "document.portrait_small": "The photo on the document is too small in this picture. Go"
        " closer, so that the page fills the frame.",
        "document.not_passport": "This is not the photo page of a passport. Please use a passport.",
        "selfie.no_face": "We cannot see a face. Hold the camera at eye level and look into it.",
        "selfie.more_faces": "We see more than one face. Please take the picture alone.",
        "selfie.face_small": "Your face is too small in the picture. Come closer to the camera.",
        "selfie.turned": "Please look straight into the camera.",
        "selfie.blurred": "This picture is blurred. Hold the camera still and take it again.",
        "selfie.too_dark": "This picture is too dark. Turn towards a window or a lamp, so that"
        " light falls on your face.",
        "selfie.too_bright": "This picture is too bright. Turn away from direct light.",
        "image.damaged": "This picture is damaged or incomplete. Please take it again, or send it"
        " again.",
        "image.too_many_pixels": "This picture has too many megapixels. Please send a smaller one.",
        "image.too_many_bytes": "This file is too large. Please send a smaller picture.",
        "image.too_small": "This picture is too small to read. Please send a larger one.",
        "image.too_narrow": "This picture is a narrow strip. Please send the picture as it was"
        " taken.",
        "image.animated": "This is an animation. Please send a photo: one still picture.",
        "image.format": "This file is not a picture that we can read. Please send a photo as JPEG,"
        " PNG or WebP.",
        "unreadable": "We could not read this picture. Please take another one.",
    }
)


def guide_document(document: DocumentEvidence) -> tuple[Guidance, ...]:
    """Return what to do better, the most helpful first; empty when the picture is usable."""
    readable = document.mrz is not None and document.faces
    if readable and not any(_unusable(document)):
        return ()
    return _said(_document(document))


def guide_selfie(selfie: SelfieEvidence) -> tuple[Guidance, ...]:
    """Return what to do better, the most helpful first; empty when the picture is usable."""
    return _said(_selfie(selfie))


def _document(document: DocumentEvidence) -> Iterator[str]:
    image = document.image
    if min(image.width, image.height) < thresholds.DOCUMENT_MIN_SIDE:
        yield "document.too_small"
    yield from _light("document", image)
    if image.glare > thresholds.MAX_GLARE:
        yield "document.glare"
    if image.sharpness < thresholds.MIN_SHARPNESS:
        yield "document.blurred"
    if document.mrz is None:
        yield "document.no_zone"
    if not document.faces:
        yield "document.no_portrait"
    yield from _unusable(document)


def _unusable(document: DocumentEvidence) -> Iterator[str]:
    """Yield what a better picture or another document would mend, though all was found."""
    if document.mrz is not None and _unclear(document, document.mrz):
        yield "document.zone_unclear"
    if document.mrz is not None and icao9303.is_sound_but_no_passport(document.mrz.lines):
        yield "document.not_passport"
    if document.faces and document.faces[0].eye_distance < thresholds.PORTRAIT_MIN_EYES:
        yield "document.portrait_small"


def _selfie(selfie: SelfieEvidence) -> Iterator[str]:
    yield from _light("selfie", selfie.image)
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


def _light(subject: str, image: ImageMeasures) -> Iterator[str]:
    if image.brightness < thresholds.MIN_BRIGHTNESS:
        yield f"{subject}.too_dark"
    if image.brightness > thresholds.MAX_BRIGHTNESS:
        yield f"{subject}.too_bright"


def _unclear(document: DocumentEvidence, mrz: MrzReading) -> bool:
    """Whether a better picture may mend what the zone leaves open.

    A clear reading with a wrong check digit is the document's fault: no better picture helps.
    """
    if not icao9303.digits_agree(mrz.lines):
        return _poor(mrz)
    zone = icao9303.parse(mrz.lines, icao9303.ANY_DAY)
    return zone.solved and not is_confirmed(document, zone)


def _poor(mrz: MrzReading) -> bool:
    return (
        mrz.sharpness < thresholds.MIN_MRZ_SHARPNESS
        or mrz.confidence < thresholds.MIN_MRZ_CONFIDENCE
        or mrz.line_height < thresholds.MIN_MRZ_LINE_HEIGHT
    )


def _said(codes: Iterator[str]) -> tuple[Guidance, ...]:
    return tuple(Guidance(code, MESSAGES[code]) for code in codes)
