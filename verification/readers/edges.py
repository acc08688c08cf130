"""The edge of a card or page: its four corners, where they stand out from what is around.

Canny's edges (1986) of lightness and colour are closed into outlines. One with four corners, the
proportions of a document (ISO/IEC 7810: ID-1, ID-2, ID-3, in perspective) and an edge along most of
its way is taken. A document that fills the picture, whose edge is covered, or that lies on its own
colour has none to be found.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from verification.readers.images import Image
from verification.readers.pixels import Homography, Pixels, luma, resized

_SIDE = 512  # pixels of the copy that is searched
_LEAST = 0.03  # of the picture's area
_MOST = 0.97
_LONGEST = 2.2  # times the shorter side; ID-1 has 1.59, ID-2 and ID-3 have 1.42
_STRENGTHS = ((20, 60), (50, 150), (10, 30))  # grey levels
_COLOURS = (8, 24)
_STRAIGHT = (0.02, 0.035, 0.05)  # of the outline's length; what is cut off a rounded corner
_FILLED = 0.9  # of the outline's hull
_SUPPORTED = 0.8  # of the way
_THICK = np.ones((5, 5), np.uint8)

#: Corners, pixels of the picture, clockwise as seen there; shape (4, 2).
Corners = npt.NDArray[np.float32]


def find(image: Image) -> Corners | None:
    """Return the corners of the largest outline that may be a document's; None without any."""
    scale = min(1.0, _SIDE / max(image.shape[:2]))
    height, width = (max(1, round(side * scale)) for side in image.shape[:2])
    small = resized(image, width, height)
    found = [quad for edges in _edges(small) for quad in _quadrilaterals(edges)]
    best = max(found, key=cv2.contourArea, default=None)
    if best is None:
        return None
    clockwise = best if cv2.contourArea(best, oriented=True) > 0 else best[::-1]
    return np.asarray(clockwise / scale, np.float32)


def room(image: Image) -> float | None:
    """Return how far the outline keeps from the picture's nearest edge; None without an outline.

    Share of the picture's shorter side. A document that the picture cuts has an outline all the
    same, one of whose sides is the picture's: 0.
    """
    corners = find(image)
    if corners is None:
        return None
    height, width = image.shape[:2]
    beyond = np.array([width, height]) - corners
    return max(0.0, float(np.minimum(corners, beyond).min())) / float(min(height, width))


def rectification(corners: Corners, angle: float) -> tuple[Homography, int, int]:
    """Return what lays the document flat, and its width and height in the picture's scale.

    Args:
        corners: as ``find`` returns them.
        angle: degrees, clockwise in the picture, of a direction that becomes level.
    """
    ways = np.roll(corners, -1, axis=0) - corners
    level = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    first = int(np.argmax(ways @ level / np.maximum(np.linalg.norm(ways, axis=1), 1e-6)))
    seen = np.roll(corners, -first, axis=0)
    sides = np.linalg.norm(np.roll(seen, -1, axis=0) - seen, axis=1)
    width, height = round(float(max(sides[0], sides[2]))), round(float(max(sides[1], sides[3])))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(seen, np.float32), flat)
    return np.asarray(matrix, np.float64), width, height


def holds(corners: Corners, points: npt.ArrayLike) -> float:
    """Return which share of the points, shape (n, 2), lies inside."""
    inside = [
        cv2.pointPolygonTest(corners, (float(x), float(y)), measureDist=False) > 0
        for x, y in np.asarray(points, np.float32).reshape(-1, 2)
    ]
    return float(np.mean(inside)) if inside else 0.0


def _edges(small: Image) -> Iterator[Pixels]:
    grey = cv2.bilateralFilter(luma(small), 7, 40, 7)
    for strength in _STRENGTHS:
        yield _closed(cv2.Canny(grey, *strength))
    lab = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), (5, 5), 0)
    for channel in (1, 2):
        yield _closed(cv2.Canny(np.ascontiguousarray(lab[:, :, channel]), *_COLOURS))


def _closed(edges: npt.ArrayLike) -> Pixels:
    return np.asarray(cv2.dilate(np.asarray(edges, np.uint8), _THICK), np.uint8)


def _quadrilaterals(edges: Pixels) -> Iterator[Corners]:
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        hull = cv2.convexHull(contour)
        area = cv2.contourArea(hull)
        if not _LEAST * edges.size <= area <= _MOST * edges.size:
            continue
        length = cv2.arcLength(hull, True)
        for straight in _STRAIGHT:
            quad = np.asarray(cv2.approxPolyDP(hull, straight * length, True), np.float32)
            quad = quad.reshape(-1, 2)
            if len(quad) == 4 and cv2.contourArea(quad) > _FILLED * area:
                if _is_document(quad, edges):
                    yield quad
                break


def _is_document(quad: Corners, edges: Pixels) -> bool:
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    one, other = sides[0] + sides[2], sides[1] + sides[3]
    if max(one, other) > _LONGEST * min(one, other):
        return False
    way = cv2.polylines(np.zeros_like(edges), [quad.astype(np.int32)], True, 1)
    return bool((edges[way > 0] > 0).mean() >= _SUPPORTED)
