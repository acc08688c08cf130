"""Where in a picture a barcode may lie, and how it is turned; by its many parallel edges.

The structure tensor is that of Bigün and Granlund (1987): the smoothed outer product of the
gradient. Where edges are many and parallel, its eigenvalues are far apart, and the eigenvector of
the larger one points across the bars.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from verification.readers.images import Image

Floats = npt.NDArray[np.floating[Any]]

_SEARCHED_SIDE = 1000
_WINDOW = 0.03  # of the searched side: wider than a gap inside a symbol, narrower than a symbol
_THRESHOLD = 0.65  # of the strongest edges
# How much the edges of a region agree on one direction, 0 to 1. Symbols have 0.2 when hopelessly
# blurred to 0.75; a single edge has 0.99.
_COHERENCE = (0.15, 0.9)
_MIN_AREA = 200  # pixels of the searched picture
_MAX_REGIONS = 3
_SAME_ANGLE = 8.0  # degrees
_MIN_TURN = 0.7  # degrees; zxing-cpp bears less
_CUT_SIDE = 1600  # 4 to 8 pixels to a module of the symbols that licences have
_CUT_AREA = 1_000_000
_MAX_ENLARGING = 3.0
_MARGIN = 0.08
_FAR = 0.6  # of the picture's longer side; a larger region has been seen closely enough
_AROUND = 0.1


@dataclass(frozen=True, slots=True)
class Cutting:
    """A part of the picture, turned so that bars stand upright.

    Attributes:
        pixels: luma.
        matrix: 2 by 3, from pixels of the picture to pixels of the cutting.
    """

    pixels: Image
    matrix: Floats

    def in_picture(self, x: float, y: float) -> tuple[float, float]:
        """Return where in the picture a pixel of the cutting lies."""
        found = cv2.invertAffineTransform(self.matrix) @ np.array([x, y, 1.0])
        return float(found[0]), float(found[1])


@dataclass(frozen=True, slots=True)
class _Region:
    """``points``: (N, 2), pixels of the picture. ``tensor``: summed xx, yy, xy."""

    points: Floats
    tensor: Floats

    @property
    def angle(self) -> float:
        """Degrees from the picture's x axis to the direction across the bars, -90 to 90."""
        xx, yy, xy = self.tensor
        return float(np.degrees(np.arctan2(2 * xy, xx - yy)) / 2)

    @property
    def angle_of_outline(self) -> float:
        """The direction of the smallest rectangle's side that is nearest to ``angle``."""
        side = cv2.minAreaRect(self.points.astype(np.float32))[2]
        return self.angle + (side - self.angle + 45) % 90 - 45

    @property
    def coherence(self) -> float:
        """How much edges agree on one direction: 0 (not at all) to 1."""
        xx, yy, xy = self.tensor
        return float(np.hypot(xx - yy, 2 * xy) / (xx + yy))


def cuttings(luma: Image) -> Iterator[Cutting]:
    """Yield parts of the picture that may hold a barcode, the likeliest first.

    Args:
        luma: ``uint8``, shape (height, width).
    """
    least, most = _COHERENCE
    regions = [each for each in _regions(luma) if least <= each.coherence <= most]
    if len(regions) > 1 and _parallel(regions[0], regions[1]):
        # Glare and folds part a symbol in two.
        regions.insert(0, _joined(regions[0], regions[1]))
    for region in regions:
        yield _cut(luma, region, region.angle)
        # Blur biases the direction of edges, not that of the outline.
        if abs(region.angle_of_outline - region.angle) > _MIN_TURN:
            yield _cut(luma, region, region.angle_of_outline)


def closer(luma: Image) -> Iterator[Cutting]:
    """Look again at the strongest part, where that may be a card far off: print hides its symbol.

    Edges of a whole card run in all directions, so that they need not agree on one.
    """
    strong = [each for each in _regions(luma) if each.coherence <= _COHERENCE[1]]
    for region in strong[:1]:
        low, high = region.points.min(axis=0), region.points.max(axis=0)
        if (high - low).max() > _FAR * max(luma.shape):
            return
        around = _AROUND * (high - low).max()
        left, top = (max(0, int(each)) for each in low - around)
        right, bottom = (int(each) for each in high + around)
        for cutting in cuttings(np.ascontiguousarray(luma[top:bottom, left:right])):
            shift = cutting.matrix[:, :2] @ (left, top)
            matrix = np.column_stack([cutting.matrix[:, :2], cutting.matrix[:, 2] - shift])
            yield Cutting(cutting.pixels, matrix)


def whole(luma: Image, side: int) -> Cutting:
    """Return the whole picture as a cutting, ``side`` pixels at most on its long side."""
    scale = min(1.0, side / max(luma.shape))
    pixels = cv2.resize(luma, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Cutting(pixels.astype(np.uint8), np.eye(2, 3) * scale)


def _regions(luma: Image) -> list[_Region]:
    scale = min(1.0, _SEARCHED_SIDE / max(luma.shape))
    small = whole(luma, _SEARCHED_SIDE).pixels
    window = max(5, round(_WINDOW * max(small.shape)))
    xx, yy, xy = tensor = _tensor(small, window)
    parallel = np.sqrt(np.hypot(xx - yy, 2 * xy))
    strong = (parallel > _THRESHOLD * np.quantile(parallel, 0.995)).astype(np.uint8)
    closed = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    large = [each for each in range(1, count) if stats[each, cv2.CC_STAT_AREA] >= _MIN_AREA]
    strength = np.bincount(labels.ravel(), parallel.ravel(), minlength=count)
    large.sort(key=lambda each: strength[each], reverse=True)
    return [_region(labels == each, tensor, scale) for each in large[:_MAX_REGIONS]]


def _tensor(small: Image, window: int) -> Floats:
    x, y = (cv2.Scharr(small, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    products = (x * x, y * y, x * y)
    return np.stack([cv2.GaussianBlur(each, (0, 0), window / 3) for each in products])


def _region(inside: npt.NDArray[np.bool_], tensor: Floats, scale: float) -> _Region:
    rows, columns = np.nonzero(inside)
    points = np.stack([columns, rows], axis=1) / scale
    return _Region(points, tensor[:, inside].sum(axis=1, dtype=np.float64))


def _parallel(first: _Region, second: _Region) -> bool:
    return abs((first.angle - second.angle + 90) % 180 - 90) <= _SAME_ANGLE


def _joined(first: _Region, second: _Region) -> _Region:
    return _Region(np.vstack([first.points, second.points]), first.tensor + second.tensor)


def _cut(luma: Image, region: _Region, degrees: float) -> Cutting:
    """Cut the region out with a margin, turned against the angle, at one size for all."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = region.points @ turn.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    margin = _MARGIN * (high - low).max()
    low, size = low - margin, high - low + 2 * margin
    scale = min(_MAX_ENLARGING, _CUT_SIDE / size.max(), np.sqrt(_CUT_AREA / size.prod()))
    matrix = np.hstack([turn * scale, (-low * scale)[:, None]])
    # Averages first where the warp would skip pixels.
    source = cv2.GaussianBlur(luma, (0, 0), 0.4 / scale) if scale < 1 else luma
    width, height = (int(side * scale) + 1 for side in size)
    pixels = cv2.warpAffine(
        source,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Cutting(pixels.astype(np.uint8), matrix)
