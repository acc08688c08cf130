"""A photograph as a head in space: the face mesh with its depth, rendered anew in any pose."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from matplotlib.tri import Triangulation
from PIL import Image as Pillow

from sandbox.specimens.portraits import Sitter, selfie_crop_of
from verification.readers import face_detection, face_mesh
from verification.readers.images import Image

WIDTH, HEIGHT = 480, 640
_GRID = 24  # pixels between the points that carry hair, neck and background
_REACH = 0.9  # face widths from the face's edge to where nothing turns with it any more
_DISTANCE = 3.2  # face widths from the camera to the face, an arm's length
_EDGE_ON = 1e-6  # square pixels
_PIVOT = 0.55  # face widths from the face's edge back to the axis on which heads turn

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeadPose:
    """How the head is held; angles in degrees, signs as in ``verification.evidence.Face``.

    Attributes:
        yaw: of the head, positive towards the picture's right.
        pitch: positive upwards.
        roll: positive clockwise.
        closer: share by which the head is nearer to the camera than at first.
        shift: of the camera, in pixels; x, y.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    closer: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Head:
    """What there is to render.

    Attributes:
        texture: the photograph, ``HEIGHT`` by ``WIDTH``.
        points: shape (n, 3), in its pixels; greater depth is farther.
        triangles: shape (m, 3), indices of points.
        weight: shape (n,), 1 where a point turns with the head, 0 where it stays.
        face_width: pixels.
        facing: a texture of how much of the light from the camera's side each part takes.
    """

    texture: Image
    points: Points
    triangles: npt.NDArray[np.int32]
    weight: npt.NDArray[np.float64]
    face_width: float
    facing: Image


def photograph(sitter: Sitter) -> Image:
    """Return the sitter's selfie at the clips' size."""
    crop = selfie_crop_of(sitter)
    return np.asarray(crop.resize((WIDTH, HEIGHT), Pillow.Resampling.BICUBIC))


def head_of(texture: Image) -> Head:
    """Make a head of a picture with one face.

    Raises:
        ValueError: there is no face.
    """
    found = face_detection.detect(texture)
    mesh = face_mesh.fit(texture, found[0]) if found else None
    if mesh is None:
        raise ValueError("there is no face in the picture")
    face = mesh.points.astype(np.float64)
    flat = np.ascontiguousarray(mesh.points[:, :2])
    hull = np.asarray(cv2.convexHull(flat), np.float32)
    width = float(np.ptp(face[:, 0]))
    around, distance = _around(hull)
    rim = face[[int(np.argmin(np.hypot(*(face[:, :2] - point).T))) for point in hull[:, 0]]]
    nearest = np.argmin(np.linalg.norm(around[:, None] - rim[None, :, :2], axis=2), axis=1)
    depth = rim[nearest, 2] + distance.clip(0, width)
    points = np.concatenate([face, np.column_stack([around, depth])])
    ramp = 1 - (distance / (width * _REACH)).clip(0, 1)
    weight = np.concatenate([np.ones(len(face)), ramp * ramp * (3 - 2 * ramp)])
    triangles = Triangulation(points[:, 0], points[:, 1]).triangles.astype(np.int32)
    return Head(texture, points, triangles, weight, width, _facing(points, triangles, weight))


def render(head: Head, pose: HeadPose) -> Image:
    """Return the picture that a camera takes of the head in this pose."""
    flat, depth = _projected(head, pose)
    return _drawn(head, flat, depth, head.texture)


def render_facing(head: Head, pose: HeadPose) -> Image:
    """Return the same with a fourth channel: how much of the light from the camera's side it takes.

    Lambert's cosine, 0 to 255.
    """
    flat, depth = _projected(head, pose)
    return _drawn(head, flat, depth, np.dstack([head.texture, head.facing]))


