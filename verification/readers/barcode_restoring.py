"""Undoing what noise, wear and blur did to a barcode whose bars stand upright.

Rows of PDF417 are three modules high at least (ISO/IEC 15438 section 5.8.2), so that smoothing
along the bars costs nothing that is needed, while sharpening goes across them only.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from verification.readers.images import Image

_ALONG = 3.0  # pixels; half a module of the usual cutting
_ACROSS = 0.8
_BARELY = 0.1  # cv2 wants a number: no smoothing in this direction
_INK = np.ones((2, 2), np.uint8)  # a fifth to a third of a module; bars may lie level
_LENS_BLURS = (2.8, 4.0)  # pixels; half and three quarters of a module
_ITERATIONS = 30


@dataclass(frozen=True, slots=True)
class Restored:
    """A picture to try.

    Attributes:
        pixels: luma.
        one_threshold: whether one threshold serves the whole picture better than local ones.
    """

    pixels: Image
    one_threshold: bool = False


def quickly(luma: Image) -> Iterator[Restored]:
    """Yield the picture as it is, with thinner bars, without noise, then sharpened."""
    yield Restored(luma)
    # Print spreads ink: bars of all widths grow by the same amount, and narrow gaps close.
    yield Restored(cv2.dilate(luma, _INK).astype(np.uint8))
    smooth = _smoothed(luma)
    yield Restored(smooth)
    sharp = _sharpened(smooth)
    yield Restored(sharp)
    yield Restored(sharp, one_threshold=True)


def thoroughly(luma: Image) -> Iterator[Restored]:
    """Yield the picture without a lens's blur of half a module and more; takes 50 ms each."""
    smooth = _smoothed(luma)
    for lens_blur in _LENS_BLURS:
        yield Restored(_deblurred(smooth, lens_blur))


def _smoothed(luma: Image) -> Image:
    smooth: Image = cv2.GaussianBlur(luma, (0, 0), sigmaX=_ACROSS, sigmaY=_ALONG).astype(np.uint8)
    return smooth


def _sharpened(luma: Image) -> Image:
    levels = luma.astype(np.float32)
    around = cv2.GaussianBlur(levels, (0, 0), sigmaX=_LENS_BLURS[1], sigmaY=_BARELY)
    sharp: Image = (levels + 2 * (levels - around)).clip(0, 255).astype(np.uint8)
    return sharp


def _deblurred(luma: Image, lens_blur: float) -> Image:
    """Undo a Gaussian blur across the bars by Richardson (1972) and Lucy (1974)."""
    seen = luma.astype(np.float32) + 1
    guess = seen
    for _ in range(_ITERATIONS):
        expected = cv2.GaussianBlur(guess, (0, 0), sigmaX=lens_blur, sigmaY=_BARELY)
        ratio = cv2.GaussianBlur(seen / expected, (0, 0), sigmaX=lens_blur, sigmaY=_BARELY)
        guess = guess * ratio
    deblurred: Image = guess.clip(0, 255).astype(np.uint8)
    return deblurred
