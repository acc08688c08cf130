"""Files that an attacker sends for a picture: bombs, polyglots, lies and hostile metadata.

Each with the code of its refusal, or None where its pixels are taken and all else must be gone.
"""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, TiffImagePlugin

#: Stands in all that is hidden in a file; never in what comes out.
MARK = b"h0stile"
_XSS = '"><svg onload=alert(1)>' + MARK.decode()
_XXE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/h0stile">]>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">&e;</x:xmpmeta>'
)
_MILLIONS = b"h0stile!" * 10_000_000
_FRAMES = 10_000


@dataclass(frozen=True, slots=True)
class Hostile:
    """``refused``: the code, None for a picture; ``made``: its bytes, when they are needed."""

    name: str
    refused: str | None
    made: Callable[[], bytes]


@cache
def _pixels() -> Image.Image:
    ramp = np.tile(np.linspace(40, 220, 300, dtype=np.uint8), (240, 1))
    return Image.fromarray(ramp).convert("RGB")


def _saved(kind: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    _pixels().save(buffer, kind, **options)
    return buffer.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png(width: int, height: int, *extra: bytes, rows: bytes | None = None) -> bytes:
    """One bit a pixel; ``extra`` stands before the pixels."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    pixels = b"\0" * (width // 8 + 2) * height if rows is None else rows
    data = _chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + data + _chunk(b"IEND", b"")


def _one_colour(side: int) -> bytes:
    """Some kilobytes that are all of the pixels: made row by row, as a whole would be large."""
    packer, row = zlib.compressobj(9), b"\0" * (side // 8 + 1)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _many_frames_png() -> bytes:
    control = struct.pack(">IIIIHHBB", 300, 240, 0, 0, 1, 30, 0, 0)
    frame = zlib.compress(b"\0" * 39 * 240, 9)
    later = b"".join(
        _chunk(b"fcTL", struct.pack(">I", number) + control)
        + _chunk(b"fdAT", struct.pack(">I", number + 1) + frame)
        for number in range(1, 2 * _FRAMES, 2)
    )
    start = _chunk(b"acTL", struct.pack(">II", _FRAMES, 0)) + _chunk(b"fcTL", b"\0" * 4 + control)
    whole = _png(300, 240, start)
    return whole[:-12] + later + whole[-12:]


def _many_frames_gif() -> bytes:
    """Frames of one pixel of a large screen."""
    frame = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\0"
    screen = b"GIF89a" + struct.pack("<HHBBB", 5000, 5000, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return screen + frame * _FRAMES + b";"


def _jpeg_of(width: int, height: int, *, frame: int = 0xC0) -> bytes:
    """A JPEG whose header claims another size than it has pixels for."""
    data = bytearray(_saved())
    at = data.index(b"\xff\xc0")
    data[at + 1] = frame
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _behind_start(segment: bytes) -> bytes:
    data = _saved()
    return data[:2] + segment + data[2:]


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _mpo_of_billions() -> bytes:
    """An index of pictures that claims 2³² - 1 of them; CIPA DC-007 section 5.2."""
    entries = struct.pack("<HHII", 0xB001, 4, 1, 0xFFFFFFFF)
    entries += struct.pack("<HHII", 0xB002, 7, 0xFFFFFFFF, 8)
    return _behind_start(_segment(0xE2, b"MPF\0II*\0\x08\0\0\0\x02\0" + entries + b"\0" * 4))


def _exif(orientation: object = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = exif[0x0131] = exif[0x9286] = _XSS
    exif[0x0112] = orientation
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0), 27: MARK}
    return exif


def _orientation_of_type(kind: int, value: object) -> bytes:
    """An orientation that is no short number, as the format asks for."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags.tagtype[0x0112] = kind
    tags[0x0112] = value
    buffer = io.BytesIO(b"II*\0\x08\0\0\0")
    buffer.seek(8)
    tags.save(buffer)
    return _saved(exif=b"Exif\0\0" + buffer.getvalue())


def _text(kind: bytes, body: bytes) -> bytes:
    return _png(300, 300, _chunk(kind, body + zlib.compress(_MILLIONS, 9)))


_ZIP = b"PK\x03\x04" + MARK + b"META-INF/MANIFEST.MF" + b"PK\x05\x06" + b"\0" * 18
_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>" + MARK
_HTML = b"<html><script>alert('h0stile')</script></html>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">h0stile</svg>'
_FITS = b"SIMPLE  =                    T".ljust(80) + b"BITPIX  =   8".ljust(80) + MARK

_TOO_MANY, _DAMAGED, _FORMAT = "image.too_many_pixels", "image.damaged", "image.format"

CORPUS = (
    Hostile("PNG of 20,000 by 20,000 pixels", _TOO_MANY, lambda: _one_colour(20_000)),
    Hostile("PNG of 7,000 by 7,000 pixels", None, lambda: _one_colour(7000)),
    Hostile("PNG of 2 billion pixels a row", _TOO_MANY, lambda: _png(2**31 - 1, 1, rows=b"")),
    Hostile("PNG without pixels", _DAMAGED, lambda: _png(300, 240, rows=b"")),
    Hostile("PNG with more pixels than it says", None, lambda: _png(300, 240, rows=_MILLIONS)),
    Hostile("PNG, zTXt bomb", _DAMAGED, lambda: _text(b"zTXt", b"k\0\0")),
    Hostile("PNG, iTXt bomb", _DAMAGED, lambda: _text(b"iTXt", b"k\0\1\0\0\0")),
    Hostile("PNG, iCCP bomb", _DAMAGED, lambda: _text(b"iCCP", b"k\0\0")),
    Hostile("PNG of 10,000 frames", "image.animated", _many_frames_png),
    Hostile("GIF of 10,000 frames", _FORMAT, _many_frames_gif),
    Hostile("JPEG of 65,535 by 65,535 pixels", _TOO_MANY, lambda: _jpeg_of(65535, 65535)),
    Hostile("JPEG of 65,500 by 1 pixels", "image.too_small", lambda: _jpeg_of(65500, 1)),
    Hostile("JPEG of 7,000 by 7,000 pixels, most missing", None, lambda: _jpeg_of(7000, 7000)),
    Hostile("JPEG of no pixels", _DAMAGED, lambda: _jpeg_of(0, 0)),
    Hostile(
        "progressive JPEG of 36 megapixels", _TOO_MANY, lambda: _jpeg_of(6000, 6000, frame=0xC2)
    ),
    Hostile("JPEG with an index of 4 billion pictures", None, _mpo_of_billions),
    Hostile(
        "JPEG with 60,000 comments", None, lambda: _behind_start(_segment(0xFE, MARK) * 60_000)
    ),
    Hostile("JPEG and HTML", None, lambda: _saved() + _HTML),
    Hostile("JPEG and a ZIP", None, lambda: _saved() + _ZIP),
    Hostile("JPEG and a PDF", None, lambda: _saved() + _PDF),
    Hostile(
        "JPEG with a script in its comment", None, lambda: _saved(comment=b"*/=alert(1)/*" + MARK)
    ),
    Hostile("PNG and HTML", None, lambda: _saved("PNG") + _HTML),
    Hostile("WebP and a ZIP", None, lambda: _saved("WEBP") + _ZIP),
    Hostile("GIFAR: GIF and a ZIP", _FORMAT, lambda: _saved("GIF") + _ZIP),
    Hostile("PDF with a script and a JPEG", _FORMAT, lambda: _PDF + _saved()),
    Hostile("SVG with a script", _FORMAT, lambda: _SVG),
    Hostile("TIFF", _FORMAT, lambda: _saved("TIFF")),
    Hostile("FITS", _FORMAT, lambda: _FITS),
    Hostile("ICO", _FORMAT, lambda: _saved("ICO")),
    Hostile("PostScript", _FORMAT, lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n"),
    Hostile("EXIF: place, scripts, upside down", None, lambda: _saved(exif=_exif(3))),
    Hostile("EXIF: orientation 0", None, lambda: _saved(exif=_exif(0))),
    Hostile("EXIF: orientation 65,535", None, lambda: _saved(exif=_exif(65535))),
    Hostile("EXIF: orientation of letters", None, lambda: _orientation_of_type(2, _XSS)),
    Hostile("EXIF: orientation of three numbers", None, lambda: _orientation_of_type(3, (6, 6, 6))),
    Hostile(
        "EXIF: orientation that is not finite", None, lambda: _orientation_of_type(12, float("nan"))
    ),
    Hostile("PNG, EXIF", None, lambda: _saved("PNG", exif=_exif(8))),
    Hostile(
        "WebP, EXIF and XMP with an entity",
        None,
        lambda: _saved("WEBP", exif=_exif(6), xmp=_XXE.encode()),
    ),
    Hostile("JPEG, XMP with an entity", None, lambda: _saved(xmp=_XXE.encode())),
)
