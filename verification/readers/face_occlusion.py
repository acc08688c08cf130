"""Whether eyes and mouth can be seen: sunglasses are dark, a mask has no lips. Image measures.

A mask's folds may have as much contrast as lips, but the nose beneath it is not of the colour that
is between the brows. Measured on drawn glasses and masks only (docs/biometrics.md).
"""

import numpy as np
import numpy.typing as npt

from verification.readers.face_mesh import Mesh
from verification.readers.images import Image
from verification.readers.pixels import luma

_EYES = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
_CHEEKS = (50, 280, 205, 425)
_MOUTH = (61, 291, 0, 17, 13, 14)
_NOSE = (4, 5, 195, 45, 275)
_BROW = (9, 8, 107, 336, 151)
_ROOM = 2  # pixels around the points

Grey = npt.NDArray[np.uint8]
Colour = npt.NDArray[np.float64]  # red, green, blue


def eyes_light(image: Image, mesh: Mesh) -> float:
    """Return the light of the lighter eye's brightest places, as a share of the cheeks'."""
    grey = luma(image)
    eyes = (float(np.percentile(_patch(grey, mesh, eye), 90)) for eye in _EYES)
    return max(eyes) / _cheeks(grey, mesh)


def mouth_relief(image: Image, mesh: Mesh) -> float:
    """Return the contrast of the mouth, standard deviation as a share of the cheeks' light."""
    grey = luma(image)
    return float(_patch(grey, mesh, _MOUTH).std()) / _cheeks(grey, mesh)


def nose_light(image: Image, mesh: Mesh) -> float:
    """Return the light of the nose, as a share of the light between the brows."""
    nose, brow = (float(_colour(image, mesh, part).sum()) for part in (_NOSE, _BROW))
    return nose / max(brow, 1.0)


def nose_tint(image: Image, mesh: Mesh) -> float:
    """Return the difference between nose and brow in shares of red, green and blue; 0 to 2."""
    nose, brow = (_colour(image, mesh, part) for part in (_NOSE, _BROW))
    return float(np.abs(nose / max(nose.sum(), 1.0) - brow / max(brow.sum(), 1.0)).sum())


def _colour(image: Image, mesh: Mesh, points: tuple[int, ...]) -> Colour:
    """Return the median colour around some points."""
    height, width = image.shape[:2]
    reach = max(1, int(mesh.eye_distance / 30))
    places = mesh.points[list(points), :2].round().astype(int).clip(0, (width - 1, height - 1))
    around = [
        image[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].reshape(-1, 3)
        for x, y in places
    ]
    return np.asarray(np.median(np.concatenate(around), axis=0), np.float64)


def _cheeks(grey: Grey, mesh: Mesh) -> float:
    height, width = grey.shape
    places = mesh.points[list(_CHEEKS), :2].round().astype(int)
    columns, rows = places[:, 0].clip(0, width - 1), places[:, 1].clip(0, height - 1)
    return max(float(np.median(grey[rows, columns])), 1.0)


def _patch(grey: Grey, mesh: Mesh, points: tuple[int, ...]) -> Grey:
    height, width = grey.shape
    places = mesh.points[list(points), :2]
    left, top = (places.min(axis=0) - _ROOM).astype(int).clip(0, (width - 1, height - 1))
    right, bottom = (places.max(axis=0) + _ROOM).astype(int).clip(0, (width - 1, height - 1))
    return grey[top : max(bottom, top) + 1, left : max(right, left) + 1]
