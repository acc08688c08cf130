"""Lines of printed text: where they are, and what one of them says.

PP-OCRv6 (Apache-2.0) as shipped in the rapidocr package. Detection is differentiable
binarization (Liao et al., 2020): a map of text probability, cut at a threshold, whose blobs are
boxed and grown again. Recognition is CTC over 48 pixel high strips.
"""

from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from verification.readers.images import Image
from verification.readers.packaged import onnx_session
from verification.readers.pixels import resized, warped

_PACKAGE = "rapidocr"
_DETECTOR = "models/PP-OCRv6_det_small.onnx"
_RECOGNISER = "models/PP-OCRv6_rec_small.onnx"
_DETECT_SIDE = 960
_MULTIPLE = 32
_TEXT_THRESHOLD = 0.3
_BOX_THRESHOLD = 0.4
_UNCLIP = 1.8
_MIN_BLOB_SIDE = 3
_MAX_BOXES = 1000
STRIP_HEIGHT = 48
_MAX_STRIP_WIDTH = 2400

#: What Latin print may hold, and a blank.
LATIN = " " + "".join(
    chr(code)
    for code in (*range(0x21, 0x7F), *range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x180))
)


@dataclass(frozen=True, slots=True)
class TextBox:
    """A rectangle around one line, in pixels of the picture; ``length`` is its longer side.

    Attributes:
        x: of the centre.
        y: of the centre.
        length: along the line.
        height: across the line.
        angle: of the direction of reading, in degrees, clockwise in the picture. Who finds a line
            does not know which end it begins at, and says -90 (exclusive) to 90.
    """

    x: float
    y: float
    length: float
    height: float
    angle: float


@dataclass(frozen=True, slots=True)
class Line:
    """What a strip says.

    Attributes:
        text: in the alphabet that was asked for.
        confidence: mean probability of the characters, 0 to 1, given that alphabet: without that
            condition, look-alikes from other scripts take most of it.
        weakest: the lowest of these probabilities.
        odds: for each character, how likely each of the alphabet's is there; shape (characters,
            alphabet), rows of 1.
        at: where each character stands along the strip, 0 to 1, in steps of eight pixels.
    """

    text: str
    confidence: float
    weakest: float
    odds: npt.NDArray[np.float32] = field(compare=False, repr=False)
    at: npt.NDArray[np.float32] = field(compare=False, repr=False)


