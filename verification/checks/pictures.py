"""Is each picture good enough to be read? Cues for a reviewer; the reading itself decides."""

from collections.abc import Iterator

from verification.checks import codes, thresholds
from verification.checks.measuring import at_least, at_most
from verification.evidence import DocumentEvidence, Evidence, Face, ImageMeasures
from verification.findings import Finding


def document_picture(evidence: Evidence) -> Iterator[Finding]:
    """Report resolution, sharpness, exposure and glare of the document's picture."""
    if evidence.document is None:
        return
    image = evidence.document.image
    yield _resolution(codes.DOCUMENT_RESOLUTION, image, thresholds.DOCUMENT_MIN_SIDE)
    yield _sharpness(codes.DOCUMENT_SHARPNESS, image.sharpness, thresholds.MIN_SHARPNESS)
    yield _exposure(codes.DOCUMENT_EXPOSURE, image)
    glare = round(image.glare, 4)
    yield at_most(codes.DOCUMENT_GLARE, "Glare", glare, thresholds.MAX_GLARE, "share")
    yield from _parts(evidence.document, evidence.back)
    yield from _edge(evidence.document, evidence.back)


def _parts(document: DocumentEvidence, back: DocumentEvidence | None) -> Iterator[Finding]:
    """Report sharpness where it counts, and whether the portrait is near the picture's edge."""
    reading = document.mrz or (back.mrz if back else None)
    if reading is not None:
        sharp, least = reading.sharpness, thresholds.MIN_MRZ_SHARPNESS
        yield _sharpness(codes.DOCUMENT_ZONE_SHARPNESS, sharp, least)
    if document.faces:
        face = document.faces[0]
        sharp, least = face.sharpness, thresholds.MIN_FACE_SHARPNESS
        yield _sharpness(codes.DOCUMENT_PORTRAIT_SHARPNESS, sharp, least)
        yield _room(face, document)


def _room(face: Face, document: DocumentEvidence) -> Finding:
    """Measure from the face to the picture's nearest edge, in distances between its eyes."""
    sides = (document.image.width, document.image.height)
    width, height = reversed(sides) if document.quarter_turns % 2 else sides
    box = face.box
    nearest = min(box.left, box.top, width - box.left - box.width, height - box.top - box.height)
    room = round(nearest / max(face.eye_distance, 1.0), 2)
    least = thresholds.MIN_ROOM
    what = "The room around the portrait"
    return at_least(codes.DOCUMENT_WHOLE, what, room, least, "eye distances")


def _edge(*sides: DocumentEvidence | None) -> Iterator[Finding]:
    """Report the side that comes nearest to the edge of its picture; nothing without outlines."""
    found = [side.edge_room for side in sides if side and side.edge_room is not None]
    if found:
        room, least = round(min(found), 3), thresholds.MIN_EDGE_ROOM
        what = "The room around the document's outline"
        yield at_least(codes.DOCUMENT_EDGE, what, room, least, "share")


def selfie_picture(evidence: Evidence) -> Iterator[Finding]:
    """Report resolution, exposure and, of the face, sharpness."""
    if evidence.selfie is None:
        return
    image = evidence.selfie.image
    yield _resolution(codes.SELFIE_RESOLUTION, image, thresholds.SELFIE_MIN_SIDE)
    yield _exposure(codes.SELFIE_EXPOSURE, image)
    if evidence.selfie.faces:
        face = evidence.selfie.faces[0]
        yield _sharpness(codes.SELFIE_SHARPNESS, face.sharpness, thresholds.MIN_FACE_SHARPNESS)


def _resolution(code: str, image: ImageMeasures, threshold: int) -> Finding:
    return at_least(code, "Resolution", min(image.width, image.height), threshold, "px")


def _sharpness(code: str, measured: float, threshold: float) -> Finding:
    return at_least(code, "Sharpness", round(measured, 1), threshold, "variance")


def _exposure(code: str, image: ImageMeasures) -> Finding:
    measured = round(image.brightness, 1)
    if image.brightness > thresholds.MAX_BRIGHTNESS:
        return at_most(code, "Brightness", measured, thresholds.MAX_BRIGHTNESS, "luma")
    return at_least(code, "Brightness", measured, thresholds.MIN_BRIGHTNESS, "luma")
