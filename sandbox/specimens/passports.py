"""Drawing the data page of a passport of Utopia: a specimen that cannot be mistaken for real."""

import unicodedata
from collections.abc import Iterable
from functools import cache

import numpy as np
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # published without types
from PIL import Image, ImageDraw, ImageFont

from sandbox.specimens.mrz import UTOPIA, Passport
from sandbox.specimens.portraits import package_file
from sandbox.specimens.transliteration import transliterate

# An ID-3 page is 125 mm by 88 mm; Doc 9303-4 section 2.
PIXELS_PER_MM = 12
_SIZE = (125 * PIXELS_PER_MM, 88 * PIXELS_PER_MM)
_PORTRAIT = (7, 14, 35, 45)  # left, top, width, height in mm; Doc 9303-4 section 2.3
_MRZ_LEFT, _MRZ_TOP, _MRZ_STEP = 6.4, 69.0, 7.2
_MRZ_PITCH = 2.54  # OCR-B size 1, ten characters an inch; Doc 9303-3 section 4.4
_LONGEST = 30  # characters of a name that fit the page
_INK = (25, 25, 45)
_FAINT = (120, 60, 60)
_OCR_B = ("/usr/share/fonts/opentype/ocr-b/OCRB.otf", "/usr/share/fonts/opentype/ocr-b/OCRBS.otf")


def draw_passport(passport: Passport, lines: tuple[str, str], portrait: Image.Image) -> Image.Image:
    """Draw the data page flat and upright, 12 pixels to the millimetre.

    Args:
        passport: printed in the visual zone.
        lines: printed as the machine-readable zone, right or wrong.
        portrait: the holder's photograph, 7:9.
    """
    page = _paper().copy()
    left, top, width, height = (value * PIXELS_PER_MM for value in _PORTRAIT)
    page.paste(portrait.resize((width, height), Image.Resampling.BICUBIC), (left, top))
    draw = ImageDraw.Draw(page)
    _text(draw, (7, 4), "UTOPIA · PASSPORT · SPECIMEN", 4.2)
    for row, (label, value) in enumerate(_fields(passport)):
        _text(draw, (48, 14 + row * 7.4), label, 1.9, _FAINT)
        _text(draw, (48, 16.4 + row * 7.4), value, 3.6)
    _draw_zone(draw, lines)
    return page


def _fields(passport: Passport) -> Iterable[tuple[str, str]]:
    return (
        ("Type / Country code / Passport no.", f"P    {UTOPIA}    {passport.document_number}"),
        ("Surname", printable(passport.family_name)),
        ("Given names", printable(passport.given_name)),
        ("Nationality", "UTOPIAN"),
        ("Date of birth", f"{passport.birthdate:%d %b %Y}".upper()),
        ("Sex / Place of birth", f"{passport.sex}    ZENITH"),
        ("Date of expiry", f"{passport.expiry:%d %b %Y}".upper()),
    )


def printable(name: str) -> str:
    """Return the name as it is printed: in the zone's letters where the font has no glyphs."""
    capitals = unicodedata.normalize("NFC", name).upper()
    known = _characters()
    if all(ord(char) in known for char in capitals):
        return capitals[:_LONGEST]
    return transliterate(name).replace("<", " ")[:_LONGEST]


@cache
def _characters() -> frozenset[int]:
    with TTFont(package_font("DejaVuSans.ttf"), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _draw_zone(draw: ImageDraw.ImageDraw, lines: tuple[str, str]) -> None:
    font = mrz_font()
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            x = (_MRZ_LEFT + column * _MRZ_PITCH + _MRZ_PITCH / 2) * PIXELS_PER_MM
            y = (_MRZ_TOP + row * _MRZ_STEP + 3) * PIXELS_PER_MM
            draw.text((x, y), char, _INK, font=font, anchor="ms")


def _text(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    height: float,
    ink: tuple[int, int, int] = _INK,
) -> None:
    font = sans(round(height * PIXELS_PER_MM))
    draw.text((at[0] * PIXELS_PER_MM, at[1] * PIXELS_PER_MM), text, ink, font=font)


@cache
def _paper() -> Image.Image:
    """Security paper: fine waves in two tints, and SPECIMEN written across them."""
    width, height = _SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(y / 5 + 9 * np.sin(x / 90)) + np.sin(x / 7 + 7 * np.sin(y / 70))
    base = np.array([232, 236, 226], np.float32)
    tint = np.array([5, 3, 8], np.float32)
    page = Image.fromarray((base - waves[..., None] * tint).clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(page)
    zone = (_MRZ_TOP - 3) * PIXELS_PER_MM
    draw.rectangle((0, zone, width, height), fill=(240, 240, 236))
    for row in range(3):
        at = ((46 + 4 * row) * PIXELS_PER_MM, (18 + 17 * row) * PIXELS_PER_MM)
        draw.text(at, "SPECIMEN", (214, 208, 214), font=sans(10 * PIXELS_PER_MM))
    return page


@cache
def sans(size: int) -> ImageFont.FreeTypeFont:
    """Return DejaVu Sans, ``size`` pixels high: Latin, Cyrillic, Greek, Arabic and more."""
    return ImageFont.truetype(package_font("DejaVuSans.ttf"), size)


@cache
def mrz_font() -> ImageFont.FreeTypeFont:
    """Return OCR-B where Debian's fonts-ocr-b is installed, else a monospaced font of a wheel."""
    for path in _OCR_B:
        try:
            return ImageFont.truetype(path, round(3.55 * PIXELS_PER_MM))
        except OSError:
            continue
    return ImageFont.truetype(package_font("DejaVuSansMono.ttf"), round(3.6 * PIXELS_PER_MM))


def package_font(name: str) -> str:
    """Return the path of a font that matplotlib ships."""
    return str(package_file("matplotlib", f"mpl-data/fonts/ttf/{name}"))
