"""What lies between a scene and its JPEG: a lens, light, a sensor; and a screen's grid."""

import io
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow

from verification.readers.images import Image

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
    noisy = seen + rng.normal(0, camera.noise, scene.shape).astype(np.float32)
    return encode(noisy.clip(0, 255).astype(np.uint8), camera.quality)


def encode(pixels: Image, quality: int) -> bytes:
    """Return a JPEG."""
    buffer = io.BytesIO()
    Pillow.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def on_screen(scene: Image, density: float, angle: float) -> Image:
    """Show a scene on a screen and look at it: stripes of three colours, dark lines between rows.

    Args:
        scene: what is shown.
        density: screen pixels for each pixel of the camera; moiré is strongest near 1.
        angle: degrees by which the camera is held askew.
    """
    height, width = scene.shape[:2]
    fine = _SUBPIXELS * density
    size = (round(width * fine), round(height * fine))
    lit = np.asarray(cv2.resize(scene, size), np.float32) * _mask(size)
    soft = cv2.GaussianBlur(lit, (0, 0), 0.27 * fine)
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1 / fine)
    turn[:, 2] += (width / 2 - size[0] / 2, height / 2 - size[1] / 2)
    seen = cv2.warpAffine(soft, turn, (width, height), flags=cv2.INTER_LINEAR)
    return np.asarray(np.clip(seen, 0, 255), np.uint8)


def _mask(size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Return how much of each colour a screen's subpixels let through, shape (h, w, 3)."""
    columns, rows = (np.arange(length) % _SUBPIXELS for length in size)
    colours = (columns[:, None] == np.arange(3)).astype(np.float32) * 2.6
    lines = np.where(rows == _SUBPIXELS - 1, _DARK_LINE, 1.15).astype(np.float32)
    return np.asarray(colours[None] * lines[:, None, None], np.float32)
