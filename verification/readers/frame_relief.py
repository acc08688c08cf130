"""Depth that pixels show: parallax between two frames, beyond any flat or bent sheet.

A mesh model puts a face's depth into every picture of a face, so that its points prove none. Here
it only lines the frames up: by the second-order polynomial that fits its points best, which
maps any plane under perspective and any gently bent sheet. What dense optical flow (Kroeger et
al., Fast Optical Flow using Dense Inverse Search, 2016) still finds is compared with the relief
that a face of this shape would show.
"""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from verification.challenge.evidence import Relief
from verification.challenge.gestures import Gesture
from verification.readers.face_mesh import Mesh
from verification.readers.pixels import Pixels

_SIDE = 160
_EYES = 64.0  # pixels between the eyes in the square
# Of the face, in distances between the eyes: farther out, a turned face hides what it showed.
_INNER_X, _INNER_Y = 0.85, 1.0
_MIN_SINE = float(np.sin(np.radians(12.0)))

Array = npt.NDArray[np.float64]


def relief(front: Pixels, front_mesh: Mesh, turned: Pixels, turned_mesh: Mesh) -> Relief:
    """Return how far points moved across and down for each unit of depth they should have.

    A head turned by an angle moves them by its sine; a picture of one does not move them. Pixels
    are luma.
    """
    eyes = front_mesh.eye_distance
    points = front_mesh.points.astype(np.float64)
    centre = points[:, :2].mean(axis=0)
    places = (points[:, :2] - centre) / eyes
    moved = _flow(front, turned, centre, eyes, _sheet(places, turned_mesh))
    inner = (np.abs(places[:, 0]) < _INNER_X) & (np.abs(places[:, 1]) < _INNER_Y)
    terms = _terms(places[inner])
    depth = _beyond(terms, points[inner, 2:] / eyes)[:, 0]
    motion = _beyond(terms, _sampled(moved, places[inner]))
    slope = motion.T @ depth / max(float(depth @ depth), 1e-9)
    return Relief(across=-float(slope[0]), up=float(slope[1]))


def share_of_face(gesture: Gesture, relief: Relief, angle: float) -> float:
    """Return the relief seen as a share of a face's that turned the demanded way.

    Args:
        gesture: the turn.
        relief: of the frame that shows it.
        angle: degrees by which the head turned, by its pose.
    """
    way = {Gesture.LEFT: relief.across, Gesture.RIGHT: -relief.across, Gesture.UP: relief.up}
    along = way[gesture]
    return float(along / max(np.sin(np.radians(angle)), _MIN_SINE))


def _sheet(places: Array, turned: Mesh) -> Array:
    """Return the polynomial from places in the square to the turned frame, shape (6, 2)."""
    target = turned.points[:, :2].astype(np.float64)
    return np.asarray(np.linalg.lstsq(_terms(places), target, rcond=None)[0])


def _flow(front: Pixels, turned: Pixels, centre: Array, eyes: float, sheet: Array) -> Array:
    """Return the motion left between the frames once lined up, in distances between the eyes."""
    across, down = np.meshgrid(np.arange(_SIDE), np.arange(_SIDE))
    places = np.stack([across, down], axis=-1).astype(np.float64)
    places = (places - _SIDE / 2) / _EYES
    before = _looked_up(front, places * eyes + centre)
    after = _looked_up(turned, _terms(places) @ sheet)
    still = np.zeros((_SIDE, _SIDE, 2), np.float32)
    return np.asarray(_matcher().calc(before, after, still), np.float64) / _EYES


def _terms(places: Array) -> Array:
    x, y = places[..., 0], places[..., 1]
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def _beyond(terms: Array, values: Array) -> Array:
    """Return what no polynomial of these terms explains."""
    return np.asarray(values - terms @ np.linalg.lstsq(terms, values, rcond=None)[0])


def _sampled(flow: Array, places: Array) -> Array:
    columns, rows = np.round(places * _EYES + _SIDE / 2).astype(int).clip(0, _SIDE - 1).T
    return np.asarray(flow[rows, columns])


def _looked_up(image: Pixels, at: Array) -> Pixels:
    maps = at.astype(np.float32)
    looked_up = cv2.remap(
        image, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(looked_up, np.uint8)


@cache
def _matcher() -> "cv2.DISOpticalFlow":
    return cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
