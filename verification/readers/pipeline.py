"""From one picture to its evidence: what the flow calls, in a worker."""

from collections.abc import Sequence

import numpy as np

from verification.challenge.evidence import ChallengeEvidence
from verification.challenge.gestures import Challenge
from verification.evidence import DocumentEvidence, Face, FaceComparison, SelfieEvidence
from verification.readers import faces, frames, mrz, presentation, text, visual_zone
from verification.readers.frames import RawFrame
from verification.readers.images import Image, measure


def read_document(image: Image) -> DocumentEvidence:
    """Read the photo page of a document, whichever way round it lies."""
    found = mrz.find(image)
    ways = range(4) if found is None else (found.quarter_turns,)
    turns, portraits = _portraits(image, ways)
    return DocumentEvidence(
        image=measure(image),
        mrz=None if found is None else found.reading,
        faces=portraits,
        quarter_turns=turns,
        visual_zone=None if found is None else visual_zone.read(image, found.first_line),
    )


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


def warm_up() -> None:
    """Load every model, so that the first person does not wait for it."""
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
