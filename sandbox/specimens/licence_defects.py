"""What a hand, a lamp and a cheap camera do to the picture of a card."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from sandbox.specimens.licence import PIXELS_PER_MODULE, SIZE
from sandbox.specimens.taking import Pixels, compressed

Floats = npt.NDArray[np.floating[Any] | np.integer[Any]]
_MARGIN = 0.12  # of the card's width, of table around it
_TABLE = np.array([96, 82, 70], np.float32)


@dataclass(frozen=True, slots=True)
class Defects:
    """How the picture is taken; without arguments from right above, sharp, in even light.

    Attributes:
        pixels_per_module: how large one module of the barcode is in the picture; 4 and less.
        rotation: degrees against the clock.
        tilt: 0 to 0.4: how much shorter the far edge of the card is than the near one.
        blur: standard deviation of the lens's blur, in modules.
        motion: length of the hand's movement along the card, in modules.
        noise: standard deviation, in grey levels.
        shade: 0 to 1: how much darker one corner is than the other.
        glare: 0 to 1: how white a lamp's reflection makes the middle of the card.
        spread: by how much ink widens each bar, in modules; below 0, it is narrower.
        worn: share of the card hidden by scratches; 0 to 1.
        jpeg: quality of the last compression, None for none.
    """

    pixels_per_module: float = 3.0
    rotation: float = 0.0
    tilt: float = 0.0
    blur: float = 0.0
    motion: float = 0.0
    noise: float = 2.0
    shade: float = 0.0
    glare: float = 0.0
    spread: float = 0.0
    worn: float = 0.0
    jpeg: int | None = 90


def photograph(card: Image.Image, defects: Defects, seed: int = 0) -> Pixels:
    """Take a picture of a flat card.

    Args:
        card: one side, as ``draw_licence`` draws it.
        defects: how the picture is taken.
        seed: of noise and scratches.

    Returns:
        RGB, ``uint8``, shape (height, width, 3).
    """
    rng = np.random.default_rng(seed)
    pixels = _scratched(np.asarray(card, np.uint8), defects.worn, rng)
    inked = _spread(pixels, defects.spread)
    lit = _lit(_blurred(inked.astype(np.float32), defects), defects)
    taken = _projected(lit, defects)
    noisy = taken + rng.normal(0, defects.noise, taken.shape) if defects.noise else taken
    return compressed(noisy.clip(0, 255).astype(np.uint8), defects.jpeg)


def _scratched(pixels: Pixels, worn: float, rng: np.random.Generator) -> Pixels:
    scratched = pixels.copy()
    height, width = pixels.shape[:2]
    thickness = PIXELS_PER_MODULE
    for _ in range(round(worn * height / thickness)):
        ends = rng.uniform(0, height, 2).astype(int)
        shade = float(rng.uniform(120, 240))
        start, end = (0, int(ends[0])), (width, int(ends[1]))
        cv2.line(scratched, start, end, (shade, shade, shade), thickness)
    return scratched


def _spread(pixels: Pixels, modules: float) -> Pixels:
    size = round(abs(modules) * PIXELS_PER_MODULE) + 1
    change = cv2.erode if modules > 0 else cv2.dilate  # ink is dark
    return np.asarray(change(pixels, np.ones((size, size), np.uint8)), np.uint8)


def _blurred(pixels: Floats, defects: Defects) -> Floats:
    if defects.blur:
        pixels = cv2.GaussianBlur(pixels, (0, 0), defects.blur * PIXELS_PER_MODULE)
    length = round(defects.motion * PIXELS_PER_MODULE)
    if length > 1:
        pixels = cv2.blur(pixels, (length, 1))
    return pixels


def _lit(pixels: Floats, defects: Defects) -> Floats:
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    lit = pixels * (1 - defects.shade * (x + y) / 2)[..., None]
    spot = defects.glare * np.exp(-((x - 0.5) ** 2 / 0.02 + (y - 0.7) ** 2 / 0.05))
    glared: Floats = lit + (255 - lit) * spot[..., None]
    return glared


def _projected(card: Floats, defects: Defects) -> Floats:
    """Lay the card on a table and look at it from where the hand holds the camera."""
    width, height = SIZE
    scale = defects.pixels_per_module / PIXELS_PER_MODULE
    pull = defects.tilt / 2 * width
    corners = np.array([[pull, 0], [width - pull, 0], [width, height], [0, height]], np.float32)
    centred = (corners - np.array([width, height]) / 2) * scale
    angle = np.deg2rad(-defects.rotation)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    placed = centred @ turn.T
    placed -= placed.min(axis=0) - _MARGIN * width * scale
    frame = np.ceil(placed.max(axis=0) + _MARGIN * width * scale).astype(int)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    # Averages first, as a lens does: a warp alone would skip pixels of the drawn card.
    if scale < 1:
        card = cv2.GaussianBlur(card, (0, 0), 0.4 / scale)
    matrix = cv2.getPerspectiveTransform(flat, placed.astype(np.float32))
    taken: Floats = cv2.warpPerspective(
        card,
        matrix,
        (int(frame[0]), int(frame[1])),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=_TABLE.tolist(),
    )
    return taken
