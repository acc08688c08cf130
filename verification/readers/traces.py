"""What editing leaves in a file: names of programs, and compression under another grid.

Cues for a reviewer. Whoever edits with care leaves neither: absence proves nothing.
"""

import re

import numpy as np
import numpy.typing as npt

from verification.readers.images import Image
from verification.readers.pixels import luma

_HEAD = 256 * 1024  # bytes; metadata comes first
# By what they write into EXIF, XMP, APP13 and PNG text. Cameras and phones write none of these.
_EDITORS = re.compile(
    rb"Adobe Photoshop|Photoshop 3\.0|Lightroom|GIMP|paint\.net|Pixelmator|Affinity Photo|Snapseed"
    rb"|PicsArt|Facetune|Canva|FaceApp|Midjourney|Stable Diffusion|DALL-E|c2pa\.created"
    rb"|trainedAlgorithmicMedia",
    re.IGNORECASE,
)
_BLOCK = 8  # pixels of JPEG
_FEWEST = 64 * _BLOCK  # pixels a side


def names_editor(data: bytes) -> bool:
    """Whether a file's beginning names a program that edits or makes pictures."""
    return _EDITORS.search(data[:_HEAD]) is not None


def foreign_blocks(image: Image) -> float:
    """Return how far JPEG's 8-pixel edges stand out anywhere but where this file has its own.

    A picture that was compressed, cut and compressed again has two such grids. In robust standard
    deviations over the other offsets, the weaker of both directions; 0 for small pictures, and
    meaningless for those that were made smaller.
    """
    grey = luma(image).astype(np.float32)
    if min(grey.shape) < _FEWEST:
        return 0.0
    return max(0.0, min(_foreign(grey), _foreign(grey.T)))


def _foreign(grey: npt.NDArray[np.float32]) -> float:
    """Look at the steps between columns, against those of their neighbours."""
    steps = np.abs(np.diff(grey, axis=1))
    beyond = steps[:, 1:-1] - (steps[:, :-2] + steps[:, 2:]) / 2
    columns = np.clip(beyond, -8, 8).mean(axis=0)
    columns = columns[: len(columns) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    means = columns.mean(axis=0)
    own = (_BLOCK - 2) % _BLOCK  # ``beyond`` begins at the step from the second pixel to the third
    others = np.delete(means, own)
    spread = 1.4826 * float(np.median(np.abs(others - np.median(others))))
    return float((others.max() - np.median(others)) / max(spread, 1e-3))
