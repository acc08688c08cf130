"""Sunglasses, masks and closed lids, drawn onto a face."""

import cv2
import numpy as np
import numpy.typing as npt

from verification.readers.face_mesh import Mesh
from verification.readers.images import Image

_EYES = ((33, 133, 145, 159), (263, 362, 374, 386))
_OUTER = (33, 263)
# Of each eye: the lower lid from its outer corner to the inner one, and the fold above the eye.
_LIDS = (
    ((33, 7, 163, 144, 145, 153, 154, 155, 133), (247, 30, 29, 27, 28, 56, 190)),
    ((263, 249, 390, 373, 374, 380, 381, 382, 362), (467, 260, 259, 257, 258, 286, 414)),
)
_MASKED = (
    234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361,
    323, 454, 280, 6, 50,
)  # fmt: skip


def sunglasses(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    """Draw two dark lenses."""
    points, drawn = mesh.points[:, :2], image.copy()
    across = float(np.linalg.norm(points[_OUTER[0]] - points[_OUTER[1]])) * rng.uniform(0.46, 0.6)
    down = across * rng.uniform(0.6, 0.8)
    dark = tuple(int(value) for value in rng.integers(5, 45, 3))
    for eye in _EYES:
        x, y = points[list(eye)].mean(axis=0).tolist()
        cv2.ellipse(drawn, ((x, y), (across, down), 0.0), dark, -1, cv2.LINE_AA)
    return drawn


def mask(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    """Draw a plain, light mask over nose, mouth and chin."""
    return _masked(image, mesh, tuple(int(value) for value in rng.integers(120, 245, 3)))


def black_mask(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    """Draw a dark mask with folds, which have as much contrast as lips."""
    dark = int(rng.integers(20, 80))
    drawn = _masked(image, mesh, (dark, dark, dark))
    points = mesh.points[:, :2]
    for share in (0.2, 0.4, 0.6, 0.8):
        ends = [points[cheek] * (1 - share) + points[152] * share for cheek in (93, 323)]
        line = np.array(ends).round().astype(np.int32)
        cv2.polylines(drawn, [line], False, (2 * dark,) * 3, 2, cv2.LINE_AA)
    return drawn


def _masked(image: Image, mesh: Mesh, colour: tuple[int, ...]) -> Image:
    drawn = image.copy()
    outline = cv2.convexHull(mesh.points[list(_MASKED), :2].astype(np.int32))
    cv2.fillConvexPoly(drawn, outline, colour, cv2.LINE_AA)
    return drawn


def closed_eyes(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    """Draw the upper lids down to the lower ones, in their own skin, with a line of lashes."""
    points, drawn = mesh.points[:, :2], image.copy()
    across = float(np.linalg.norm(points[_OUTER[0]] - points[_OUTER[1]]))
    for lower, fold in _LIDS:
        skin = np.median([_at(image, points[index]) for index in fold], axis=0)
        outline = np.concatenate([points[list(lower)], points[list(fold)][::-1]])
        lid = np.zeros(image.shape[:2], np.uint8)
        cv2.fillPoly(lid, [outline.round().astype(np.int32)], 255, cv2.LINE_AA)
        soft = cv2.GaussianBlur(lid, (0, 0), max(0.6, across / 100))[..., None] / 255.0
        drawn = (skin * rng.uniform(0.9, 1.0) * soft + drawn * (1 - soft)).astype(np.uint8)
        lashes = tuple(int(value) for value in skin * rng.uniform(0.25, 0.5))
        line = points[list(lower)].round().astype(np.int32)
        cv2.polylines(drawn, [line], False, lashes, max(1, round(across / 60)), cv2.LINE_AA)
    return drawn


def _at(image: Image, point: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    height, width = image.shape[:2]
    x, y = point.round().astype(int)
    return np.asarray(image[min(max(y, 0), height - 1), min(max(x, 0), width - 1)])
