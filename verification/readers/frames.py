"""Frames of a challenge to evidence: poses, depth, likeness, repetition; in a worker."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from verification.challenge.evidence import (
    ChallengeEvidence,
    FrameEvidence,
    FramePose,
    Parallax,
)
from verification.challenge.following import (
    BEST_ANGLE,
    MAX_FRONT_YAW,
    angle_of,
    baseline_of,
    steps_seen,
)
from verification.challenge.gestures import MAX_FRAMES, TURNS, Challenge, Gesture
from verification.challenge.light import FaceLight
from verification.readers import (
    face_detection,
    face_mesh,
    faces,
    frame_light,
    frame_relief,
    images,
)
from verification.readers.face_detection import Detection
from verification.readers.face_mesh import Mesh
from verification.readers.frame_files import inspect_frame
from verification.readers.images import Image
from verification.readers.pixels import Pixels, luma, resized
from verification.readers.presentation import Spectra, grid_in, lasting_grid, spectra_of

_THUMB = 128  # pixels across; noise survives, the details of compression do not
_SECOND_FACE_SHARE = 0.4
_GRID_EVERY = 3  # frames; a grid that shows in one shows in the next

Thumb = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RawFrame:
    """A frame as it came. Times are seconds of the server's clock since the challenge began."""

    issued: float
    received: float
    data: bytes


@dataclass(frozen=True, slots=True)
class _Seen:
    """A frame's largest face, and no more of its pixels than all frames have room for."""

    data: bytes
    luma: Pixels
    faces: int
    detection: Detection | None
    mesh: Mesh | None
    spectra: Spectra | None
    light: FaceLight | None


@dataclass(frozen=True, slots=True)
class _Turn:
    """The frame that shows a movement best; ``angle`` in degrees the demanded way."""

    gesture: Gesture
    frame: int
    angle: float


def read_challenge(
    challenge: Challenge, raw: Sequence[RawFrame], selfie: faces.Embedding | None
) -> ChallengeEvidence:
    """Read a recorded challenge.

    Args:
        challenge: what was demanded.
        raw: in the order in which they came.
        selfie: the embedding of the selfie's face, None where there is none.

    Raises:
        ImageRefused: a frame is none, as ``inspect_frame`` has it.
        ValueError: there are more frames than a challenge has; a bug, as none are taken in.
    """
    if len(raw) > MAX_FRAMES:
        raise ValueError(f"a challenge has {MAX_FRAMES} frames at most")
    seen = [_see(frame.data, number) for number, frame in enumerate(raw)]
    frames = tuple(_frames(raw, seen))
    front = _front(challenge, frames)
    if front is not None:
        frames = tuple(_with_reliefs(frames, seen, seen[front]))
    turns = tuple(_turns(challenge, frames))
    if selfie is not None:
        looked_at = {turn.frame for turn in turns if turn.gesture is not Gesture.UP}
        looked_at |= {front} if front is not None else set()
        frames = _with_distances(frames, seen, looked_at, selfie)
    return ChallengeEvidence(
        challenge=challenge,
        frames=frames,
        parallaxes=tuple(_parallaxes(frames, turns)),
        engine=faces.engine_name(),
        lasting_grid=lasting_grid([one.spectra for one in seen if one.spectra is not None]),
    )


def _decoded(data: bytes) -> Image:
    inspect_frame(data)
    return images.decode(data)


def _see(data: bytes, number: int) -> _Seen:
    image = _decoded(data)
    found = face_detection.detect_near(image)
    if not found:
        return _Seen(data, luma(image), 0, None, None, None, None)
    largest = max(found, key=lambda detection: detection.side)
    counted = sum(one.side >= largest.side * _SECOND_FACE_SHARE for one in found)
    looked_at = number % _GRID_EVERY == 0
    spectra = spectra_of(image, faces.box_of(largest)) if looked_at else None
    mesh = face_mesh.fit(image, largest)
    light = None if mesh is None else frame_light.light_of(image, mesh)
    return _Seen(data, luma(image), counted, largest, mesh, spectra, light)


