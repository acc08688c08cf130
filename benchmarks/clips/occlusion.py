"""Sunglasses and masks, drawn onto a rendered face."""

import cv2
import numpy as np

from verification.readers.face_mesh import Mesh
from verification.readers.images import Image

_EYES = ((33, 133, 145, 159), (263, 362, 374, 386))
_OUTER = (33, 263)
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
    """Draw a plain mask over nose, mouth and chin."""
    drawn = image.copy()
    outline = cv2.convexHull(mesh.points[list(_MASKED), :2].astype(np.int32))
    colour = tuple(int(value) for value in rng.integers(120, 245, 3))
    cv2.fillConvexPoly(drawn, outline, colour, cv2.LINE_AA)
    return drawn
