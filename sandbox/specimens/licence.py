"""Drawing licences of ten jurisdictions: specimens that cannot be mistaken for real.

The layout is our own and the same for all: no jurisdiction's design, emblem or colours are
imitated. The barcode is real PDF417, and its discriminator says SPECIMEN.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from sandbox.specimens.licence_payload import Holder, Style, payload_of
from sandbox.specimens.portraits import package_file
from verification.documents.aamva_jurisdictions import by_code

# An ID-1 card is 85.60 mm by 53.98 mm; ISO/IEC 7810 section 5.
PIXELS_PER_MM = 16
SIZE = (round(85.6 * PIXELS_PER_MM), round(53.98 * PIXELS_PER_MM))
#: Pixels of a drawn card to one module: 0.25 mm, of the 0.170 to 0.380 mm that annex D allows.
PIXELS_PER_MODULE = 4
_COLUMNS = 13
_ERROR_CORRECTION = "5"  # the level that annex D recommends; 3 is its least
_BARCODE_TOP = 31  # mm
_INK = (30, 30, 40)
_FAINT = (110, 110, 120)

#: Ten jurisdictions, each with the way in which its barcodes are written.
STYLES = (
    Style("VA", 11),
    Style("CA", 10),
    Style("NY", 9),
    Style("TX", 8),
    Style("PA", 8),
    Style("WA", 3),
    Style("WV", 4, designator=False, year_first=True),
    Style("ON", 3, offset="0000"),
    Style("AB", 9),
    Style("BC", 0),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of one card, flat and upright, 16 pixels to the millimetre; RGB."""

    front: Image.Image
    back: Image.Image


def draw_licence(
    holder: Holder,
    style: Style,
    portrait: Image.Image,
    *,
    barcode_of: Holder | None = None,
) -> Sides:
    """Draw both sides.

    Args:
        holder: printed on the front.
        style: the jurisdiction and how it writes its barcode.
        portrait: the holder's photograph, 7:9.
        barcode_of: in the barcode instead of ``holder``: a card with a wrong back.
    """
    back = draw_back(payload_of(barcode_of or holder, style), style)
    return Sides(_front(holder, style, portrait), back)


def draw_back(payload: bytes, style: Style) -> Image.Image:
    """Draw the side with the barcode."""
    card = _paper().copy()
    draw = ImageDraw.Draw(card)
    _text(draw, (4, 3), f"{by_code(style.code).name.upper()} · SPECIMEN", 3)
    _text(draw, (4, 9), "CLASS  D     RESTRICTIONS  NONE     ENDORSEMENTS  NONE", 1.8, _FAINT)
    _text(draw, (4, 13), "THIS IS A SPECIMEN OF SOFTWARE. IT IDENTIFIES NOBODY.", 1.8, _FAINT)
    symbol = draw_symbol(payload, PIXELS_PER_MODULE)
    left = (SIZE[0] - symbol.width) // 2
    top = _BARCODE_TOP * PIXELS_PER_MM
    quiet = 2 * PIXELS_PER_MODULE
    frame = (left - quiet, top - quiet, left + symbol.width + quiet, top + symbol.height + quiet)
    draw.rectangle(frame, fill="white")
    card.paste(symbol, (left, top))
    return card


def draw_symbol(payload: bytes, pixels_per_module: int) -> Image.Image:
    """Draw the PDF417 symbol alone, without a quiet zone."""
    barcode = zxingcpp.create_barcode(
        payload, zxingcpp.BarcodeFormat.PDF417, ec_level=_ERROR_CORRECTION, columns=_COLUMNS
    )
    pixels = np.array(barcode.to_image(scale=pixels_per_module, add_quiet_zones=False))
    return Image.fromarray(pixels).convert("RGB")


def altered(holder: Holder, years: int = 5) -> Holder:
    """Return the holder made older: what a minor with a printer does."""
    birth = holder.birthdate
    return replace(holder, birthdate=date(birth.year - years, birth.month, min(birth.day, 28)))


def _front(holder: Holder, style: Style, portrait: Image.Image) -> Image.Image:
    card = _paper().copy()
    left, top, width, height = (value * PIXELS_PER_MM for value in (4, 13, 21, 27))
    card.paste(portrait.resize((width, height), Image.Resampling.BICUBIC), (left, top))
    draw = ImageDraw.Draw(card)
    _text(draw, (4, 3), f"{by_code(style.code).name.upper()} · DRIVER LICENSE · SPECIMEN", 3.2)
    for row, (label, value) in enumerate(_fields(holder)):
        _text(draw, (29, 11.5 + row * 4.6), label, 1.5, _FAINT)
        _text(draw, (29, 13.1 + row * 4.6), value, 2.6)
    return card


def _fields(holder: Holder) -> tuple[tuple[str, str], ...]:
    given = f"{holder.given_name} {holder.middle_name}".strip()
    return (
        ("4d  LIC NO", holder.document_number),
        ("1  FAMILY NAME", f"{holder.family_name} {holder.suffix}".strip()),
        ("2  GIVEN NAMES", given),
        ("3  DOB", f"{holder.birthdate:%m/%d/%Y}"),
        ("4a  ISS     4b  EXP", f"{holder.issued:%m/%d/%Y}    {holder.expiry:%m/%d/%Y}"),
        ("15  SEX", holder.sex),
        ("8  ADDRESS", f"{holder.street}, {holder.locality} {holder.postal_code}"),
    )


def _text(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    height: float,
    ink: tuple[int, int, int] = _INK,
) -> None:
    font = _sans(round(height * PIXELS_PER_MM))
    draw.text((at[0] * PIXELS_PER_MM, at[1] * PIXELS_PER_MM), text, ink, font=font)


@cache
def _paper() -> Image.Image:
    """Tinted paper with SPECIMEN written across it, below everything else."""
    width, height = SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(y / 9 + 5 * np.sin(x / 120))
    base, tint = np.array([228, 234, 238], np.float32), np.array([7, 5, 3], np.float32)
    card = Image.fromarray((base + waves[..., None] * tint).clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(card)
    for row in range(3):
        at = ((8 + 7 * row) * PIXELS_PER_MM, (5 + 16 * row) * PIXELS_PER_MM)
        draw.text(at, "SPECIMEN", (205, 212, 218), font=_sans(11 * PIXELS_PER_MM))
    return card


@cache
def _sans(size: int) -> ImageFont.FreeTypeFont:
    path = package_file("matplotlib", "mpl-data/fonts/ttf/DejaVuSans.ttf")
    return ImageFont.truetype(str(path), size)
