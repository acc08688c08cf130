"""What a hand, a lamp, a table and a cheap camera do to the picture of a document."""

import io
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from sandbox.specimens.passports import sans

Pixels = npt.NDArray[np.uint8]
_Floats = npt.NDArray[np.float32]
_TABLE = (92.0, 74.0, 60.0)
_WORDS = (
    "INVOICE 2026-1187", "Terms and conditions apply", "<<< BACK <<<<<<<<<<<<<", "Tel. 555-0100",
    "The quick brown fox jumps over the lazy dog", "BOARDING PASS  GATE 12  SEAT 14C",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taking:
    """How a picture is taken; without arguments from right above, sharp, in even light.

    Attributes:
        size: of the picture, width and height in pixels.
        fills: share of the picture's width that the page takes, before it is turned.
        place: of the page's middle, shares of the picture.
        rotation: degrees against the clock.
        tilt: 0 to 0.4: how much shorter the page's far edge is than the near one.
        slant: the same, for the right edge against the left.
        blur: standard deviation of the lens's blur, in pixels of the picture.
        motion: length of the hand's movement, in pixels, along the page's diagonal.
        noise: standard deviation, in grey levels.
        light: factor on all that is seen.
        contrast: factor on the differences from the mean; 1 leaves them.
        shadow: 0 to 1: how dark the shadow of a hand over half of the page is.
        glare: 0 to 1: how white a lamp's reflection is, near the lower middle of the page.
        moire: 0 to 1: strength of a screen's grid, as when a display is photographed.
        curl: 0 to 0.1: how far the page bends up in its middle, share of its width, as in a book.
        hologram: 0 to 1: strength of foil in several colours over the whole page, zone and all.
        clutter: papers with print lie around the page.
        jpeg: quality of the compression, 1 to 100; None for none.
    """

    size: tuple[int, int] = (1600, 1200)
    fills: float = 0.9
    place: tuple[float, float] = (0.5, 0.5)
    rotation: float = 0.0
    tilt: float = 0.0
    slant: float = 0.0
    blur: float = 0.0
    motion: float = 0.0
    noise: float = 2.0
    light: float = 1.0
    contrast: float = 1.0
    shadow: float = 0.0
    glare: float = 0.0
    moire: float = 0.0
    curl: float = 0.0
    hologram: float = 0.0
    clutter: bool = False
    jpeg: int | None = 90


def take_picture(page: Image.Image, taking: Taking, seed: int = 0) -> Pixels:
    """Photograph a page that lies on a table; RGB, shape (height, width, 3).

    Args:
        page: flat and upright.
        taking: how the picture is taken.
        seed: of the noise, and of where clutter lies.
    """
    rng = np.random.default_rng(seed)
    table = _table(taking, rng)
    scene = _on(table, _curled(_reflecting(np.asarray(page), taking), taking.curl), taking)
    scene = _blurred(_lit(scene, taking), taking)
    scene += rng.normal(0, taking.noise, scene.shape).astype(np.float32)
    return compressed(scene.clip(0, 255).astype(np.uint8), taking.jpeg)


def _table(taking: Taking, rng: np.random.Generator) -> _Floats:
    width, height = taking.size
    table = Image.new("RGB", taking.size, tuple(round(value) for value in _TABLE))
    if taking.clutter:
        for _ in range(14):
            paper = _scrap(width, rng)
            at = (int(rng.uniform(-0.1, 0.9) * width), int(rng.uniform(-0.1, 0.95) * height))
            table.paste(paper, at, paper)
    return np.asarray(table, np.float32)


def _scrap(width: int, rng: np.random.Generator) -> Image.Image:
    """A piece of paper with a few printed lines, turned."""
    size = max(12, width // 60)
    paper = Image.new("RGBA", (width // 3, width // 8), (236, 234, 228, 255))
    draw = ImageDraw.Draw(paper)
    for row in range(5):
        words = _WORDS[int(rng.integers(len(_WORDS)))]
        draw.text((10, 6 + row * size * 1.4), words, (40, 40, 40), font=sans(size))
    return paper.rotate(float(rng.uniform(-40, 40)), expand=True)


def _reflecting(page: Pixels, taking: Taking) -> _Floats:
    """Add what lies on the page itself: glare, a shadow's edge, the grid of a screen."""
    seen = page.astype(np.float32)
    height, width = page.shape[:2]
    y, x = np.mgrid[0:1:height * 1j, 0:1:width * 1j].astype(np.float32)  # fmt: skip
    if taking.moire:
        # Two grids of nearly the same pitch beat: the display's and the sensor's.
        grid = np.sin(x * width / 1.3) * np.sin(y * height / 1.3) + np.sin(x * 90 + y * 25)
        seen *= 1 - taking.moire * 0.25 * (1 + grid[..., None] / 2)
    if taking.hologram:
        waves = np.stack([np.sin(x * 55 + 9 * np.sin(y * 21) + shift) for shift in (0, 2, 4)], -1)
        rings = np.sin(np.hypot(x - 0.5, y - 0.7) * 160)[..., None]
        seen += taking.hologram * 60 * (waves + rings) * (waves > 0)
    if taking.shadow:
        edge = 1 / (1 + np.exp(-(x + 0.4 * y - 0.75) * 30))
        seen *= 1 - taking.shadow * edge[..., None]
    if taking.glare:
        spot = np.exp(-((x - 0.55) ** 2 / 0.02 + (y - 0.8) ** 2 / 0.015))
        seen += (255 - seen) * (taking.glare * spot)[..., None]
    return seen


def _curled(page: _Floats, curl: float) -> _Floats:
    """Bend the page: lines that were straight become arcs, highest in the middle."""
    if not curl:
        return page
    height, width = page.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    lifted = y + curl * width * (np.sin(np.pi * x / width) - 0.5)
    bent = cv2.remap(page, x, lifted, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, np.float32)


def _on(table: _Floats, page: _Floats, taking: Taking) -> _Floats:
    """Lay the page on the table, seen from where the hand holds the camera."""
    matrix, scale = _projection(page.shape[1], page.shape[0], taking)
    # Averages first, as a lens does: a warp alone would skip pixels.
    soft = cv2.GaussianBlur(page, (0, 0), 0.4 / scale) if scale < 1 else page
    covered = cv2.warpPerspective(
        np.ones(page.shape[:2], np.float32), matrix, taking.size, flags=cv2.INTER_LINEAR
    )[..., None]
    seen = cv2.warpPerspective(
        soft, matrix, taking.size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(table * (1 - covered) + seen * covered, np.float32)


def _projection(width: int, height: int, taking: Taking) -> tuple[npt.NDArray[np.float64], float]:
    scale = taking.fills * taking.size[0] / width
    pull, lift = taking.tilt / 2 * width, taking.slant / 2 * height
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array(
        [[pull, 0], [width - pull, lift], [width, height - lift], [0, height]], np.float32
    )
    angle = np.deg2rad(-taking.rotation)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    placed = (seen - np.array([width, height]) / 2) * scale @ turn.T
    placed += np.array(taking.place) * taking.size
    matrix = cv2.getPerspectiveTransform(flat, placed.astype(np.float32))
    return np.asarray(matrix, np.float64), scale


def _lit(scene: _Floats, taking: Taking) -> _Floats:
    mean = scene.mean()
    return np.asarray(((scene - mean) * taking.contrast + mean) * taking.light, np.float32)


def _blurred(scene: _Floats, taking: Taking) -> _Floats:
    if taking.blur:
        scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), taking.blur), np.float32)
    length = round(taking.motion)
    if length > 1:
        kernel = np.eye(length, dtype=np.float32) / length
        scene = np.asarray(cv2.filter2D(scene, -1, kernel), np.float32)
    return scene


def compressed(pixels: Pixels, quality: int | None) -> Pixels:
    """Return the pixels after a JPEG of this quality; None leaves them."""
    if quality is None:
        return pixels
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as image:
        return np.array(image.convert("RGB"), dtype=np.uint8)
