"""Drawing documents of Utopia of every format that has a machine-readable zone, all SPECIMEN."""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sandbox.specimens.captions import STYLES, Style
from sandbox.specimens.mrz import Passport
from sandbox.specimens.passports import PIXELS_PER_MM, mrz_font, package_font, printable
from sandbox.specimens.transliteration import transliterate
from verification.documents.mrz_layouts import Format

_INK = (25, 25, 45)
_FAINT = (110, 60, 60)
_PITCH = 2.54  # mm; Doc 9303-3 section 4.4
_TITLES = {
    Format.TD1: "IDENTITY CARD",
    Format.TD2: "IDENTITY CARD",
    Format.TD3: "PASSPORT",
    Format.MRV_A: "VISA",
    Format.MRV_B: "VISA",
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Sizes in mm; parts 4 to 7 of Doc 9303, section 2 of each.

    Attributes:
        zone: the first line's middle, from the top.
        portrait: left, top, width, height.
        fields: the left edge of what is printed.
        step: from one field to the next.
    """

    width: float
    height: float
    zone: float
    portrait: tuple[float, float, float, float]
    fields: float
    step: float


_SHEETS = {
    Format.TD3: _Sheet(125, 88, 71.5, (7, 14, 35, 45), 48, 7.6),
    Format.TD2: _Sheet(105, 74, 58.5, (5, 12, 28, 36), 37, 6.6),
    Format.TD1: _Sheet(85.6, 54, 34.5, (4, 7, 16, 20.6), 24, 4.1),
    Format.MRV_A: _Sheet(120, 80, 63.5, (5, 12, 30, 38.6), 42, 7.0),
    Format.MRV_B: _Sheet(105, 74, 58.5, (5, 12, 28, 36), 37, 6.6),
}

_CARD_FRONT = _Sheet(85.6, 54, 58, (4, 9, 24, 31), 32, 6.6)


def draw_document(
    printed: Passport,
    lines: tuple[str, ...],
    portrait: Image.Image,
    *,
    format_: Format = Format.TD3,
    style: Style = STYLES[0],
) -> Image.Image:
    """Draw the side with the zone, flat and upright, 12 pixels to the millimetre.

    A TD1 is drawn with portrait and zone on one side, as cards without a second picture are.

    Args:
        printed: what the visual zone says.
        lines: printed as the machine-readable zone, right or wrong, the same as the print or not.
        portrait: the holder's photograph, 7:9.
        format_: which document.
        style: captions, fonts and places of the print.
    """
    sheet = _SHEETS[format_]
    page = _face(printed, portrait, sheet, _TITLES[format_], style)
    _zone(ImageDraw.Draw(page), lines, sheet)
    return page


def draw_card_front(
    printed: Passport, portrait: Image.Image, *, style: Style = STYLES[0]
) -> Image.Image:
    """Draw the side of a TD1 with the portrait, as cards have it whose zone is on the back."""
    captioned = replace(style, number="Document No.")
    return _face(printed, portrait, _CARD_FRONT, _TITLES[Format.TD1], captioned)


def draw_card_back(lines: tuple[str, ...]) -> Image.Image:
    """Draw the side of a TD1 with the zone and no portrait."""
    sheet = _SHEETS[Format.TD1]
    page = _paper(sheet.width, sheet.height, sheet.zone).copy()
    draw = ImageDraw.Draw(page)
    for row, text in enumerate(("UTOPIA · SPECIMEN", "Address", "1 SPECIMEN STREET, ZENITH")):
        _text(draw, (4, 4 + 5 * row), text, _Lettering("DejaVuSans.ttf", 2.2))
    _zone(draw, lines, sheet)
    return page


def _face(
    printed: Passport, portrait: Image.Image, sheet: _Sheet, title: str, style: Style
) -> Image.Image:
    page = _paper(sheet.width, sheet.height, sheet.zone).copy()
    left, top, width, height = (round(value * PIXELS_PER_MM) for value in sheet.portrait)
    page.paste(portrait.resize((width, height), Image.Resampling.BICUBIC), (left, top))
    draw = ImageDraw.Draw(page)
    lettering = _Lettering("DejaVuSans.ttf", min(4.2, sheet.step * 0.55))
    _text(draw, (sheet.portrait[0], 2.2), f"UTOPIA · {title} · SPECIMEN", lettering)
    for row, (caption, value) in enumerate(_fields(printed, style)):
        _field(draw, sheet, row, (caption, value), style)
    return page


def _fields(printed: Passport, style: Style) -> tuple[tuple[str, str], ...]:
    return (
        (style.number, printed.document_number),
        (style.family, _in_both_scripts(printed.family_name)),
        (style.given, _in_both_scripts(printed.given_name)),
        (style.nationality, "UTOPIAN"),
        (style.birthdate, style.print_date(printed.birthdate)),
        (style.expiry, style.print_date(printed.expiry)),
    )


def _in_both_scripts(name: str) -> str:
    """Print what is not Latin a second time in the zone's letters; Doc 9303-3 section 3.1."""
    own = printable(name)
    return own if _is_latin(own) else f"{own} / {transliterate(name).replace('<', ' ')}"


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(char, "") for char in text if char.isalpha())


