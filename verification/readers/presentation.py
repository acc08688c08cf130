"""Cues that a camera saw a screen or a print, and digests by which a picture is known again.

Cues are advisory: their absence proves nothing, as a dense screen that is not quite in focus
shows none.
"""

import hashlib
import hmac
from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from verification.evidence import Box
from verification.readers.images import Image
from verification.readers.pixels import luma, resized

_TILE = 256
_MOST_TILES = 3  # each way; a large face is sampled
_LOWEST = 0.06  # cycles a pixel; slower changes are the face's own
_BLOCK = 16  # pixels: JPEG's blocks of colours, which hold those of luma
_HARMONIC = 0.1  # of the distance between a block's harmonics, to either side
_NEIGHBOURS = 15
_LASTING_LOWEST, _LASTING_NEIGHBOURS = 0.12, 9
_HASH_SIDE = 8
_BANDS = 4

Array = npt.NDArray[np.float64]
Spectra = tuple[Array, Array]  # of luma, and between the colours


def grid_of(image: Image, face: Box) -> float:
    """Return how far the strongest regular pattern over the face stands out of its spectrum.

    In robust standard deviations of the spectrum's logarithm, 0 and more. Skin has no regular
    pattern: what the camera sees of a screen's or print's grid (moiré) is a sharp peak, in luma
    or between the colours.
    """
    return grid_in(spectra_of(image, face))


def grid_in(spectra: Spectra) -> float:
    """Return the same of spectra that were computed before."""
    return max(_strongest_peak(one, _looked_at(), smooth=True) for one in spectra)


def spectra_of(image: Image, face: Box) -> Spectra:
    """Return the mean logarithm of the power over the face, of luma and between the colours.

    Shape (256, 129): frequencies down, from the most negative; and across, from zero.
    """
    tiles = _tiles(image, face)
    luma_logs, colour_logs = (_mean_log([tile[number] for tile in tiles]) for number in range(2))
    return luma_logs, colour_logs


def lasting_grid(spectra: Sequence[Spectra]) -> float | None:
    """Return how far the strongest pattern stands out that stays through many frames.

    As ``grid_of``; None without a frame. A face moves and its details average out; a screen's grid
    before a camera that is held still does not. What JPEG's blocks leave in every frame lies on
    the harmonics of 8 pixels, all of which are left out here.
    """
    if not spectra:
        return None
    means = (np.mean([one[number] for one in spectra], axis=0) for number in range(2))
    return max(_strongest_peak(mean, _lasting_looked_at(), smooth=False) for mean in means)


def difference(one: Image, other: Image) -> float:
    """Return the mean difference of two shots' grey values, 0 to 255; 255 for other sizes.

    A camera's noise and a living face leave 0.5 and more between two shots of the same size: less
    means that one picture was given twice.
    """
    if one.shape != other.shape:
        return 255.0
    return float(cv2.absdiff(luma(one), luma(other)).mean())


def exact_digest(data: bytes, key: bytes) -> bytes:
    """Return a keyed digest that is equal for equal bytes, 32 bytes."""
    return hmac.new(key, b"exact" + data, hashlib.sha256).digest()


def similar_digests(image: Image, key: bytes) -> tuple[bytes, ...]:
    """Return four keyed digests of how the picture looks.

    A copy that was scaled, compressed or dimmed shares two and more of them; another picture
    shares two by chance about once in a thousand million pairs, pictures of one scene more often.
    Nothing of the picture can be computed from them without the key.
    """
    bits = np.packbits(_difference_hash(image)).tobytes()
    length = len(bits) // _BANDS
    return tuple(
        hmac.new(key, bytes([band]) + bits[band * length :][:length], hashlib.sha256).digest()
        for band in range(_BANDS)
    )


def _difference_hash(image: Image) -> npt.NDArray[np.bool_]:
    """Tell for 8 by 8 places whether it gets brighter to the right."""
    small = resized(luma(image), _HASH_SIDE + 1, _HASH_SIDE).astype(np.int16)
    return np.asarray(small[:, 1:] > small[:, :-1])


def _tiles(image: Image, face: Box) -> list[tuple[Array, Array]]:
    """Return squares over the face: luma, and green against red."""
    height, width = image.shape[:2]
    cut = []
    for top in _starts(face.top, face.height, height):
        for left in _starts(face.left, face.width, width):
            tile = image[top : top + _TILE, left : left + _TILE].astype(np.float64)
            room = [(0, _TILE - length) for length in tile.shape[:2]]
            full = np.pad(tile, (*room, (0, 0)), mode="reflect")
            cut.append((full @ (0.299, 0.587, 0.114), full[..., 1] - full[..., 0]))
    return cut


def _starts(begin: float, length: float, limit: int) -> list[int]:
    """Return where tiles begin along one side: over the face, inside the picture."""
    first, last = begin, begin + max(length - _TILE, 0)
    count = min(_MOST_TILES, 1 + int((last - first) // (_TILE // 2)))
    middle = begin + (length - _TILE) / 2
    places = [middle] if count == 1 else np.linspace(first, last, count)
    return [round(min(max(place, 0), max(limit - _TILE, 0))) for place in places]


def _mean_log(tiles: list[Array]) -> Array:
    window = np.hanning(_TILE)
    power = [
        np.abs(np.fft.rfft2((tile - tile.mean()) * np.outer(window, window))) for tile in tiles
    ]
    return np.asarray(
        np.fft.fftshift(np.mean([np.log(one**2 + 1) for one in power], axis=0), axes=0)
    )


def _strongest_peak(logs: Array, looked_at: npt.NDArray[np.bool_], *, smooth: bool) -> float:
    """Return the highest peak over its surroundings; of many frames these are smooth already."""
    plain = logs.astype(np.float32)
    side = _NEIGHBOURS if smooth else _LASTING_NEIGHBOURS
    around = cv2.blur(cv2.medianBlur(plain, 5) if smooth else plain, (side, side))
    above = (logs - around)[looked_at]
    middle = np.median(above)
    spread = 1.4826 * np.median(np.abs(above - middle))
    return float((above.max() - middle) / max(float(spread), 1e-6))


@cache
def _looked_at() -> npt.NDArray[np.bool_]:
    """Return which frequencies tell of a grid: not the slow ones, nor those of JPEG's blocks."""
    down = np.arange(-_TILE // 2, _TILE // 2)[:, None] / _TILE
    across = np.arange(_TILE // 2 + 1)[None] / _TILE
    blocks = _near_harmonic(down) & _near_harmonic(across)
    return np.asarray((np.hypot(down, across) > _LOWEST) & ~blocks)


@cache
def _lasting_looked_at() -> npt.NDArray[np.bool_]:
    """Return which frequencies tell of a lasting grid: faster ones, off all of JPEG's lines."""
    down = np.arange(-_TILE // 2, _TILE // 2)[:, None] / _TILE
    across = np.arange(_TILE // 2 + 1)[None] / _TILE
    lines = _near_harmonic(down, _BLOCK // 2) | _near_harmonic(across, _BLOCK // 2)
    return np.asarray((np.hypot(down, across) > _LASTING_LOWEST) & ~lines)


def _near_harmonic(frequency: Array, block: int = _BLOCK) -> npt.NDArray[np.bool_]:
    """Whether a frequency is a multiple of one in a block; zero, the axis, is one as well."""
    harmonic = frequency * block
    return np.asarray(np.abs(harmonic - np.round(harmonic)) < _HARMONIC)
