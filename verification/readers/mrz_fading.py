"""Where light took the ink of a line: half of a letter that is gone is another letter.

An E without its foot is an F to every look, and each is sure of it. But no letter of a zone is
without ink in its upper or in its lower half.
"""

import cv2
import numpy as np
import numpy.typing as npt

from verification.readers.pixels import Pixels, luma

_FADED = 0.15  # of the line's usual ink
_AROUND = 9  # pixels, wider than a stroke

Floats = npt.NDArray[np.float32]


def faded(strip: Pixels, at: Floats) -> npt.NDArray[np.bool_]:
    """Return which characters have too little ink in one of their halves.

    Args:
        strip: a level line of text, dark on light.
        at: where the middle of each character is, shares of the strip's width.
    """
    return np.asarray(ink_left(strip, at) < _FADED, np.bool_)


def ink_left(strip: Pixels, at: Floats) -> Floats:
    """Return the ink of each character's fainter half, as a share of the line's usual."""
    ink = _ink(strip)
    upper, lower = _halves(ink)
    half = max(2, round(float(np.median(np.diff(at))) * strip.shape[1] / 2)) if len(at) > 1 else 2
    left = []
    for rows in (upper, lower):
        around = np.asarray([_darkest(rows, x, half) for x in at * strip.shape[1]], np.float32)
        left.append(around / max(float(np.median(around)), 1e-3))
    return np.asarray(np.min(left, axis=0), np.float32)


def _ink(strip: Pixels) -> Floats:
    """Return how much darker each pixel is than the paper around it, as a share: 0 to 1."""
    grey = luma(strip)
    around = np.ones((_AROUND, _AROUND), np.uint8)
    paper = cv2.blur(cv2.dilate(grey, around), (_AROUND, _AROUND)).astype(np.float32)
    return np.asarray(np.maximum(paper - grey, 0) / np.maximum(paper, 1), np.float32)


def _halves(ink: Floats) -> tuple[Floats, Floats]:
    """Return the rows above and below the middle of the print."""
    profile = np.cumsum(ink.sum(axis=1))
    first, middle, last = np.searchsorted(profile, profile[-1] * np.array([0.03, 0.5, 0.97]))
    middle = min(max(int(middle), 1), len(ink) - 1)
    return ink[int(first) : middle], ink[middle : max(int(last), middle + 1)]


def _darkest(rows: Floats, x: float, half: int) -> float:
    left, right = max(0, round(x) - half), round(x) + half + 1
    part = rows[:, left:right]
    return float(np.percentile(part, 92)) if part.size else 0.0
