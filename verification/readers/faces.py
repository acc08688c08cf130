"""Faces in a picture, and how alike two of them are."""

from verification.evidence import Box, Face, FaceComparison
from verification.readers import (
    face_detection,
    face_engine,
    face_eyes,
    face_mesh,
    face_occlusion,
)
from verification.readers.face_calibration import Rows
from verification.readers.face_detection import Detection
from verification.readers.face_engine import Embedding
from verification.readers.face_mesh import Mesh
from verification.readers.images import Image, sharpness_of
from verification.readers.pixels import luma, resized

__all__ = [
    "Embedding",
    "box_of",
    "calibration",
    "compare",
    "embed",
    "engine_name",
    "face_of",
    "find",
    "warm_up",
]

_MEASURED_SIDE = 150
_MAX_FACES = 8


def find(image: Image) -> tuple[Face, ...]:
    """Find faces, the largest first; at most eight."""
    faces = (_face(image, detection) for detection in face_detection.detect(image)[:_MAX_FACES])
    kept = [face for face in faces if face is not None]
    return tuple(sorted(kept, key=lambda face: face.eye_distance, reverse=True))


def compare(reference: Embedding, probe: Embedding) -> FaceComparison:
    """Return the Euclidean distance between two embeddings of the engine in use."""
    return FaceComparison(face_engine.distance(reference, probe), engine_name())


def embed(image: Image, face: Face) -> Embedding:
    """Return the embedding of one face that was found in this picture."""
    return face_engine.engine().embed(image, face)


def engine_name() -> str:
    """Return which engine is in use; thresholds hold for one name."""
    return face_engine.engine().name


def calibration() -> Rows:
    """Return what the operator measured for the engine; empty where the built-in table holds."""
    return face_engine.engine().calibration


def warm_up() -> None:
    """Load all models that ``find`` and ``embed`` use.

    Raises:
        EngineUnfit: the operator's model or calibration cannot be used, and why.
    """
    face_detection.warm_up()
    face_mesh.warm_up()
    face_eyes.warm_up()
    face_engine.warm_up()


def face_of(image: Image, detection: Detection, mesh: Mesh) -> Face:
    """Return what is told of a face that was detected and fitted in this picture."""
    pose = face_mesh.pose_of(mesh)
    return Face(
        box=box_of(detection),
        confidence=detection.score,
        eye_distance=mesh.eye_distance,
        yaw=pose.yaw,
        pitch=pose.pitch,
        roll=pose.roll,
        sharpness=_sharpness(image, detection),
        eyes_light=face_occlusion.eyes_light(image, mesh),
        mouth_relief=face_occlusion.mouth_relief(image, mesh),
        eyes_open=face_eyes.openness(image, mesh),
        nose_light=face_occlusion.nose_light(image, mesh),
        nose_tint=face_occlusion.nose_tint(image, mesh),
    )


def box_of(detection: Detection) -> Box:
    """Return the square around a detected face."""
    (x, y), side = detection.centre, detection.side
    return Box(x - side / 2, y - side / 2, side, side)


def _face(image: Image, detection: Detection) -> Face | None:
    mesh = face_mesh.fit(image, detection)
    return None if mesh is None else face_of(image, detection, mesh)


def _sharpness(image: Image, detection: Detection) -> float:
    (x, y), half = detection.centre, detection.side / 2
    height, width = image.shape[:2]
    left, right = max(0, round(x - half)), min(width, round(x + half))
    top, bottom = max(0, round(y - half)), min(height, round(y + half))
    if right <= left or bottom <= top:
        return 0.0
    grey = luma(image[top:bottom, left:right])
    return sharpness_of(resized(grey, _MEASURED_SIDE, _MEASURED_SIDE))
