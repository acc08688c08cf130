"""What a person is told right after a picture, so that they can take a better one. Pure.

Nothing here tells which anti-fraud rule fired: only what makes a picture hard to read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from verification.checks import thresholds
from verification.checks.sides import complete
from verification.checks.stated import kind_of
from verification.checks.visual_zone import left_open
from verification.checks.zone import is_confirmed
from verification.documents import icao9303
from verification.documents.kinds import Accepted
from verification.documents.printed_fields import squash
from verification.evidence import (
    DocumentEvidence,
    Evidence,
    ImageMeasures,
    MrzReading,
)

_PASSPORTS = Accepted()
_CARD_LINES = 3  # of a TD1's zone, which is on the back
_FEWEST_LINES = 3
_PASSPORT = ("PASSPORT", "PASSEPORT", "PASAPORTE", "REISEPASS", "PASSAPORT", "PASZPORT")


@dataclass(frozen=True, slots=True)
class Guidance:
    """One thing to do better. ``message`` is what the code stands for in ``MESSAGES``."""

    code: str
    message: str


#: Every code that a picture of a document, or a file, can be refused with, and the words for it.
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
        "document.no_document": "We cannot see a document that we can read. Put a passport open at"
        " the page with the photo, or a card with either side up, flat on a table, and get all of"
        " it into the picture.",
        "document.no_back": "We cannot see what is needed from this side: the barcode, or the"
        " lines with many < signs. Get the whole back of the card into the picture.",
        "document.same_side": "This is the side that we already have. Turn the card over.",
        "document.not_accepted": "This kind of document cannot be used here. Please use one of"
        " those that are named on this page.",
        "document.not_passport": "This is not the photo page of a passport. Please use a passport.",
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


def guide_at_once(image: ImageMeasures) -> tuple[Guidance, ...]:
    """Return what a picture of a document is so poor in that reading it would be in vain.

    Far beyond what ``guide_document`` calls poor, which may be readable all the same.
    """
    return _said(_hopeless(image))


def guide_document(
    document: DocumentEvidence, accepted: Accepted = _PASSPORTS
) -> tuple[Guidance, ...]:
    """Return what to do better, the most helpful first; empty when the picture is usable.

    Where cards are accepted, either of their sides may come first: a portrait with print beside it,
    a card's zone, a barcode.
    """
    if _is_whole(document) or (accepted.has_two_sides and _is_side(document)):
        return _said(_unusable(document, accepted))
    return _said(_document(document, accepted))


def guide_other_side(
    document: DocumentEvidence, first: DocumentEvidence, accepted: Accepted
) -> tuple[Guidance, ...]:
    """Return what to do better with a picture that is to show a document's other side.

    Args:
        document: that picture.
        first: what the usable picture before it shows.
        accepted: what the flow accepts.
    """
    if complete(document, first):
        return _said(_unusable(document, accepted))
    return _said(_other_side(document, first))


def _document(document: DocumentEvidence, accepted: Accepted) -> Iterator[str]:
    yield from _poor_picture(document.image)
    two_sided = accepted.has_two_sides
    if document.mrz is None:
        yield "document.no_document" if two_sided else "document.no_zone"
    if not document.faces:
        yield "document.no_portrait"
    yield from _unusable(document, accepted)


def _other_side(document: DocumentEvidence, first: DocumentEvidence) -> Iterator[str]:
    """Say the same side first, as a better picture of it would not help."""
    alike = bool(document.faces) == bool(first.faces)
    if alike and (document.faces or document.mrz or document.barcode):
        yield "document.same_side"
    yield from _poor_picture(document.image)
    yield "document.no_back" if first.faces else "document.no_portrait"


def _poor_picture(image: ImageMeasures) -> Iterator[str]:
    if min(image.width, image.height) < thresholds.DOCUMENT_MIN_SIDE:
        yield "document.too_small"
    yield from light("document", image)
    if image.glare > thresholds.MAX_GLARE:
        yield "document.glare"
    if image.sharpness < thresholds.MIN_SHARPNESS:
        yield "document.blurred"


def _hopeless(image: ImageMeasures) -> Iterator[str]:
    """Say the light first: a picture without any is not sharp either."""
    if image.brightness < thresholds.HOPELESS_DARKNESS:
        yield "document.too_dark"
    elif image.brightness > thresholds.HOPELESS_LIGHT:
        yield "document.too_bright"
    elif image.sharpness < thresholds.HOPELESS_SHARPNESS:
        yield "document.blurred"


def _is_whole(document: DocumentEvidence) -> bool:
    return document.mrz is not None and bool(document.faces)


def _is_side(document: DocumentEvidence) -> bool:
    """Whether the picture shows one side of a card well enough to go on with."""
    if document.mrz is not None:
        return len(document.mrz.lines) == _CARD_LINES
    if document.barcode is not None:
        return True
    readable = not any(_poor_picture(document.image))
    return bool(document.faces) and readable and _is_front(document)


def _is_front(document: DocumentEvidence) -> bool:
    """Whether there is print beside the portrait, and it does not say that this is a passport.

    A passport's page has its zone, and a better picture shows it.
    """
    lines = document.visual_zone.lines if document.visual_zone else ()
    printed = [line.text for line in lines if line.confidence >= thresholds.MIN_PRINT_CONFIDENCE]
    says_passport = any(word in squash(text) for text in printed for word in _PASSPORT)
    return len(printed) >= _FEWEST_LINES and not says_passport


def _unusable(document: DocumentEvidence, accepted: Accepted) -> Iterator[str]:
    """Yield what a better picture or another document would mend, though all was found."""
    if document.mrz is not None and (_unclear(document, document.mrz) or _doubtful(document)):
        yield "document.zone_unclear"
    if _is_of_other_kind(document, accepted):
        passports = accepted.types == _PASSPORTS.types
        yield "document.not_passport" if passports else "document.not_accepted"
    if document.faces and document.faces[0].eye_distance < thresholds.PORTRAIT_MIN_EYES:
        yield "document.portrait_small"


def _is_of_other_kind(document: DocumentEvidence, accepted: Accepted) -> bool:
    """Whether the document was surely read, and the flow does not accept its kind."""
    kind = kind_of(document)
    sure = document.mrz is None or icao9303.digits_agree(document.mrz.lines)
    is_read = document.mrz is not None or document.barcode is not None
    return is_read and sure and kind not in accepted.types


def light(subject: str, image: ImageMeasures) -> Iterator[str]:
    """Yield what to do about too little or too much light; ``subject`` begins the code."""
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


def _doubtful(document: DocumentEvidence) -> bool:
    """Whether looks at the zone differ, and the print beside it does not say which was right."""
    return bool(left_open(Evidence(icao9303.ANY_DAY, document=document)))


def _poor(mrz: MrzReading) -> bool:
    return (
        mrz.sharpness < thresholds.MIN_MRZ_SHARPNESS
        or mrz.confidence < thresholds.MIN_MRZ_CONFIDENCE
        or mrz.line_height < thresholds.MIN_MRZ_LINE_HEIGHT
    )


def _said(codes: Iterator[str]) -> tuple[Guidance, ...]:
    return tuple(Guidance(code, MESSAGES[code]) for code in codes)
