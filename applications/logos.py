"""A logo that somebody uploads: looked at by its header first, then drawn anew as a small PNG."""

from io import BytesIO

import PIL.Image
from PIL import ImageOps, UnidentifiedImageError

MOST_BYTES = 1024**2
MOST_SIDE = 4000  # pixels, before it is made smaller
LEAST_SIDE = 16
BOX = (480, 144)  # thrice what the page shows, for dense screens
_FORMATS = ("PNG", "JPEG", "WEBP")


class LogoRefused(Exception):
    """The file is no logo that we take; the message says why."""


def redrawn(data: bytes) -> bytes:
    """Return the pixels alone, upright, as a PNG of at most ``BOX``.

    Nothing else of the file is kept: no metadata, no second frame, no other format hidden in it.

    Raises:
        LogoRefused: see its message.
    """
    if len(data) > MOST_BYTES:
        raise LogoRefused("The logo is larger than 1 MB.")
    try:
        with PIL.Image.open(BytesIO(data), formats=_FORMATS) as image:
            _check_size(image)
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise LogoRefused("The logo is no PNG, JPEG or WebP, or it is damaged.") from error
    upright.thumbnail(BOX)
    fresh = PIL.Image.new("RGBA", upright.size)
    fresh.paste(upright)
    buffer = BytesIO()
    fresh.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def size(png: bytes) -> tuple[int, int]:
    """Return width and height of a logo that was drawn anew, in pixels."""
    with PIL.Image.open(BytesIO(png), formats=("PNG",)) as image:
        return image.size


def _check_size(image: PIL.Image.Image) -> None:
    """Look at the header's size before any pixel is decoded."""
    if max(image.size) > MOST_SIDE:
        raise LogoRefused(f"The logo is larger than {MOST_SIDE} pixels.")
    if min(image.size) < LEAST_SIDE:
        raise LogoRefused(f"The logo is smaller than {LEAST_SIDE} pixels.")
