"""Whether words can be read on a colour (WCAG 2.2, success criterion 1.4.3). Pure."""

import re

LEAST_CONTRAST = 4.5
# The hosted flow's grounds (static/verification/flow.css): the page, its tint, and both by night.
LIGHT_GROUNDS = ("#ffffff", "#f4f6f6", "#e3f0f2")
DARK_GROUNDS = ("#18252a", "#10191c", "#1f353b")
WHITE, BLACK = "#ffffff", "#05252c"
_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 50


def parse(text: str) -> str | None:
    """Return a colour as ``#rrggbb``; None for what is none."""
    colour = text.strip().lower()
    return colour if _HEX.fullmatch(colour) else None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def worst(colour: str, grounds: tuple[str, ...]) -> float:
    """Return the contrast to the ground on which the colour is worst to read."""
    return min(contrast(colour, ground) for ground in grounds)


def readable(colour: str, grounds: tuple[str, ...], towards: str) -> str:
    """Return the colour nearest to ``colour``, mixed with ``towards``, that can be read on all."""
    for step in range(_STEPS + 1):
        mixed = _mix(colour, towards, step / _STEPS)
        if worst(mixed, grounds) >= LEAST_CONTRAST:
            return mixed
    return towards


def on(colour: str) -> str:
    """Return white or near-black, whichever can be read better on the colour."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, colour))


def stronger(colour: str, towards: str) -> str:
    """Return the colour of links and buttons under the pointer."""
    return _mix(colour, towards, 0.3)


def _mix(colour: str, towards: str, share: float) -> str:
    mixed = (
        round(a + (b - a) * share)
        for a, b in zip(_channels(colour), _channels(towards), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
