"""An ArcFace-style embedding model in ONNX, by path; its licence is the operator's business.

Deng et al., ArcFace: Additive Angular Margin Loss for Deep Face Recognition, 2019: a crop aligned
by eyes, nose and mouth, in RGB scaled to -1 to 1, to a vector whose direction is the person.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as state

from verification.evidence import Face
from verification.readers.face_alignment import aligned
from verification.readers.face_calibration import EngineUnfit
from verification.readers.images import Image

# Where these models were taught to expect right eye, left eye, nose and the mouth's corners, in a
# crop of 112 pixels.
_PLACES = np.array(
    [[38.29, 51.70], [73.53, 51.50], [56.03, 71.74], [41.55, 92.37], [70.73, 92.20]], np.float64
)
_SIDE = 112
_POINTS = ((33, 133), (362, 263), (1,), (61,), (291,))  # of the mesh; two are averaged
_LARGEST = 600 * 1024**2

# onnxruntime's exceptions share no base class of their own.
LOADING_ERRORS = (
    state.Fail,
    state.InvalidArgument,
    state.InvalidGraph,
    state.InvalidProtobuf,
    state.NoModel,
    state.NotImplemented,
    state.RuntimeException,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class OnnxFaces:
    """A loaded model. ``side``: pixels of its square input."""

    name: str
    session: onnxruntime.InferenceSession
    side: int

    def embed(self, image: Image, face: Face) -> npt.NDArray[np.float32]:
        """Return the embedding, of length one, of a face that was found in this picture."""
        places = _PLACES * (self.side / _SIDE)
        crop = aligned(image, face, _POINTS, places, self.side)
        scaled = (crop.astype(np.float32) - 127.5) / 127.5
        (raw,) = self.session.run(None, {self.session.get_inputs()[0].name: _batch(scaled)})
        vector = np.asarray(raw, np.float32).ravel()
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def load(path: Path) -> OnnxFaces:
    """Load a model and try it out.

    Raises:
        EngineUnfit: no such file, no ONNX model, or one of another shape.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        session = open_session(data)
    except OSError as error:
        raise EngineUnfit(f"{path}: {error.strerror}") from error
    except LOADING_ERRORS as error:
        raise EngineUnfit(f"{path} is not an ONNX model that can be run") from error
    inputs, outputs = session.get_inputs(), session.get_outputs()
    side = _side_of(inputs[0].shape) if len(inputs) == len(outputs) == 1 else None
    if side is None:
        raise EngineUnfit(f"{path} does not map one picture (1, 3, n, n) to one vector")
    name = f"onnx-{hashlib.sha256(data).hexdigest()[:16]}"
    _try_out(path, session, side)
    return OnnxFaces(name, session, side)


def open_session(data: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def _side_of(shape: list[Any]) -> int | None:
    """Return the side of an input (batch, 3, n, n); 112 where the model leaves it open."""
    several = isinstance(shape[0], int) and shape[0] != 1
    if len(shape) != 4 or shape[1] != 3 or several:
        return None
    height, width = (one if isinstance(one, int) else _SIDE for one in shape[2:])
    return height if height == width and 32 <= height <= 1024 else None


def _try_out(path: Path, session: onnxruntime.InferenceSession, side: int) -> None:
    """Run the model once: what is wrong with it is said at the start, not to a person."""
    try:
        (vector,) = session.run(
            None, {session.get_inputs()[0].name: _batch(np.zeros((side, side, 3), np.float32))}
        )
    except LOADING_ERRORS as error:
        raise EngineUnfit(f"{path} does not run on a picture of {side} pixels") from error
    values = np.asarray(vector)
    if values.ndim != 2 or values.shape[0] != 1 or not 16 <= values.size <= 4096:
        raise EngineUnfit(f"{path} does not give one vector of 16 to 4096 numbers")
    if not np.isfinite(values).all():
        raise EngineUnfit(f"{path} gives numbers that are not finite")


def _batch(crop: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(crop.transpose(2, 0, 1)[None])
