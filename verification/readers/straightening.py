"""A line of print that bends, as on the page of a book that does not lie flat, made straight."""

import cv2
import numpy as np
import numpy.typing as npt

from verification.readers import text
from verification.readers.images import Image
from verification.readers.pixels import luma, resized
from verification.readers.text import TextBox

_TALL = 2 * text.STRIP_HEIGHT
_PIECES = 20
_BENT = 0.06  # of the strip's height, from the lowest to the highest of the line's middle
_INK = 12.0  # grey levels darker than what is around
_HALF_HEIGHT = 2.4  # standard deviations of the ink about the line's middle


def cut_straight(image: Image, box: TextBox, *, margin: float = 0.03) -> Image | None:
    """Cut the box out along the line's own bend, 48 pixels high; None where it is straight."""
    strip = text.cut(image, box, margin=margin, strip_height=_TALL)
    ink = _ink(strip)
    bend = _bend(ink)
    if bend is None or np.ptp(bend) < _BENT * _TALL:
        return None
    width = ink.shape[1]
    half = _half_height(ink, bend)
    rows = np.linspace(-half, half, _TALL, dtype=np.float32)[:, None] + bend[None, :]
    columns = np.tile(np.arange(width, dtype=np.float32), (_TALL, 1))
    flat = cv2.remap(
        strip, columns, rows.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    wide = max(text.STRIP_HEIGHT, round(width * text.STRIP_HEIGHT / (2 * half)))
    return resized(np.asarray(flat, np.uint8), min(wide, 2400), text.STRIP_HEIGHT)


def _ink(strip: Image) -> npt.NDArray[np.float32]:
    """Return how much darker each pixel is than the paper around it."""
    grey = luma(strip).astype(np.float32)
    paper = cv2.blur(cv2.dilate(grey, np.ones((9, 9), np.uint8)), (31, 31))
    return np.asarray(np.maximum(paper - grey - _INK, 0), np.float32)


def _bend(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.float32] | None:
    """Return the line's middle for every column, a parabola through the pieces of the line."""
    height, width = ink.shape
    rows = np.arange(height, dtype=np.float32)
    pieces = np.array_split(np.arange(width), _PIECES)
    weights = np.array([ink[:, piece].sum() for piece in pieces])
    known = weights > 0.1 * np.median(weights)
    if known.sum() < _PIECES // 2:
        return None
    middles = [
        (ink[:, piece].sum(axis=1) @ rows) / max(weight, 1e-6)
        for piece, weight in zip(pieces, weights, strict=True)
    ]
    places = np.array([piece.mean() for piece in pieces]) / width
    curve = np.polyfit(places[known], np.array(middles)[known], 2)
    return np.asarray(np.polyval(curve, np.arange(width) / width), np.float32)


def _half_height(ink: npt.NDArray[np.float32], bend: npt.NDArray[np.float32]) -> float:
    away = np.arange(ink.shape[0], dtype=np.float32)[:, None] - bend[None, :]
    spread = float(np.sqrt((ink * away**2).sum() / max(float(ink.sum()), 1e-6)))
    return float(min(max(_HALF_HEIGHT * spread, 8.0), ink.shape[0] / 2))
