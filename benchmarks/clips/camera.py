"""What lies between a scene and its JPEG: a lens, light, a sensor; and a screen's grid."""

import io
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow

from verification.readers.images import Image

Light = npt.NDArray[np.float32]

_SUBPIXELS = 3
_DARK_LINE = 0.35  # light of the gap between a screen's rows


@dataclass(frozen=True, slots=True)
class Camera:
    """One phone in one place.

    Attributes:
        blur: pixels, standard deviation.
        noise: of the sensor, grey values.
        gain: of red, green and blue: the light.
        quality: of the JPEG.
    """

    blur: float
    noise: float
    gain: tuple[float, float, float]
    quality: int


def any_camera(rng: np.random.Generator) -> Camera:
    """Draw a camera: from a good one by day to a poor one under a lamp."""
    light = rng.uniform(0.6, 1.15)
    warm = rng.uniform(-0.08, 0.12)
    return Camera(
        blur=rng.uniform(0.4, 1.1),
        noise=rng.uniform(1.5, 4.5),
        gain=(light * (1 + warm), light, light * (1 - warm)),
        quality=int(rng.integers(72, 93)),
    )


def take(scene: Image, camera: Camera, rng: np.random.Generator) -> bytes:
    """Return the JPEG that the camera makes of a scene."""
    light = scene.astype(np.float32) * np.array(camera.gain, np.float32)
    seen = np.asarray(cv2.GaussianBlur(light, (0, 0), camera.blur), np.float32)
    seen += camera.noise * rng.standard_normal(scene.shape, np.float32)
    return encode(seen.clip(0, 255).astype(np.uint8), camera.quality)


def encode(pixels: Image, quality: int) -> bytes:
    """Return a JPEG."""
    buffer = io.BytesIO()
    Pillow.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def screen_grid(width: int, height: int, density: float, angle: float) -> Light:
    """Return how much of each colour a camera sees of a screen: shape (height, width, 3).

    Stripes of three colours, dark lines between rows, through the camera's pixels. A picture on the
    screen is smooth over so little: it is multiplied by this.

    Args:
        width: of the camera's picture, pixels.
        height: of the camera's picture.
        density: screen pixels for each pixel of the camera; moiré is strongest near 1.
        angle: degrees by which the camera is held askew.
    """
    fine = _SUBPIXELS * density
    size = (round(width * fine), round(height * fine))
    soft = cv2.GaussianBlur(_mask(size), (0, 0), 0.27 * fine)
    middle = (size[0] / 2, size[1] / 2)
    turn = np.asarray(cv2.getRotationMatrix2D(middle, angle, 1 / fine), np.float64)
    turn[:, 2] += np.array([width - size[0], height - size[1]]) / 2
    seen = cv2.warpAffine(soft, turn, (width, height), flags=cv2.INTER_LINEAR)
    return np.asarray(seen, np.float32)


def shown(scene: Image, grid: Light) -> Image:
    """Return the scene as a camera sees it on a screen."""
    return np.asarray(np.clip(scene * grid, 0, 255), np.uint8)


def _mask(size: tuple[int, int]) -> Light:
    """Return how much of each colour a screen's subpixels let through, shape (h, w, 3)."""
    columns, rows = (np.arange(length) % _SUBPIXELS for length in size)
    colours = (columns[:, None] == np.arange(3)).astype(np.float32) * 2.6
    lines = np.where(rows == _SUBPIXELS - 1, _DARK_LINE, 1.15).astype(np.float32)
    return np.asarray(colours[None] * lines[:, None, None], np.float32)