def find_boxes(image: Image, *, side: int = _DETECT_SIDE) -> tuple[TextBox, ...]:
    """Find lines of text, in no particular order, on a copy ``side`` pixels on its long side."""
    probability, scale = _text_map(image, side)
    blobs = (probability > _TEXT_THRESHOLD).astype(np.uint8)
    contours, _ = cv2.findContours(blobs, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    outlines = (np.asarray(contour, np.int32) for contour in contours[:_MAX_BOXES])
    boxes = (_box(outline, probability, scale) for outline in outlines)
    return tuple(box for box in boxes if box is not None)


def cut(
    image: Image, box: TextBox, *, margin: float = 0.03, strip_height: int = STRIP_HEIGHT
) -> Image:
    """Cut the box out as a level strip; RGB, shape (strip_height, width, 3).

    Args:
        image: to cut from.
        box: what to cut.
        margin: added at each end, as a share of the box's length.
        strip_height: in pixels; what is to be recognised has ``STRIP_HEIGHT``.
    """
    length = box.length * (1 + 2 * margin)
    scale = strip_height / box.height
    width = int(min(max(length * scale, strip_height), _MAX_STRIP_WIDTH))
    angle = np.deg2rad(box.angle)
    along = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    across = np.array([-np.sin(angle), np.cos(angle)]) * box.height / 2
    centre = np.array([box.x, box.y])
    corners = np.array([centre - along - across, centre + along - across, centre - along + across])
    target = np.array([[0, 0], [width, 0], [0, strip_height]], np.float32)
    matrix = np.asarray(cv2.getAffineTransform(corners.astype(np.float32), target), np.float64)
    return warped(image, matrix, width, strip_height)


def recognise(strip: Image, alphabet: str) -> Line:
    """Read a strip, choosing among the characters of ``alphabet`` only.

    Args:
        strip: as ``cut`` returns it.
        alphabet: the characters that may come out.
    """
    tensor = _tensor(strip)
    (scores,) = onnx_session(_PACKAGE, _RECOGNISER).run(None, {"x": tensor})
    among = scores[0][:, _classes(alphabet)]
    return _decode(among / among.sum(axis=1, keepdims=True), alphabet)


def warm_up() -> None:
    """Load both models."""
    onnx_session(_PACKAGE, _DETECTOR)
    onnx_session(_PACKAGE, _RECOGNISER)


def _decode(scores: npt.NDArray[np.float32], alphabet: str) -> Line:
    """Best path of CTC: column 0 is the blank; repeats without a blank between are one."""
    best = scores.argmax(axis=1)
    changes = np.concatenate(([True], best[1:] != best[:-1]))
    starts = (best > 0) & changes
    text = "".join(alphabet[index - 1] for index in best[starts])
    certain = scores[starts].max(axis=1) if text else np.zeros(1)
    peaks = _peaks(scores, best, changes)
    odds = scores[peaks, 1:]
    odds = odds / odds.sum(axis=1, keepdims=True)
    at = ((peaks + 0.5) / len(scores)).astype(np.float32)
    return Line(text, float(certain.mean()), float(certain.min()), odds, at)


def _peaks(
    scores: npt.NDArray[np.float32], best: npt.NDArray[np.intp], changes: npt.NDArray[np.bool_]
) -> npt.NDArray[np.intp]:
    """Return the step of each character's run at which it is likeliest."""
    firsts = np.flatnonzero(changes)
    ends = np.append(firsts[1:], len(best))
    runs = ((first, end) for first, end in zip(firsts, ends, strict=True) if best[first] > 0)
    peaks = [first + int(scores[first:end, best[first]].argmax()) for first, end in runs]
    return np.asarray(peaks, np.intp)


@cache
def _classes(alphabet: str) -> list[int]:
    metadata = onnx_session(_PACKAGE, _RECOGNISER).get_modelmeta().custom_metadata_map
    known = [*metadata["character"].split("\n"), " "]  # its last class is the blank between words
    return [0, *(known.index(char) + 1 for char in alphabet)]


def _text_map(image: Image, side: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Return the probability of text, and the factors (x, y) from the map to the picture."""
    height, width = image.shape[:2]
    ratio = side / max(height, width)
    wide, high = (
        max(_MULTIPLE, round(length * ratio / _MULTIPLE) * _MULTIPLE) for length in (width, height)
    )
    tensor = _tensor(resized(image, wide, high))
    (probability,) = onnx_session(_PACKAGE, _DETECTOR).run(None, {"x": tensor})
    return probability[0, 0], np.array([width / wide, height / high])


def _tensor(image: Image) -> npt.NDArray[np.float32]:
    """Return the picture as the models want it: BGR, -1 to 1, channels first, a batch of one."""
    blue_first = image[:, :, ::-1].astype(np.float32) / 127.5 - 1
    return np.ascontiguousarray(blue_first.transpose(2, 0, 1))[None]


def _box(
    contour: npt.NDArray[np.int32],
    probability: npt.NDArray[np.float32],
    scale: npt.NDArray[np.float64],
) -> TextBox | None:
    _, (side, other), _ = cv2.minAreaRect(contour)
    if min(side, other) < _MIN_BLOB_SIDE or _score(contour, probability) < _BOX_THRESHOLD:
        return None
    grown = (side * other) * _UNCLIP / (2 * (side + other))
    points = (contour.reshape(-1, 2) * scale).astype(np.float32)
    (x, y), (width, height), angle = cv2.minAreaRect(points)
    width, height = width + 2 * grown * scale.mean(), height + 2 * grown * scale.mean()
    if width < height:
        width, height, angle = height, width, angle + 90
    level = (angle + 90) % 180 - 90
    return TextBox(x, y, width, height, float(level))


def _score(contour: npt.NDArray[np.int32], probability: npt.NDArray[np.float32]) -> float:
    """Return the mean probability inside the blob's contour."""
    left, top, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [contour - (left, top)], 1)
    window = probability[top : top + height, left : left + width]
    return float(cv2.mean(window, mask)[0])
