"""A face as 128 numbers: dlib's ResNet (public domain, CC0), aligned by the face mesh.

King, dlib 19.3, 2017: trained so that pictures of one person lie within a distance of 0.6.
"""

from functools import cache
from threading import Lock

import dlib
import numpy as np
import numpy.typing as npt

from verification.evidence import Face
from verification.readers.face_alignment import aligned
from verification.readers.images import Image
from verification.readers.packaged import path_of

ENGINE = "dlib-resnet-v2"
_SIDE = 150
_PADDING = 0.25
# The corners of the eyes, from the picture's right to its left, and the base of the nose.
_POINTS = ((263,), (362,), (33,), (133,), (2,))
# Where the model was taught to expect them, as shares of the face (dlib, image_transforms,
# get_face_chip_details).
_MEAN_FACE = np.array(
    [
        [0.8595674595992, 0.2134981538014],
        [0.6460604764104, 0.2289674387677],
        [0.1205750620789, 0.2137274526848],
        [0.3340850613712, 0.2290642403242],
        [0.4901123135679, 0.6277975316475],
    ]
)
_PLACES = (_MEAN_FACE + _PADDING) / (1 + 2 * _PADDING) * _SIDE
_lock = Lock()

#: Shape (128,), ``float32``. Lives in a worker's memory only; it is never stored.
Embedding = npt.NDArray[np.float32]


def embed(image: Image, face: Face) -> Embedding:
    """Return the embedding of one face that was found in this picture."""
    chip = np.ascontiguousarray(aligned(image, face, _POINTS, _PLACES, _SIDE))
    with _lock:
        vector = _network().compute_face_descriptor(chip)
    return np.array(vector, np.float32)


def warm_up() -> None:
    """Load the model."""
    _network()


@cache
def _network() -> "dlib.face_recognition_model_v1":
    file = "models/dlib_face_recognition_resnet_model_v1.dat"
    return dlib.face_recognition_model_v1(path_of("face_recognition_models", file))
