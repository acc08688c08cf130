"""A face as 128 numbers: dlib's ResNet (public domain, CC0), aligned by its 5-point model.

King, dlib 19.3, 2017: trained so that pictures of one person lie within a distance of 0.6.
"""

from functools import cache
from threading import Lock

import dlib
import numpy as np
import numpy.typing as npt

from verification.evidence import Face
from verification.readers.images import Image
from verification.readers.packaged import path_of
from verification.readers.pixels import rotation, warped

ENGINE = "dlib-resnet-v1"
_PACKAGE = "face_recognition_models"
_CROP = 400
_FACE_IN_CROP = 190  # side of the square the 5-point model is told; see docs/biometrics.md
_CHIP = 150
_CHIP_PADDING = 0.25
_lock = Lock()

#: Shape (128,), ``float32``. Lives in a worker's memory only; it is never stored.
Embedding = npt.NDArray[np.float32]


def embed(image: Image, face: Face) -> Embedding:
    """Return the embedding of one face that was found in this picture."""
    crop = np.ascontiguousarray(_levelled(image, face))
    margin = (_CROP - _FACE_IN_CROP) // 2
    square = dlib.rectangle(margin, margin, _CROP - margin, _CROP - margin)
    with _lock:
        chip = dlib.get_face_chip(crop, _landmarks()(crop, square), _CHIP, _CHIP_PADDING)
        vector = _network().compute_face_descriptor(chip)
    return np.array(vector, np.float32)


def warm_up() -> None:
    """Load both models."""
    _landmarks()
    _network()


def _levelled(image: Image, face: Face) -> Image:
    """Cut the face out with its eyes level, at one size."""
    centre = (face.box.left + face.box.width / 2, face.box.top + face.box.height / 2)
    scale = 200 / max(face.box.width, face.box.height)
    matrix = rotation(centre, face.roll, scale)
    matrix[:, 2] += _CROP / 2 - np.array(centre)
    return warped(image, matrix, _CROP, _CROP)


@cache
def _landmarks() -> "dlib.shape_predictor":
    return dlib.shape_predictor(path_of(_PACKAGE, "models/shape_predictor_5_face_landmarks.dat"))


@cache
def _network() -> "dlib.face_recognition_model_v1":
    file = "models/dlib_face_recognition_resnet_model_v1.dat"
    return dlib.face_recognition_model_v1(path_of(_PACKAGE, file))