def _field(
    draw: ImageDraw.ImageDraw, sheet: _Sheet, row: int, field: tuple[str, str], style: Style
) -> None:
    caption, value = field
    # The first field stands a little above the portrait's upper edge, the others follow.
    top = sheet.portrait[1] - sheet.step * 0.35 + row * sheet.step
    small, large = sheet.step * 0.25, sheet.step * 0.46
    below = (sheet.fields, top + sheet.step * 0.33)
    beside = (sheet.fields + sheet.step * 4.6, top + 0.1 * large)
    at = beside if style.beside else below
    room = sheet.width - at[0] - 2
    _text(draw, (sheet.fields, top), caption, _Lettering("DejaVuSans.ttf", small, _FAINT))
    height = min(large, large * room * PIXELS_PER_MM / _width(value, style.font, large))
    _text(draw, at, value, _Lettering(style.font, height))


def _zone(draw: ImageDraw.ImageDraw, lines: tuple[str, ...], sheet: _Sheet) -> None:
    font = mrz_font()
    left = (sheet.width - len(lines[0]) * _PITCH) / 2
    step = 7.2 if len(lines) == 2 else 6.6
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            x = (left + (column + 0.5) * _PITCH) * PIXELS_PER_MM
            y = (sheet.zone + row * step + 1.3) * PIXELS_PER_MM
            draw.text((x, y), char, _INK, font=font, anchor="ms")


@dataclass(frozen=True, slots=True)
class _Lettering:
    """A font of matplotlib's, a height in mm, a colour."""

    font: str
    height: float
    ink: tuple[int, int, int] = _INK


def _text(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, lettering: _Lettering
) -> None:
    font = _lettering(lettering.font, round(lettering.height * PIXELS_PER_MM))
    draw.text((at[0] * PIXELS_PER_MM, at[1] * PIXELS_PER_MM), text, lettering.ink, font=font)


def _width(text: str, font: str, height: float) -> float:
    return _lettering(font, round(height * PIXELS_PER_MM)).getlength(text)


@cache
def _lettering(font: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(package_font(font), size)


@cache
def _paper(width: float, height: float, zone: float) -> Image.Image:
    """Security paper in two tints, SPECIMEN across it; plainer where the zone stands."""
    size = (round(width * PIXELS_PER_MM), round(height * PIXELS_PER_MM))
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    waves = np.sin(y / 6 + 7 * np.sin(x / 80)) + np.sin(x / 8 + 6 * np.sin(y / 60))
    base, tint = np.array([226, 233, 236], np.float32), np.array([7, 5, 4], np.float32)
    page = Image.fromarray((base - waves[..., None] * tint).clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, (zone - 4.5) * PIXELS_PER_MM, size[0], size[1]), fill=(238, 240, 236))
    large = _lettering("DejaVuSans.ttf", round(height / 9 * PIXELS_PER_MM))
    for row in range(3):
        at = (size[0] * (0.34 + 0.03 * row), size[1] * (0.2 + 0.19 * row))
        draw.text(at, "SPECIMEN", (208, 206, 214), font=large)
    return page
