"""Bytes that somebody sent us into pixels, and nothing else: by an allow-list, header first.

``inspect`` looks at the header alone and is cheap enough for the web process. ``decode`` makes
pixels and belongs in a worker.
"""

import io
import struct
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageOps

from verification.evidence import ImageMeasures
from verification.readers.jpeg_scans import is_held_whole
from verification.readers.signatures import name_of_format

#: RGB, ``uint8``, shape (height, width, 3), upright.
Image = npt.NDArray[np.uint8]

FORMATS = ("JPEG", "PNG", "WEBP")
_READ = ("JPEG", "PNG", "WebP")  # as ``signatures`` names them
MAX_BYTES = 50 * 1024 * 1024  # the largest that IDV_MAX_UPLOAD_BYTES can be
MAX_PIXELS = 50_000_000
# Its decoder takes 16 bytes for each pixel, four times what the others take.
MAX_WEBP_PIXELS = 20_000_000
# Decoded at no fraction of its size: all coefficients are held. Phones write no such files.
MAX_HELD_JPEG_PIXELS = 25_000_000
MIN_SIDE = 200
MAX_RATIO = 8  # of the longer to the shorter side; so that the working size keeps ``MIN_SIDE``
WORKING_SIDE = 3000
# A face needs fewer pixels than print; half of 12 megapixels' side costs a fifth of the time.
SELFIE_SIDE = 2000
_MEASURED_SIDE = 1000
_CLIPPED = 250
_ORIENTATION_TAG = 0x0112
_JPEG_HEADER_BYTES = 1024 * 1024  # metadata comes first: a thumbnail, a colour profile, a depth map
_BAND = 512  # rows

# Pillow's own guard: an error from twice this size, a warning below it that we make an error too.
PIL.Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=PIL.Image.DecompressionBombWarning)

_TOO_LARGE = (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning)
# What Pillow's readers raise on broken files, by its documentation and by fuzzing them.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
)


