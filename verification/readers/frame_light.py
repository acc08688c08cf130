"""How a face is lit: for the colours that a challenge's page shows."""

from functools import cache

import numpy as np
import numpy.typing as npt

from verification.challenge.light import FaceLight, Light
from verification.readers.face_mesh import Mesh
from verification.readers.images import Image

# Brow, nose, cheeks, chin, in the mesh's numbers.
_PLACES = (151, 108, 337, 5, 50, 280, 205, 425, 187, 411, 199)
_REACH = 0.14  # of the distance between the eyes, around each
_EDGE = 0.1  # of the width, to either side and above, that is no face
_DOWN = 0.6  # of the height; lower are shoulders
_DARK = 0.002  # linear; darker has no colour that noise would not make
_DIGITS = 4  # of a logarithm: there are thousands of them, and noise is greater

Array = npt.NDArray[np.float64]


def light_of(image: Image, mesh: Mesh) -> FaceLight | None:
    """Return the face's light; None where it is too dark, or hardly in the picture.

    The middle one of eleven places counts: what glass mirrors of a page covers few of them.
    """
    places = [_place(image, point, mesh) for point in _points(mesh)]
    seen = [np.log(place) for place in places if place is not None]
    if len(seen) < len(_PLACES) // 2:
        return None
    return FaceLight(
        face=_named(np.median(seen, axis=0)),
        beside=_named(np.log(_beside(image))),
        places=tuple(None if place is None else _named(np.log(place)) for place in places),
    )


def _named(logs: Array) -> Light:
    red, green, blue = np.round(logs, _DIGITS).tolist()
    return Light(red, green, blue)


def _points(mesh: Mesh) -> list[list[int]]:
    return list(np.round(mesh.points[list(_PLACES), :2]).astype(int).tolist())


def _place(image: Image, point: list[int], mesh: Mesh) -> Array | None:
    """Return the light around a point; None at the picture's edge, and in the dark."""
    reach = max(2, round(mesh.eye_distance * _REACH))
    (height, width), (x, y) = image.shape[:2], point
    if not (reach <= x < width - reach and reach <= y < height - reach):
        return None
    light = _linear(image[y - reach : y + reach, x - reach : x + reach])
    return light if light.min() > _DARK else None


def _beside(image: Image) -> Array:
    """Return the light along the edges, above the shoulders."""
    height, width = image.shape[:2]
    edge, down = max(1, round(width * _EDGE)), round(height * _DOWN)
    sides = (image[:down, :edge], image[:down, -edge:], image[: edge // 2, :])
    return np.asarray(np.maximum(np.mean([_linear(side) for side in sides], axis=0), _DARK))


def _linear(pixels: Image) -> Array:
    """Return the mean light of each colour, 0 to 1."""
    return np.asarray(_table()[pixels].reshape(-1, 3).mean(axis=0))


@cache
def _table() -> Array:
    """Return linear light for each of the 256 values of sRGB (IEC 61966-2-1)."""
    values = np.arange(256) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