def _frames(raw: Sequence[RawFrame], seen: Sequence[_Seen]) -> Iterator[FrameEvidence]:
    thumbs = [_thumb(one.luma) for one in seen]
    for index, (frame, one) in enumerate(zip(raw, seen, strict=True)):
        yield FrameEvidence(
            issued=frame.issued,
            received=frame.received,
            faces=one.faces,
            pose=_pose(one),
            nearest=_nearest(thumbs[index], thumbs[:index]),
            grid=None if one.spectra is None else grid_in(one.spectra),
            light=one.light,
        )


def _pose(one: _Seen) -> FramePose | None:
    if one.mesh is None:
        return None
    pose = face_mesh.pose_of(one.mesh)
    size = face_mesh.length_of(one.mesh) / min(one.luma.shape)
    return FramePose(pose.yaw, pose.pitch, pose.roll, size)


def _thumb(pixels: Pixels) -> Thumb:
    height = max(1, round(pixels.shape[0] * _THUMB / pixels.shape[1]))
    return resized(pixels, _THUMB, height).astype(np.float32)


def _nearest(thumb: Thumb, earlier: Sequence[Thumb]) -> float | None:
    """Return the mean difference from the most similar one; another size differs wholly."""
    same = [other for other in earlier if other.shape == thumb.shape]
    if not same:
        return 255.0 if earlier else None
    return min(float(np.abs(thumb - other).mean()) for other in same)


def _front(challenge: Challenge, frames: tuple[FrameEvidence, ...]) -> int | None:
    """Return the opening frame in which the face looks ahead the most."""
    opening = {
        index: abs(frame.pose.yaw)
        for index, frame in enumerate(frames)
        if frame.pose and frame.received <= challenge.steps[0].end
    }
    front = min(opening, key=opening.__getitem__, default=None)
    return None if front is None or opening[front] > MAX_FRONT_YAW else front


def _turns(challenge: Challenge, frames: tuple[FrameEvidence, ...]) -> Iterator[_Turn]:
    """Yield for each movement that was made the frame that shows it best."""
    baseline = baseline_of(challenge, frames)
    if baseline is None:
        return
    for seen in steps_seen(challenge, frames):
        gesture = seen.step.gesture
        poses = ((index, frames[index].pose) for index in seen.right)
        angles = {index: angle_of(gesture, pose, baseline) for index, pose in poses if pose}
        best = min(angles, key=lambda index: abs(angles[index] - BEST_ANGLE), default=None)
        if best is not None:
            yield _Turn(gesture, best, angles[best])


def _with_reliefs(
    frames: tuple[FrameEvidence, ...], seen: Sequence[_Seen], ahead: _Seen
) -> Iterator[FrameEvidence]:
    for frame, one in zip(frames, seen, strict=True):
        if ahead.mesh is None or one.mesh is None:
            yield frame
        else:
            relief = frame_relief.relief(ahead.luma, ahead.mesh, one.luma, one.mesh)
            yield replace(frame, relief=relief)


def _parallaxes(frames: tuple[FrameEvidence, ...], turns: tuple[_Turn, ...]) -> Iterator[Parallax]:
    for turn in turns:
        relief = frames[turn.frame].relief
        if turn.gesture in TURNS and relief is not None:
            share = frame_relief.share_of_face(turn.gesture, relief, turn.angle)
            yield Parallax(turn.gesture, turn.frame, share)


def _with_distances(
    frames: tuple[FrameEvidence, ...],
    seen: Sequence[_Seen],
    looked_at: set[int],
    selfie: faces.Embedding,
) -> tuple[FrameEvidence, ...]:
    """Compare the frames on which the judgement rests with the selfie; the others prove nothing."""
    return tuple(
        replace(frame, selfie_distance=_distance(seen[index], selfie))
        if index in looked_at
        else frame
        for index, frame in enumerate(frames)
    )


def _distance(one: _Seen, selfie: faces.Embedding) -> float | None:
    if one.detection is None or one.mesh is None:
        return None
    image = images.decode(one.data)
    face = faces.face_of(image, one.detection, one.mesh)
    return faces.compare(selfie, faces.embed(image, face)).distance
