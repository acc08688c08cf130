"""Whether straight edges run round a face, as those of a phone or a print do. A weak cue.

Line segments by LSD (Grompone von Gioi et al., LSD: a Line Segment Detector, 2012).
"""

from itertools import product
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from verification.evidence import Box
from verification.readers.images import Image
from verification.readers.pixels import luma, resized

_FACE = 110  # pixels of the face's box where lines are looked for
_LONGEST = 900
_LEAST = 0.45  # of the face's box: shorter lines are a collar, a shelf, a window's bar
_MOST = 300  # lines either way
_REACH = 0.16  # of the face's box: as near two lines have to end to make a corner
_ASKEW = np.tan(np.radians(15))

Lines = npt.NDArray[np.float64]  # shape (n, 2, 2): two ends; x, y


def corners_around(image: Image, face: Box) -> int:
    """Count the corners of a frame around the face, 0 to 4.

    A corner is where a line across and a line down end together, outside the face's box, and both
    go on past the face's side of it: top left, for one, goes to the right and down.
    """
    scale = min(_FACE / max(face.width, 1.0), _LONGEST / max(image.shape[:2]))
    height, width = (max(1, round(length * scale)) for length in image.shape[:2])
    across, down = _lines(resized(luma(image), width, height))
    middle = scale * np.array([face.left + face.width / 2, face.top + face.height / 2])
    side = face.width * scale
    return sum(
        _has_corner(across, down, middle, side, np.array(way, np.float64))
        for way in product((-1, 1), (-1, 1))
    )


def _lines(grey: npt.NDArray[np.uint8]) -> tuple[Lines, Lines]:
    """Return lines that run across, left end first; and down, upper end first."""
    detected = cv2.createLineSegmentDetector().detect(grey)[0]
    found = cast("npt.NDArray[np.float32] | None", detected)  # the stubs know of no empty picture
    lines = np.zeros((0, 2, 2)) if found is None else found.reshape(-1, 2, 2).astype(np.float64)
    reach = np.abs(lines[:, 1] - lines[:, 0])
    across = lines[reach[:, 1] <= _ASKEW * reach[:, 0]]
    down = lines[reach[:, 0] <= _ASKEW * reach[:, 1]]
    return _ordered(across, 0), _ordered(down, 1)


def _ordered(lines: Lines, axis: int) -> Lines:
    """Turn each the same way; the longest alone, as a hostile picture has thousands."""
    longest = np.argsort(-np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1))[:_MOST]
    lines = lines[longest]
    turned = lines[:, 0, axis] > lines[:, 1, axis]
    lines[turned] = lines[turned][:, ::-1]
    return lines


def _has_corner(
    across: Lines, down: Lines, middle: Lines, side: float, way: npt.NDArray[np.float64]
) -> bool:
    """Look for a corner ``way`` of the face: (-1, -1) is towards the top left."""
    long = [
        some[np.linalg.norm(some[:, 1] - some[:, 0], axis=1) >= _LEAST * side]
        for some in (across, down)
    ]
    # The end that lies towards the corner: the left one for a corner on the left, and so on.
    ends = [some[:, 0 if sign < 0 else 1] for some, sign in zip(long, way, strict=True)]
    outside = [
        one[((one - middle) * way).max(axis=1) >= side / 2] if one.size else one for one in ends
    ]
    if not all(one.size for one in outside):
        return False
    gaps = np.linalg.norm(outside[0][:, None] - outside[1][None], axis=2)
    near = np.argwhere(gaps <= _REACH * side)
    return any((((outside[0][index] - middle) * way) > side * 0.3).all() for index, _ in near)
