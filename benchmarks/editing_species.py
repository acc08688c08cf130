"""Photographs of drawn passports, and what somebody with an editor makes of them."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # beside a file that is run

from sandbox.specimens.captions import STYLES
from sandbox.specimens.documents import draw_document
from sandbox.specimens.passports import package_font
from sandbox.specimens.people import holder
from sandbox.specimens.portraits import ADMIRAL, ASTRONAUT, package_file, portrait_of
from sandbox.specimens.taking import Taking, take_picture
from sandbox.specimens.zones import zone_of
from verification.readers import faces, text
from verification.readers.text import TextBox

Pixels = npt.NDArray[np.uint8]
_ON = date(2026, 11, 24)
_SIZE = (2016, 1512)  # a phone's picture, halved
_SITTERS = (ASTRONAUT, ADMIRAL)
_INK = (45, 45, 60)
#: Photographs of real things that an installed package ships.
PHOTOGRAPHS = (
    "astronaut",
    "chelsea",
    "coffee",
    "motorcycle_left",
    "rocket",
    "retina",
    "hubble_deep_field",
)


@dataclass(frozen=True, slots=True)
class Photograph:
    """A passport as the camera has it, before any compression, and whose portrait is not in it."""

    number: int
    image: Pixels
    other: Pixels


Edit = Callable[[Pixels, Photograph], Pixels]


def photographs(number: int) -> tuple[Photograph, ...]:
    """Draw passports and photograph each with another hand, lamp and lens."""
    return tuple(_photograph(one) for one in range(number))


def _photograph(number: int) -> Photograph:
    rng = np.random.default_rng(number)
    person = holder(number, _ON)
    mine, other = _SITTERS[number % 2], _SITTERS[1 - number % 2]
    style = STYLES[number % len(STYLES)]
    page = draw_document(person, zone_of(person), portrait_of(mine), style=style)
    taking = Taking(
        size=_SIZE,
        rotation=float(rng.uniform(-3, 3)),
        tilt=float(rng.uniform(0, 0.08)),
        blur=float(rng.uniform(0.5, 1.3)),
        noise=float(rng.uniform(1, 4)),
        light=float(rng.uniform(0.8, 1.05)),
        shadow=float(rng.uniform(0, 0.3)),
        jpeg=None,
    )
    image = take_picture(page, taking, number)
    return Photograph(number, image, np.asarray(portrait_of(other), np.uint8))


def real_photographs() -> tuple[Pixels, ...]:
    """Return photographs of other things: what is told of these is a false alarm."""
    return tuple(_real(name) for name in PHOTOGRAPHS)


def _real(name: str) -> Pixels:
    for ending in ("png", "jpg"):
        try:
            path = package_file("skimage", f"data/{name}.{ending}")
        except FileNotFoundError:
            continue
        with Image.open(path) as image:
            # Smaller, so that no compression of its own is left.
            size = (image.width * 5 // 6, image.height * 5 // 6)
            smaller = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
            return np.asarray(smaller, np.uint8)
    raise FileNotFoundError(name)


def saved(image: Pixels, quality: int | None) -> bytes:
    """Return a JPEG of the quality, or a PNG."""
    buffer = io.BytesIO()
    kind = {"format": "PNG", "compress_level": 1} if quality is None else {"quality": quality}
    Image.fromarray(image).save(buffer, **({"format": "JPEG"} | kind))
    return buffer.getvalue()


def opened(data: bytes) -> Pixels:
    """Return a file's pixels."""
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"), np.uint8)


def swapped_portrait(image: Pixels, of: Photograph) -> Pixels:
    """Put another face over the portrait's, in its size, light and sharpness, with some noise."""
    (there, *_), (here, *_) = faces.find(image), faces.find(of.other)
    scale = there.box.width / here.box.width
    left, top = there.box.left - there.box.width / 4, there.box.top - there.box.height * 0.4
    size = (int(1.5 * there.box.width), int(1.7 * there.box.height))
    from_left, from_top = here.box.left - here.box.width / 4, here.box.top - here.box.height * 0.4
    matrix = np.array([[scale, 0, -from_left * scale], [0, scale, -from_top * scale]])
    edge = cv2.BORDER_REPLICATE
    face = cv2.warpAffine(of.other, matrix, size, flags=cv2.INTER_LINEAR, borderMode=edge)
    return _put(image, np.asarray(face, np.float32), (int(left), int(top)), of.number)


def altered_name(image: Pixels, of: Photograph) -> Pixels:
    """Take a printed line out by filling it from around, and write another in its ink."""
    box = _values(image)[1]
    left, top, right, bottom = _corners(box)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[top:bottom, left:right]
    letters = np.zeros(image.shape[:2], np.uint8)
    dark = (grey < grey.mean() - 15).astype(np.uint8)
    letters[top:bottom, left:right] = cv2.dilate(dark, np.ones((5, 5)))
    page = Image.fromarray(cv2.inpaint(image, letters, 5, cv2.INPAINT_TELEA))
    font = ImageFont.truetype(package_font("DejaVuSans.ttf"), int(box.height * 0.75))
    ImageDraw.Draw(page).text((left + 4, top + 2), "QUIXANO", _INK, font=font)
    new = np.asarray(page, np.float32)[top - 2 : bottom + 2, left - 2 : right + 2]
    return _put(image, new, (left - 2, top - 2), of.number)


def copied_letters(image: Pixels, _: Photograph) -> Pixels:
    """Copy a part of one printed line over another, pixel by pixel."""
    one, other, *_rest = _values(image)
    height = int(min(one.height, other.height))
    width = int(min(one.length, other.length) * 0.6)
    left, top, *_end = _corners(one)
    to_left, to_top, *_end = _corners(other)
    out = image.copy()
    out[to_top : to_top + height, to_left : to_left + width] = image[
        top : top + height, left + 3 : left + 3 + width
    ]
    return out


SPECIES: tuple[tuple[str, Edit], ...] = (
    ("swapped portrait", swapped_portrait),
    ("altered name", altered_name),
    ("copied letters", copied_letters),
)


def _put(image: Pixels, part: npt.NDArray[np.float32], at: tuple[int, int], seed: int) -> Pixels:
    """Lay a part over the picture, as soft and as noisy as a careful hand makes it."""
    left, top = at
    soft = cv2.GaussianBlur(part, (0, 0), 0.8)
    soft = soft + np.random.default_rng(seed).normal(0, 2, soft.shape)
    out = image.copy()
    out[top : top + len(part), left : left + part.shape[1]] = soft.clip(0, 255).astype(np.uint8)
    return out


def _values(image: Pixels) -> list[TextBox]:
    """Return the lines of print beside the portrait, the largest first."""
    height, width = image.shape[:2]
    beside = [
        box
        for box in text.find_boxes(image)
        if box.length > 3 * box.height > 54 and box.x > width * 0.4 and box.y < height * 0.7
    ]
    return sorted(beside, key=lambda box: -box.length * box.height)


def _corners(box: TextBox) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of a box that is nearly level."""
    half, tall = box.length / 2, box.height / 2
    return int(box.x - half), int(box.y - tall), int(box.x + half), int(box.y + tall)
