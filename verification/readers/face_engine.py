"""Which model turns a face into numbers: dlib's, or an ONNX model of the operator's by its path.

``IDV_FACE_MODEL`` names the model, ``IDV_FACE_CALIBRATION`` what ``manage.py calibrate_faces``
measured with it. Neither set: dlib's model and the built-in thresholds. A calibration without a
model is one of dlib's model on the operator's own pictures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.conf import settings

from verification.evidence import Face
from verification.readers import face_embedding
from verification.readers.face_calibration import Rows, rows_for
from verification.readers.face_onnx import load
from verification.readers.images import Image

#: One-dimensional, ``float32``. Lives in a worker's memory only; it is never stored.
Embedding = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FaceEngine:
    """One way to compare faces.

    Attributes:
        name: stable; thresholds and calibrations hold for one name.
        embed: a picture and a face in it to an embedding.
        calibration: measured false match rates and the largest distance for each; empty where
            the built-in table holds, or nothing was measured.
    """

    name: str
    embed: Callable[[Image, Face], Embedding]
    calibration: Rows = ()


@cache
def engine() -> FaceEngine:
    """Return the engine that the settings name, dlib's without settings; loaded once.

    Raises:
        EngineUnfit: the model or the calibration cannot be used, and why.
    """
    if not settings.configured:  # a benchmark, outside any deployment
        return engine_of(None)
    calibration = settings.FACE_CALIBRATION
    return engine_of(settings.FACE_MODEL or None, Path(calibration) if calibration else None)


def engine_of(model: str | None, calibration: Path | None = None) -> FaceEngine:
    """Return an engine by its model's path; None for dlib's.

    Raises:
        EngineUnfit: as ``engine``.
    """
    if model is None:
        name, embed = face_embedding.ENGINE, face_embedding.embed
    else:
        onnx = load(Path(model))
        name, embed = onnx.name, onnx.embed
    return FaceEngine(name, embed, rows_for(name, calibration) if calibration else ())


def warm_up() -> None:
    """Load the engine's model.

    Raises:
        EngineUnfit: as ``engine``.
    """
    if engine().name == face_embedding.ENGINE:
        face_embedding.warm_up()


def distance(one: Embedding, other: Embedding) -> float:
    """Return the Euclidean distance: 0 and more; of embeddings of length one, 2 at most."""
    return float(np.linalg.norm(one - other))