def _facing(points: Points, triangles: npt.NDArray[np.int32], weight: Points) -> Image:
    """Return a texture of how much each part of the head faces the camera; of the rest nothing."""
    lit = np.zeros((HEIGHT, WIDTH), np.uint8)
    for triangle in triangles:
        corners = points[triangle]
        across, down = corners[1] - corners[0], corners[2] - corners[0]
        normal = np.cross(across, down)
        cosine = abs(normal[2]) / max(float(np.linalg.norm(normal)), 1e-9)
        shade = round(255 * cosine * float(weight[triangle].mean()))
        cv2.fillConvexPoly(lit, np.round(corners[:, :2] * 16).astype(np.int32), shade, shift=4)
    return np.asarray(cv2.GaussianBlur(lit, (0, 0), 4), np.uint8)


def _around(hull: npt.NDArray[np.float32]) -> tuple[Points, npt.NDArray[np.float64]]:
    """Return points of a grid outside the face, and how far from it each lies."""
    xs = np.linspace(0, WIDTH - 1, WIDTH // _GRID + 1)
    ys = np.linspace(0, HEIGHT - 1, HEIGHT // _GRID + 1)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    distance = np.array([-cv2.pointPolygonTest(hull, (x, y), True) for x, y in grid.tolist()])
    outside = distance > _GRID / 4
    return grid[outside], distance[outside]


def _projected(head: Head, pose: HeadPose) -> tuple[Points, npt.NDArray[np.float64]]:
    """Return where every point is seen, shape (n, 2), and its depth."""
    face = head.points[head.weight == 1]
    rim = float(np.percentile(face[:, 2], 95))
    pivot = np.array([*face[:, :2].mean(axis=0), rim + _PIVOT * head.face_width])
    turned = (head.points - pivot) @ rotation(pose).T + pivot
    moved = head.points + head.weight[:, None] * (turned - head.points)
    away = _DISTANCE * head.face_width
    nearness = head.weight * pose.closer * away
    depth = moved[:, 2] - rim - nearness
    # The photograph holds the perspective already: only what changes against it is applied.
    before = away + head.points[:, 2] - rim
    scale = (before / (away + depth))[:, None]
    centre = np.array([WIDTH / 2, HEIGHT / 2])
    return (moved[:, :2] - centre) * scale + centre + pose.shift, depth


def rotation(pose: HeadPose) -> Points:
    """Return the matrix that turns points about the origin."""
    yaw, pitch, roll = np.radians([pose.yaw, pose.pitch, pose.roll])
    turn = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    nod = np.array(
        [[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]]
    )
    lean = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(lean @ nod @ turn)


def _drawn(head: Head, flat: Points, depth: npt.NDArray[np.float64], texture: Image) -> Image:
    """Paint triangles from far to near, each with its part of the photograph, or of the like."""
    order = np.argsort(-depth[head.triangles].mean(axis=1))
    triangles = head.triangles[order]
    owner = np.zeros((HEIGHT, WIDTH), np.int32)
    corners = np.round(flat[triangles] * 16).astype(np.int32)
    for number, corner in enumerate(corners):
        cv2.fillConvexPoly(owner, corner, number, lineType=cv2.LINE_8, shift=4)
    maps = _inverses(flat[triangles], head.points[triangles][:, :, :2])[owner]
    ys, xs = np.indices((HEIGHT, WIDTH), np.float32)
    across, down = (
        maps[..., row, 0] * xs + maps[..., row, 1] * ys + maps[..., row, 2] for row in range(2)
    )
    return np.asarray(
        cv2.remap(
            texture,
            across,
            down,
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )


def _inverses(seen: Points, taken: Points) -> npt.NDArray[np.float32]:
    """Return for every triangle the affine map from the new picture back to the photograph."""
    ones = np.ones((len(seen), 3, 1))
    corners = np.concatenate([seen, ones], axis=2)
    corners[np.abs(np.linalg.det(corners)) < _EDGE_ON] = np.eye(3)  # seen edge on: no pixel is its
    return np.asarray(np.linalg.solve(corners, taken).transpose(0, 2, 1), np.float32)
