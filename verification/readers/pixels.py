"""OpenCV's resampling, with the types that it has here: 8-bit pictures in, 8-bit pictures out."""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]  # affine, shape (2, 3)
Homography = npt.NDArray[np.float64]  # shape (3, 3)

_SHRINKS = 0.5
_ROOM = 16  # pixels around what is seen, for smoothing


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """Resample, averaging where the picture shrinks."""
    shrinks = width < pixels.shape[1] or height < pixels.shape[0]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=way), np.uint8)


def warped(pixels: Pixels, matrix: Matrix, width: int, height: int) -> Pixels:
    """Map by an affine matrix, shape (2, 3); beyond the edge the last pixel is repeated.

    A picture that shrinks is smoothed first, as sampling alone would skip pixels. Only the part
    that is seen is worked on.
    """
    left, top, right, bottom = _seen(matrix, width, height, pixels.shape)
    part = pixels[top:bottom, left:right]
    moved = matrix.copy()
    moved[:, 2] += matrix[:, :2] @ (left, top)
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    source = part if scale > _SHRINKS else cv2.GaussianBlur(part, (0, 0), 0.4 / scale)
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR
    edge = cv2.BORDER_REPLICATE
    out = cv2.warpAffine(source, moved, (width, height), flags=way, borderMode=edge)
    return np.asarray(out, np.uint8)


def flattened(pixels: Pixels, matrix: Homography, width: int, height: int) -> Pixels:
    """Map by a homography that keeps the picture's scale."""
    edge = cv2.BORDER_REPLICATE
    out = cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=edge
    )
    return np.asarray(out, np.uint8)


def inverted(matrix: Matrix) -> Matrix:
    """Return the affine matrix that maps back."""
    return np.asarray(cv2.invertAffineTransform(matrix), np.float64)


def rotation(centre: tuple[float, float], angle: float, scale: float) -> Matrix:
    """Return the matrix that turns about ``centre``, degrees against the clock, and scales."""
    return np.asarray(cv2.getRotationMatrix2D(centre, angle, scale), np.float64)


def luma(pixels: Pixels) -> Pixels:
    """Return the luma of an RGB picture, shape (height, width)."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def _seen(
    matrix: Matrix, width: int, height: int, shape: tuple[int, ...]
) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of what the output shows, with some room, never empty."""
    back = inverted(matrix)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    points = corners @ back[:, :2].T + back[:, 2]
    left, top = np.clip(np.floor(points.min(axis=0)) - _ROOM, 0, (shape[1] - 1, shape[0] - 1))
    right, bottom = np.clip(np.ceil(points.max(axis=0)) + _ROOM, 1, (shape[1], shape[0]))
    return int(left), int(top), max(int(right), int(left) + 1), max(int(bottom), int(top) + 1)
