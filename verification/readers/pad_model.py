"""An operator's own model for passive presentation attack detection, in ONNX, by path.

What these models expect and answer differs from one to the next: the file beside the model
(``IDV_PAD_CALIBRATION``) says it, together with the two limits that its owner measured. Without
that file, or made for another model, nothing is concluded from the score.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from django.conf import settings

from verification.evidence import Face, PadScore
from verification.readers.face_calibration import EngineUnfit
from verification.readers.face_onnx import LOADING_ERRORS, open_session
from verification.readers.images import Image
from verification.readers.pixels import resized

VERSION = 1


@dataclass(frozen=True, slots=True)
class PadCalibration:
    """How a model is asked, and what its answer means.

    Attributes:
        crop: side of the square that is cut out around the face, in sides of the face's box.
        side: pixels of the model's square input.
        bgr: the order of the colours; else RGB.
        scale: by which the grey values are multiplied after ``mean`` is subtracted.
        mean: of the grey values, 0 to 255.
        bona_fide: which of the model's outputs speaks for a living person.
        softmax: whether the outputs have yet to be made shares.
        attack_below: scores under it are an attack.
        bona_fide_from: scores from it on are a living person; between the two it cannot be told.
    """

    crop: float
    side: int
    bgr: bool
    scale: float
    mean: float
    bona_fide: int
    softmax: bool
    attack_below: float
    bona_fide_from: float


@dataclass(frozen=True, slots=True)
class PadModel:
    """A loaded model; ``name`` is its file's hash."""

    name: str
    session: onnxruntime.InferenceSession
    calibration: PadCalibration

    def score(self, image: Image, face: Face) -> PadScore:
        """Return the share, 0 to 1, that speaks for a living person, and its limits."""
        told = self.calibration
        raw = self.session.run(None, {self.session.get_inputs()[0].name: _input(image, face, told)})
        values = np.asarray(raw[0], np.float64).ravel()
        if told.softmax:
            values = np.exp(values - values.max())
            values = values / values.sum()
        return PadScore(
            float(values[told.bona_fide]), told.attack_below, told.bona_fide_from, self.name
        )


@cache
def model() -> PadModel | None:
    """Return the model that the settings name; None without one.

    Raises:
        EngineUnfit: the model or its calibration cannot be used, and why.
    """
    if not settings.configured or not settings.PAD_MODEL:  # or a benchmark, without a deployment
        return None
    return load(Path(settings.PAD_MODEL), Path(settings.PAD_CALIBRATION))


def load(path: Path, calibration: Path) -> PadModel:
    """Load a model and try it out.

    Raises:
        EngineUnfit: as ``model``.
    """
    try:
        data = path.read_bytes()
        session = open_session(data)
    except OSError as error:
        raise EngineUnfit(f"{path}: {error.strerror}") from error
    except LOADING_ERRORS as error:
        raise EngineUnfit(f"{path} is not an ONNX model that can be run") from error
    name = f"pad-{hashlib.sha256(data).hexdigest()[:16]}"
    loaded = PadModel(name, session, _calibration(calibration, name))
    _try_out(path, loaded)
    return loaded


def _calibration(path: Path, name: str) -> PadCalibration:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineUnfit(f"{path} cannot be read as a calibration") from error
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise EngineUnfit(f"{path} is no calibration of version {VERSION}")
    if told.get("model") != name:
        raise EngineUnfit(f"{path} was made for another model than {name}")
    try:
        found = PadCalibration(
            crop=_number(told, "crop"),
            side=int(_number(told, "side")),
            bgr=bool(told["bgr"]),
            scale=_number(told, "scale"),
            mean=_number(told, "mean"),
            bona_fide=int(_number(told, "bona_fide")),
            softmax=bool(told["softmax"]),
            attack_below=_number(told, "attack_below"),
            bona_fide_from=_number(told, "bona_fide_from"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise EngineUnfit(f"{path} lacks a field, or has an unfit one: {error}") from error
    ordered = 0 <= found.attack_below <= found.bona_fide_from <= 1
    if not ordered or not 32 <= found.side <= 1024 or not 0.5 <= found.crop <= 6:
        raise EngineUnfit(f"{path} has limits, a side or a crop out of range")
    return found


def _number(told: Mapping[str, Any], field: str) -> float:
    value = float(told[field])
    if not math.isfinite(value):
        raise ValueError(field)
    return value


def _try_out(path: Path, loaded: PadModel) -> None:
    """Run the model once: what is wrong with it is said at the start, not to a person."""
    side = loaded.calibration.side
    blank = np.zeros((1, 3, side, side), np.float32)
    inputs = loaded.session.get_inputs()
    try:
        (answer, *_) = loaded.session.run(None, {inputs[0].name: blank})
    except LOADING_ERRORS as error:
        raise EngineUnfit(f"{path} does not run on a picture of {side} pixels") from error
    values = np.asarray(answer).ravel()
    if not 0 <= loaded.calibration.bona_fide < values.size or not np.isfinite(values).all():
        raise EngineUnfit(f"{path} has no output number {loaded.calibration.bona_fide}")


def _input(image: Image, face: Face, told: PadCalibration) -> npt.NDArray[np.float32]:
    """Cut a square around the face, inside the picture, as the model wants it."""
    height, width = image.shape[:2]
    half = min(max(face.box.width, face.box.height) * told.crop, height, width) / 2
    x = min(max(face.box.left + face.box.width / 2, half), width - half)
    y = min(max(face.box.top + face.box.height / 2, half), height - half)
    part = image[round(y - half) : round(y + half), round(x - half) : round(x + half)]
    square = resized(np.ascontiguousarray(part), told.side, told.side).astype(np.float32)
    ordered = square[..., ::-1] if told.bgr else square
    return np.ascontiguousarray(((ordered - told.mean) * told.scale).transpose(2, 0, 1)[None])
