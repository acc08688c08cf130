"""A face brought to the places where a model expects it, by points of its mesh.

Points that a small model finds in a crop of one size drift when the head is tilted, and then the
same person is far from themselves (docs/biometrics.md); the mesh's are found from the face itself.
"""

import numpy as np
import numpy.typing as npt

from verification.evidence import Face
from verification.readers import face_mesh
from verification.readers.face_detection import Detection
from verification.readers.images import Image
from verification.readers.pixels import Matrix, warped

Points = npt.NDArray[np.float64]
Parts = tuple[tuple[int, ...], ...]


def aligned(image: Image, face: Face, parts: Parts, places: Points, side: int) -> Image:
    """Cut out a square with the face as a model was taught it.

    Args:
        image: the picture in which the face was found.
        face: which.
        parts: points of the mesh; several that count as one are averaged.
        places: shape (n, 2), where they belong in the square, in pixels.
        side: of the square, pixels.
    """
    mesh = face_mesh.fit(image, _detection_of(face))
    if mesh is None:  # it was found before; a crop by its box is the next best
        square = np.array([[0, 0], [side, 0], [0, side]], np.float64)
        return warped(image, _similarity(_corners(face), square), side, side)
    points = np.array([mesh.points[list(part), :2].mean(axis=0) for part in parts], np.float64)
    return warped(image, _similarity(points, places), side, side)


def _detection_of(face: Face) -> Detection:
    """Return the detection that the face came from, as far as the mesh needs it."""
    centre = (face.box.left + face.box.width / 2, face.box.top + face.box.height / 2)
    lean = np.radians(face.roll)
    half = face.eye_distance / 2 * np.array([np.cos(lean), np.sin(lean)])
    return Detection(
        centre=centre,
        side=face.box.width,
        right_eye=(float(centre[0] - half[0]), float(centre[1] - half[1])),
        left_eye=(float(centre[0] + half[0]), float(centre[1] + half[1])),
        score=face.confidence,
    )


def _corners(face: Face) -> Points:
    box = face.box
    right, bottom = box.left + box.width, box.top + box.height
    return np.array([[box.left, box.top], [right, box.top], [box.left, bottom]], np.float64)


def _similarity(source: Points, target: Points) -> Matrix:
    """Return the turn, scale and shift that bring points nearest to others (least squares)."""
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    total = max(float((a**2).sum()), 1e-9)
    cosine = float((a * b).sum()) / total
    sine = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / total
    turn = np.array([[cosine, -sine], [sine, cosine]])
    shift = target.mean(axis=0) - turn @ source.mean(axis=0)
    return np.column_stack([turn, shift])
