"""The PDF417 barcode of a card from pixels: any way round, at any angle, in poor light.

zxing-cpp reads symbols that lie along the picture's axes, and none that is turned by three
degrees. So the symbol is looked for first, cut out and turned, and what the camera did to it is
undone step by step.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import cv2
import numpy as np
import zxingcpp

from verification.readers.barcode_regions import Cutting, closer, cuttings, whole
from verification.readers.barcode_restoring import Restored, quickly, thoroughly
from verification.readers.images import Image

_PDF417 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.PDF417)
_MIN_SIDE = 32
# Below this the symbol's own redundancy is used up, nothing is left to notice a wrong decoding,
# and wrong ones were seen at 0: docs/documents-barcode.md.
MIN_UNUSED_CORRECTION = 0.1
_DEBLURRED = 2  # cuttings at most
_CLOSER = 2  # cuttings at most
_WHOLE_SIDE = 2000

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BarcodeReading:
    """A barcode as read; not yet believed.

    Attributes:
        payload: the bytes that the symbol holds.
        corners: the symbol's four, in pixels of the picture; its own top left first, clockwise.
        correction: share of the symbol's codewords that are there for error correction, 0 to 1.
        unused_correction: share of those that the decoding did not need, 0 to 1; at 1 every
            codeword was read right.
        attempts: how many cuttings and restorations were tried, this one included.
    """

    payload: bytes
    corners: tuple[Point, Point, Point, Point]
    correction: float
    unused_correction: float
    attempts: int


def read_pdf417(image: Image) -> BarcodeReading | None:
    """Read the largest PDF417 symbol; None when none is readable beyond doubt.

    Args:
        image: RGB, ``uint8``, shape (height, width, 3).
    """
    if min(image.shape[:2]) < _MIN_SIDE:
        return None
    luma: Image = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY).astype(np.uint8)
    for attempts, (cutting, restored) in enumerate(_attempts(luma), start=1):
        symbol = _decoded(restored)
        if symbol is not None:
            return _reading(symbol, cutting, attempts)
    return None


def _attempts(luma: Image) -> Iterator[tuple[Cutting, Restored]]:
    """Yield what to try, the likeliest and cheapest first: 59 at most."""
    cut = list(cuttings(luma))
    for cutting in cut:
        for restored in quickly(cutting.pixels):
            yield cutting, restored
    undivided = whole(luma, _WHOLE_SIDE)
    yield undivided, Restored(undivided.pixels)
    for cutting in islice(closer(luma), _CLOSER):
        for restored in quickly(cutting.pixels):
            yield cutting, restored
    wide = (each for each in cut if each.pixels.shape[1] > each.pixels.shape[0])
    for cutting in islice(wide, _DEBLURRED):
        for restored in thoroughly(cutting.pixels):
            yield cutting, restored


def _decoded(restored: Restored) -> zxingcpp.Barcode | None:
    way = "GlobalHistogram" if restored.one_threshold else "LocalAverage"
    symbols = zxingcpp.read_barcodes(
        restored.pixels,
        formats=_PDF417,
        binarizer=getattr(zxingcpp.Binarizer, way),
        try_invert=False,
    )
    sure = [each for each in symbols if _unused(each) >= MIN_UNUSED_CORRECTION]
    return max(sure, key=lambda symbol: len(symbol.bytes), default=None)


def _unused(symbol: zxingcpp.Barcode) -> float:
    extra: Any = symbol.extra
    return float(extra.get("UEC", 0))


def _reading(symbol: zxingcpp.Barcode, cutting: Cutting, attempts: int) -> BarcodeReading:
    place = symbol.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    first, second, third, fourth = (cutting.in_picture(each.x, each.y) for each in corners)
    return BarcodeReading(
        payload=bytes(symbol.bytes),
        corners=(first, second, third, fourth),
        correction=float(symbol.ec_level.rstrip("%") or 0) / 100,
        unused_correction=_unused(symbol),
        attempts=attempts,
    )
