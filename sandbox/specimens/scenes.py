"""Taking the pictures: a page on a table, a face at arm's length."""

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from sandbox.specimens.passports import sans
from sandbox.specimens.portraits import Sitter, selfie_crop_of

_Pixels = npt.NDArray[np.uint8]
_TABLE = (92, 74, 60)


def photograph_page(page: Image.Image) -> Image.Image:
    """Photograph a page on a table: turned a little, not quite from above."""
    pixels = np.asarray(page)
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array(
        [[130, 128], [width + 112, 96], [width + 148, height + 118], [96, height + 146]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    scene = cv2.warpPerspective(
        pixels, matrix, (width + 240, height + 240), flags=cv2.INTER_AREA, borderValue=_TABLE
    )
    return Image.fromarray(_camera(_lit(scene, 0.90, 1.04), seed=1))


def take_selfie(sitter: Sitter) -> Image.Image:
    """Render the sitter anew: a wider crop, turned a little, in other light."""
    source = np.asarray(selfie_crop_of(sitter))
    scale = 1200 / source.shape[0]
    size = (round(source.shape[1] * scale), 1200)
    pixels = cv2.resize(source, size, interpolation=cv2.INTER_CUBIC)
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array(
        [[-34, -30], [width + 12, -46], [width + 30, height + 18], [-16, height + 36]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    scene = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_LINEAR)
    warm = scene * np.array([1.04, 1.0, 0.93], np.float32)
    selfie = Image.fromarray(_camera(_lit(warm, 1.08, 0.82), seed=2))
    ImageDraw.Draw(selfie).text((24, height - 64), "SPECIMEN", "white", font=sans(40))
    return selfie


def _lit(scene: npt.NDArray[np.generic], left: float, right: float) -> npt.NDArray[np.float32]:
    """Let light fall from one side: factors at the left and the right edge."""
    ramp = np.linspace(left, right, scene.shape[1], dtype=np.float32)
    return scene.astype(np.float32) * ramp[None, :, None]


def _camera(scene: npt.NDArray[np.float32], *, seed: int) -> _Pixels:
    """Add a sensor's noise, the same each time."""
    noise = np.random.default_rng(seed).normal(0, 2.0, scene.shape).astype(np.float32)
    return (scene + noise).clip(0, 255).astype(np.uint8)
