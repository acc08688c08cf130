"""From one picture to its evidence: what the flow calls, in a worker."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from verification.challenge.evidence import ChallengeEvidence
from verification.challenge.gestures import Challenge
from verification.evidence import (
    Barcode,
    DocumentEvidence,
    Face,
    FaceComparison,
    PadScore,
    SelfieEvidence,
    Traces,
)
from verification.readers import (
    barcode,
    border,
    card_face,
    edges,
    faces,
    frames,
    mrz,
    pad_model,
    presentation,
    recompression,
    text,
    traces,
    visual_zone,
)
from verification.readers.barcode import BarcodeReading
from verification.readers.frames import RawFrame
from verification.readers.images import Image, measure
from verification.readers.text import TextBox

_TD1_LINES = 3
_FULL_SIZE = 0.04  # of the zone's length, between the eyes: 3 mm on a card


def read_document(image: Image) -> DocumentEvidence:
    """Read one side of a document, whichever it is and whichever way round it lies."""
    symbols: list[BarcodeReading] = []

    def has_barcode() -> bool:
        symbol = barcode.read_pdf417(image)
        symbols.extend([symbol] if symbol else [])
        return symbol is not None

    boxes = text.find_boxes(image)
    found = mrz.find(image, boxes, settled=has_barcode)
    if found is not None:
        side = _zone_side(image, found)
    else:
        side = _card_side(image, boxes, symbols[0] if symbols else None)
    return replace(side, edge_room=edges.room(image))


def read_traces(data: bytes, image: Image, document: DocumentEvidence) -> Traces:
    """Look for what editing and screens leave, in the file as it came and in its pixels.

    Args:
        data: the file, before its metadata is dropped.
        image: its pixels.
        document: what was read from them.
    """
    upright = _turned(image, document.quarter_turns)
    grid = presentation.grid_of(upright, document.faces[0].box) if document.faces else None
    return Traces(
        editor=traces.names_editor(data),
        foreign_part=recompression.foreign_part(data),
        grid=grid,
    )


def _zone_side(image: Image, found: mrz.Found) -> DocumentEvidence:
    turns, portraits = _portraits(image, (found.quarter_turns,))
    if len(found.reading.lines) == _TD1_LINES:
        portraits = _of_full_size(portraits, found.first_line.length)
    return DocumentEvidence(
        image=measure(image),
        mrz=found.reading,
        faces=portraits,
        quarter_turns=turns,
        visual_zone=visual_zone.read(image, found.first_line),
    )


def _card_side(
    image: Image, boxes: tuple[TextBox, ...], symbol: BarcodeReading | None
) -> DocumentEvidence:
    """Read a side without a zone; a barcode's side is a back, whatever else is on it."""
    if symbol is not None:
        payload = symbol.payload.decode("iso-8859-1")
        seen = Barcode(payload, symbol.unused_correction)
        return DocumentEvidence(measure(image), None, (), barcode=seen)
    turns, portraits = _portraits(image, range(4))
    face = card_face.read(image, boxes) if portraits else None
    if face is not None and face.quarter_turns != turns:
        # A face is found lying on its side, too; print is not read that way.
        upright = faces.find(_turned(image, face.quarter_turns))
        turns, portraits = (face.quarter_turns, upright) if upright else (turns, portraits)
    return DocumentEvidence(
        image=measure(image),
        mrz=None,
        faces=portraits,
        quarter_turns=turns,
        visual_zone=face.print if face else None,
    )


def _of_full_size(portraits: tuple[Face, ...], zone: float) -> tuple[Face, ...]:
    """Leave out the small second portrait that many cards have beside the zone on their back."""
    return tuple(face for face in portraits if face.eye_distance >= _FULL_SIZE * zone)


def read_selfie(image: Image) -> SelfieEvidence:
    """Read a picture of the person."""
    return SelfieEvidence(image=measure(image), faces=faces.find(image))


def compare_faces(
    document_image: Image,
    document: DocumentEvidence,
    selfie_image: Image,
    selfie: SelfieEvidence,
) -> FaceComparison | None:
    """Compare the document's portrait with the selfie's largest face.

    Args:
        document_image: the very picture that ``document`` was read from.
        document: evidence from ``read_document``.
        selfie_image: the very picture that ``selfie`` was read from.
        selfie: evidence from ``read_selfie``.

    Returns:
        None when either picture shows no face.
    """
    if not document.faces or not selfie.faces:
        return None
    upright = _turned(document_image, document.quarter_turns)
    reference = faces.embed(upright, document.faces[0])
    return faces.compare(reference, faces.embed(selfie_image, selfie.faces[0]))


def read_challenge(
    challenge: Challenge,
    raw: Sequence[RawFrame],
    selfie_image: Image,
    selfie: SelfieEvidence,
) -> ChallengeEvidence:
    """Read a recorded challenge and compare its face with the selfie's.

    Args:
        challenge: what was demanded.
        raw: the frames in the order in which they came.
        selfie_image: the very picture that ``selfie`` was read from.
        selfie: evidence from ``read_selfie``.

    Raises:
        ImageRefused: a frame is no picture.
    """
    embedding = faces.embed(selfie_image, selfie.faces[0]) if selfie.faces else None
    return frames.read_challenge(challenge, raw, embedding)


def selfie_grid(image: Image, selfie: SelfieEvidence) -> float | None:
    """Return how far a screen's or print's grid stands out on the face; None without a face."""
    return presentation.grid_of(image, selfie.faces[0].box) if selfie.faces else None


def selfie_border(image: Image, selfie: SelfieEvidence) -> int | None:
    """Return how many corners of a frame are around the face, 0 to 4; None without a face."""
    return border.corners_around(image, selfie.faces[0].box) if selfie.faces else None


def pad_score(image: Image, selfie: SelfieEvidence) -> PadScore | None:
    """Return what the operator's model says of the face; None without a model or a face."""
    model = pad_model.model()
    return model.score(image, selfie.faces[0]) if model and selfie.faces else None


def warm_up() -> None:
    """Load every model, so that the first person does not wait for it.

    Raises:
        EngineUnfit: a model of the operator's cannot be used, and why.
    """
    pad_model.model()
    text.warm_up()
    faces.warm_up()


def _portraits(image: Image, ways: Sequence[int]) -> tuple[int, tuple[Face, ...]]:
    """Look for faces this way round and that, until some are found."""
    for turns in ways:
        found = faces.find(_turned(image, turns))
        if found:
            return turns, found
    return ways[0], ()


def _turned(image: Image, quarter_turns: int) -> Image:
    return np.ascontiguousarray(np.rot90(image, quarter_turns))