class ImageRefused(Exception):
    """The file cannot be used. ``message % values`` tells the person who sent it what to do.

    Attributes:
        code: ``image.…``, stable; for the log and for tests.
        message: safe to show, and to be translated; holds nothing that came with the file.
        values: what the message's placeholders stand for.
    """

    def __init__(self, code: str, message: str, **values: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What the header says: ``format`` is one of ``FORMATS``; sizes in pixels, not yet upright."""

    format: str
    width: int
    height: int


def inspect(data: bytes) -> ImageHeader:
    """Check size, format and dimensions without decoding a pixel.

    Raises:
        ImageRefused: too many bytes or pixels, too small, animated, or no JPEG, PNG or WebP.
    """
    with _opened(_start(data)) as image:
        return ImageHeader(_format(image), image.width, image.height)


def decode(data: bytes, *, side: int = WORKING_SIDE) -> Image:
    """Return the pixels, turned upright, at most ``side`` on the long side.

    All metadata is left behind: only pixels come out. Transparent parts become white.

    Raises:
        ImageRefused: as ``inspect`` does, and for files that end too early or are damaged.
    """
    with _opened(data) as image:
        try:
            return _pixels(image, side)
        except _TOO_LARGE as error:
            raise _too_many_pixels() from error
        except _BROKEN as error:
            raise ImageRefused(
                "image.damaged",
                "This picture is damaged or incomplete. Please take it again, or send it again.",
            ) from error


def reencode(image: Image, *, quality: int = 92) -> bytes:
    """Return a clean JPEG of the pixels, without any metadata."""
    buffer = io.BytesIO()
    PIL.Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def measure(image: Image) -> ImageMeasures:
    """Measure sharpness, brightness and glare on a copy ``1000`` pixels on its long side."""
    height, width = image.shape[:2]
    luma = luma_of(image)
    return ImageMeasures(
        width=width,
        height=height,
        sharpness=sharpness_of(luma),
        brightness=float(luma.mean()),
        glare=float((luma >= _CLIPPED).mean()),
    )


def luma_of(image: Image) -> npt.NDArray[np.uint8]:
    """Return the luma, at most 1000 pixels on its long side, shape (height, width)."""
    grey = PIL.Image.fromarray(image).convert("L")
    grey.thumbnail((_MEASURED_SIDE, _MEASURED_SIDE), PIL.Image.Resampling.BOX)
    return np.asarray(grey)


def sharpness_of(luma: npt.NDArray[np.uint8]) -> float:
    """Return the variance of the 4-neighbour Laplacian; 0 for pictures under 3 pixels."""
    if min(luma.shape) < 3:
        return 0.0
    grey = luma.astype(np.float32)
    centre = grey[1:-1, 1:-1]
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float((around - 4 * centre).var())


def _start(data: bytes) -> bytes:
    """Return enough of a file to hold its header.

    Pillow looks for a JPEG's markers byte by byte: 11 MB of filling took it seconds.
    """
    is_jpeg = data.startswith(b"\xff\xd8") and len(data) <= MAX_BYTES
    return data[:_JPEG_HEADER_BYTES] if is_jpeg else data


def _opened(data: bytes) -> PIL.Image.Image:
    if len(data) > MAX_BYTES:
        raise ImageRefused(
            "image.too_many_bytes",
            "This file is larger than %(most)d MB. Please send a smaller picture.",
            most=MAX_BYTES // 1024**2,
        )
    try:
        image = PIL.Image.open(io.BytesIO(data), formats=FORMATS)
    except _TOO_LARGE as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise _not_an_image(data) from error
    _check_header(image, data)
    return image


def _check_header(image: PIL.Image.Image, data: bytes) -> None:
    most = _most_pixels(image, data)
    if image.width * image.height > most:
        raise _too_many_pixels(most)
    if min(image.width, image.height) < MIN_SIDE:
        raise ImageRefused(
            "image.too_small",
            "This picture is too small to read. Each side needs %(least)d pixels or more.",
            least=MIN_SIDE,
        )
    if max(image.size) > MAX_RATIO * min(image.size):
        raise ImageRefused(
            "image.too_narrow",
            "This picture is a narrow strip. Please send the picture as it was taken.",
        )
    # Phones store a second, smaller frame in a JPEG (MPO); the first one is the photo.
    if _format(image) != "JPEG" and getattr(image, "n_frames", 1) > 1:
        raise ImageRefused(
            "image.animated", "This is an animation. Please send a photo: one still picture."
        )


def _most_pixels(image: PIL.Image.Image, data: bytes) -> int:
    if image.format == "WEBP":
        return MAX_WEBP_PIXELS
    many = image.width * image.height > MAX_HELD_JPEG_PIXELS
    if many and _format(image) == "JPEG" and is_held_whole(data):
        return MAX_HELD_JPEG_PIXELS
    return MAX_PIXELS


def _format(image: PIL.Image.Image) -> str:
    return "JPEG" if image.format == "MPO" else str(image.format)


def _pixels(image: PIL.Image.Image, side: int) -> Image:
    turn = _orientation(image)
    longest = max(image.size)
    # JPEG: decodes at 1/2, 1/4 or 1/8, to the size asked for or more.
    image.draft("RGB", (image.width * side // longest, image.height * side // longest))
    flat = _flat_and_smaller(image, side)
    flat.thumbnail((side, side), PIL.Image.Resampling.BICUBIC, reducing_gap=None)
    upright = flat.transpose(turn) if turn is not None else flat
    return np.array(upright, dtype=np.uint8)


def _flat_and_smaller(image: PIL.Image.Image, side: int) -> PIL.Image.Image:
    """Return RGB, shrunk by a whole number, band by band so that no full copy is ever made."""
    factor = max(1, round(max(image.size) / side))
    if factor == 1:
        return _flattened(image)
    smaller = PIL.Image.new("RGB", (image.width // factor, image.height // factor))
    rows = _BAND // factor * factor
    for top in range(0, smaller.height * factor, rows):
        band = image.crop((0, top, smaller.width * factor, min(top + rows, image.height)))
        smaller.paste(_flattened(band).reduce(factor), (0, top // factor))
    return smaller


def _flattened(image: PIL.Image.Image) -> PIL.Image.Image:
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    white = PIL.Image.new("RGBA", image.size, "white")
    return PIL.Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


_TURNS = {
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_270,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_90,
}


def _orientation(image: PIL.Image.Image) -> PIL.Image.Transpose | None:
    """Read the EXIF orientation; broken EXIF counts as upright, since the pixels are good."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION_TAG, 1))
    except _BROKEN:
        return None


def _too_many_pixels(most: int = MAX_PIXELS) -> ImageRefused:
    return ImageRefused(
        "image.too_many_pixels",
        "This picture has more than %(most)d megapixels. Please send a smaller one.",
        most=most // 1_000_000,
    )


def _not_an_image(data: bytes) -> ImageRefused:
    if not data:
        return ImageRefused("image.format", "This file is empty. Please choose another one.")
    name = name_of_format(data)
    if name in _READ:
        return ImageRefused(
            "image.damaged",
            "This picture is damaged or incomplete. Please take it again, or send it again.",
        )
    if name == "HEIC":
        return ImageRefused(
            "image.format",
            "This is a HEIC photo, which we cannot read. Please take it with the camera of this"
            " page, or save it as JPEG and send that.",
        )
    if name is None:
        return ImageRefused(
            "image.format",
            "This file is not a picture that we can read. Please send a photo as JPEG, PNG or"
            " WebP.",
        )
    return ImageRefused(
        "image.format",
        "We cannot read files of the kind %(name)s. Please send a photo as JPEG, PNG or WebP.",
        name=name,
    )
