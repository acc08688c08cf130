"""A QR code as the path of an SVG, drawn here: no other server ever sees the link."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# Modules of light ground around it (ISO/IEC 18004 section 5.3.8).
QUIET = 4


@dataclass(frozen=True, slots=True)
class Code:
    """``path`` draws the dark modules in a square of ``size`` units, quiet zone included."""

    size: int
    path: str


def path(text: str) -> Code:
    """Return the code for ``text``, with medium error correction."""
    code = qrcode.QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    return Code(len(rows), "".join(_row(number, row) for number, row in enumerate(rows)))


def _row(y: int, row: list[bool]) -> str:
    return "".join(f"M{x} {y}h1v1h-1z" for x, dark in enumerate(row) if dark)
