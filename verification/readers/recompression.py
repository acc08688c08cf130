"""A part of a picture that was not compressed together with the rest.

Whoever takes a JPEG, puts another portrait or name in, and saves it finely leaves the first
compression's steps in the coefficients of every block but those that are new (T. Bianchi and
A. Piva, "Image forgery localization via block-grained analysis of JPEG artifacts", 2012; here the
steps are estimated for each frequency alone, from the file's own coefficients). Coarser saving,
scaling and turning wipe the steps out, and then nothing can be told.
"""

import io
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image

from verification.readers.images import FORMATS

_Floats = npt.NDArray[np.float32]
_Counts = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]
_Ints = npt.NDArray[np.int_]

_BLOCK = 8
# Rows and columns of the coefficients that are looked at: the lowest have the finest steps.
_FREQUENCIES = (
    (0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0), (2, 2), (1, 3), (3, 1),
)  # fmt: skip
_MOST_PIXELS = 20_000_000  # more are not looked at; phones take 12 million
_AT_ONCE = 32_768  # blocks
_LARGEST = 60  # steps of the last compression
_FEWEST = 300  # coefficients that are not 0, to estimate a step from
_COARSEST = 40
_FINER = 1.6  # the first step, in steps of the last: closer ones leave no gaps
_MOST_BY_CHANCE, _FEWEST_ON_STEPS = 0.85, 0.75
_SUREST = 0.97
_LEAST_GAIN = 0.12  # nats for each coefficient
_FEWEST_FREQUENCIES = 3
_WINDOW = 4  # blocks
_FOREIGN = -8.0  # nats in a window


@dataclass(frozen=True, slots=True)
class _Steps:
    """The first compression's steps of one frequency.

    Attributes:
        on: for -60 to 60 steps of the last compression, whether the first one's can be there.
        gain: nats that a coefficient on the steps gives, in favour of the first compression.
        loss: nats that one between them gives.
        mean: of both, over all coefficients.
    """

    on: _Flags
    gain: float
    loss: float
    mean: float


def foreign_part(data: bytes) -> float | None:
    """Return how surely one part of the picture lacks the compression that all the rest has.

    Args:
        data: a file that ``images.decode`` took.

    Returns:
        Nats, 0 and more, of the part that speaks loudest; None where no first compression shows,
        so that nothing can be told.
    """
    with PIL.Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > _MOST_PIXELS:
            return None
        table = getattr(image, "quantization", {}).get(0, [1] * _BLOCK**2)
        image.draft("L", image.size)  # a JPEG's luma as it is stored
        luma = np.asarray(image.convert("L"))
    evidence = _evidence(luma, np.asarray(table, np.float32).reshape(_BLOCK, _BLOCK))
    return None if evidence is None else _loudest(evidence)


def _evidence(luma: npt.NDArray[np.uint8], table: _Floats) -> _Floats | None:
    """Return nats for each block, below 0 where it lacks the first compression."""
    rows, columns = (side // _BLOCK for side in luma.shape)
    seen = luma[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    blocks = seen.swapaxes(1, 2).reshape(-1, _BLOCK**2)
    # Where the decoder cut values off, coefficients are none of any compression's.
    whole = (blocks.min(axis=1) > 0) & (blocks.max(axis=1) < 255)
    parts = np.array_split(blocks, len(blocks) // _AT_ONCE + 1)
    coefficients = np.concatenate([(part.astype(np.float32) - 128) @ _BASIS for part in parts])
    nats, found = np.zeros(len(blocks), np.float32), 0
    for number, frequency in enumerate(_FREQUENCIES):
        last = max(1.0, float(table[frequency]))  # a hostile file may say 0
        steps = np.rint(coefficients[:, number] / last).astype(int)
        first = _first_steps(steps[whole], last)
        if first is not None:
            nats += _speaks(steps, first)
            found += 1
    nats[~whole] = 0
    return nats.reshape(rows, columns) if found >= _FEWEST_FREQUENCIES else None


def _first_steps(steps: _Ints, last: float) -> _Steps | None:
    """Estimate one frequency's first step: the one that leaves the histogram's gaps empty."""
    steps = steps[(steps != 0) & (np.abs(steps) <= _LARGEST)]
    if len(steps) < _FEWEST:
        return None
    counts = np.bincount(steps + _LARGEST, minlength=2 * _LARGEST + 1).astype(np.float64)
    candidates = [
        candidate
        for first in range(int(last * _FINER) + 1, _COARSEST + 1)
        for slack in (0.0, 0.5)
        if (candidate := _candidate(counts, first, last, slack)) is not None
    ]
    best = max(candidates, key=lambda one: one.mean, default=None)
    return best if best is not None and best.mean > _LEAST_GAIN else None


def _candidate(counts: _Counts, first: float, last: float, slack: float) -> _Steps | None:
    """Compare how many coefficients are on the steps with how many a smooth histogram has there.

    Args:
        counts: of -60 to 60 steps of the last compression.
        first: step of the first compression, in units of the transform.
        last: step of the last compression.
        slack: how far rounding between the two may have moved a coefficient, beyond half a step.
    """
    values = np.arange(-_LARGEST, _LARGEST + 1) * last
    on = np.abs(values - np.rint(values / first) * first) <= last / 2 + slack
    wide = max(3, int(2 * np.ceil(first / last)) | 1)
    smooth = np.convolve(counts, np.ones(wide) / wide, "same")
    smooth[_LARGEST] = 0
    by_chance = float((smooth * on).sum() / smooth.sum())
    share = float((counts * on).sum() / counts.sum())
    if by_chance > _MOST_BY_CHANCE or share < _FEWEST_ON_STEPS:
        return None
    sure = min(share, _SUREST)
    gain, loss = np.log(sure / by_chance), np.log((1 - sure) / (1 - by_chance))
    return _Steps(on, float(gain), float(loss), float(share * gain + (1 - share) * loss))


def _speaks(steps: _Ints, first: _Steps) -> _Floats:
    """Return each block's nats; a coefficient that is 0, or very large, says nothing."""
    on = first.on[np.clip(steps, -_LARGEST, _LARGEST) + _LARGEST]
    says = (steps != 0) & (np.abs(steps) <= _LARGEST)
    return np.asarray(np.where(says, np.where(on, first.gain, first.loss), 0), np.float32)


def _loudest(nats: _Floats) -> float:
    """Return the nats of the part that lacks the first compression most surely."""
    window = (_WINDOW, _WINDOW)
    around = cv2.boxFilter(nats, -1, window, normalize=False, borderType=cv2.BORDER_CONSTANT)
    number, parts = cv2.connectedComponents((around < _FOREIGN).astype(np.uint8))
    sums = np.bincount(parts.ravel(), weights=-nats.ravel(), minlength=number)[1:]
    return max(0.0, float(sums.max(initial=0.0)))


def _basis() -> _Floats:
    """Return the transform's patterns of the frequencies, shape (64, 12); T.81, A.3.3."""
    place = (2 * np.arange(_BLOCK) + 1) * np.pi / (2 * _BLOCK)
    waves = [np.cos(place * wave) * np.sqrt((2 if wave else 1) / _BLOCK) for wave in range(_BLOCK)]
    patterns = [np.outer(waves[row], waves[column]).ravel() for row, column in _FREQUENCIES]
    return np.stack(patterns, axis=1).astype(np.float32)


_BASIS = _basis()
