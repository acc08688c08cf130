"""Drawn specimens for ``benchmarks.documents``: a gentle set, and ladders of what goes wrong."""

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # beside a file that is run

from sandbox.specimens.captions import STYLES
from sandbox.specimens.documents import draw_document
from sandbox.specimens.people import holder
from sandbox.specimens.portraits import ADMIRAL, ASTRONAUT, portrait_of
from sandbox.specimens.taking import Taking, take_picture
from sandbox.specimens.zones import zone_of
from verification.documents.mrz_layouts import Format
from verification.readers.images import Image

_ON = date(2026, 11, 24)
_FORMATS = (Format.TD3, Format.TD1, Format.TD3, Format.TD2, Format.TD3, Format.MRV_A, Format.MRV_B)

GENTLE = Taking(rotation=3, tilt=0.06)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A picture and the zone that is drawn in it."""

    name: str
    image: Image
    lines: tuple[str, ...]


def specimen(taking: Taking, one: int) -> Specimen:
    """Draw and photograph a document, half of them passports; each has its holder and style."""
    format_, style = _FORMATS[one % len(_FORMATS)], STYLES[one % len(STYLES)]
    person = holder(one, _ON)
    lines = zone_of(person, format_)
    portrait = portrait_of(ASTRONAUT if one % 2 else ADMIRAL)
    page = draw_document(person, lines, portrait, format_=format_, style=style)
    return Specimen(f"{one} {format_} {style.name}", take_picture(page, taking, seed=one), lines)


def _ladder(name: str, *steps: float, base: Taking = GENTLE) -> tuple[tuple[float, Taking], ...]:
    changes: list[dict[str, Any]] = [{name: step} for step in steps]
    return tuple(
        (step, replace(base, **change)) for step, change in zip(steps, changes, strict=True)
    )


_PHONE = Taking(size=(1500, 2000), fills=0.9, clutter=True)
_FAR = Taking(size=(2000, 1500), fills=0.4, clutter=True, tilt=0.15, slant=0.1)
_SMALL = Taking(size=(1600, 1200), rotation=2)
#: What is made worse, and step by step how much.
LADDERS = MappingProxyType(
    {
        "blur, pixels": _ladder("blur", 2, 4, 5, 6),
        "motion, pixels": _ladder("motion", 4, 8, 12),
        "tilt": _ladder("tilt", 0.2, 0.35, 0.5),
        "slant": _ladder("slant", 0.2, 0.35, 0.5, base=Taking(fills=0.8)),
        "rotation, degrees": _ladder("rotation", 15, 45, 90, 190, base=Taking(fills=0.65)),
        "page's width, share": _ladder("fills", 0.5, 0.3, 0.2, base=_SMALL),
        "contrast": _ladder("contrast", 0.4, 0.2, 0.1),
        "light": _ladder("light", 0.4, 0.2, 0.1),
        "shadow": _ladder("shadow", 0.5, 0.75, 0.9),
        "glare": _ladder("glare", 0.6, 0.9, 1.0),
        "screen's moiré": _ladder("moire", 0.5, 1.0, 1.5),
        "noise, grey levels": _ladder("noise", 15, 30, 45),
        "JPEG quality": _ladder("jpeg", 30, 12, 6),
        "page's curl, share of its width": _ladder("curl", 0.01, 0.02, 0.03),
        "hologram": _ladder("hologram", 0.4, 0.7, 1.0),
        "picture's width, pixels": tuple(
            (width, replace(GENTLE, size=(width, width * 3 // 4), jpeg=80))
            for width in (800, 600, 480, 400)
        ),
        "card at 40 % of the frame": _ladder("rotation", 0, 20, 90, base=_FAR),
        "clutter, upright phone: rotation": _ladder("rotation", 0, 12, 25, base=_PHONE),
    }
)
