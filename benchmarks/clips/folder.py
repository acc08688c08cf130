"""Clips of real people and real attacks, from a folder; see ``benchmarks.pad``."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image as Pillow

from benchmarks.clips.camera import encode
from benchmarks.clips.species import Clip
from verification.challenge.gestures import FRAME_SECONDS, MAX_FRAMES, Challenge, Gesture
from verification.challenge.light import Colour
from verification.readers import images
from verification.readers.face_folder import PICTURES
from verification.readers.frame_files import MAX_SIDE, inspect_frame
from verification.readers.frames import RawFrame

_FILMS = frozenset({".mp4", ".mov", ".avi", ".webm", ".mkv"})
_SELFIE = "selfie"
BONA_FIDE = "bona_fide"
_GENUINE = frozenset({"bona_fide", "bonafide", "real", "live", "genuine", "client", "living"})
_CHALLENGE = "challenge.json"


class ClipUnfit(Exception):
    """A folder or clip that cannot be measured; the text says which and why."""


def clips(folder: Path) -> Iterator[tuple[str, Path, Clip]]:
    """Yield species, path and clip.

    Raises:
        ClipUnfit: no clip at all, or one that cannot be read.
    """
    count, problems = 0, []
    for species, path in _places(folder):
        try:
            clip = _clip(path)
        except ClipUnfit as unfit:
            print(f"left out: {unfit}", file=sys.stderr)
            problems.append(str(unfit))
            continue
        if clip is not None:
            count += 1
            yield species, path, clip
    if not count:
        raise ClipUnfit(
            f"{folder} holds no SPECIES/CLIP with pictures or films. {' '.join(problems[:3])}"
        )


def _places(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield species and path of what may be a clip.

    A folder below a species is a clip when it holds pictures; else it is a species of its own, as
    in attack/print/1.mp4. Usual names of genuine ones (real, live …) mean bona fide.
    """
    inside = sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    for species in inside:
        name = BONA_FIDE if species.name.lower().replace("-", "_") in _GENUINE else species.name
        yield from _below(name, species)


def _below(species: str, folder: Path) -> Iterator[tuple[str, Path]]:
    for one in sorted(folder.iterdir()):
        if not one.is_dir() or _has_pictures(one):
            yield species, one
        elif species == BONA_FIDE or one.name.lower() in _GENUINE:
            yield from _below(BONA_FIDE, one)
        else:
            yield from _below(f"{species}/{one.name}", one)


def _has_pictures(folder: Path) -> bool:
    return any(one.suffix.lower() in PICTURES for one in folder.iterdir())


def _clip(path: Path) -> Clip | None:
    """Return the clip at a path; None for a file that is none."""
    if path.is_dir():
        return _from_frames(path)
    if path.suffix.lower() in _FILMS:
        return _assembled(path, _film(path))
    return _assembled(path, [path.read_bytes()]) if path.suffix.lower() in PICTURES else None


def _from_frames(path: Path) -> Clip | None:
    pictures = sorted(one for one in path.iterdir() if one.suffix.lower() in PICTURES)
    frames = [one.read_bytes() for one in pictures if one.stem != _SELFIE]
    return _assembled(path, frames) if frames else None


def _assembled(path: Path, frames: list[bytes]) -> Clip:
    beside = path if path.is_dir() else path.with_suffix("")
    told = _told(beside / _CHALLENGE)
    times = told.get("times")
    frames = _thinned(frames) if times is None else frames
    if times is None:
        times = [[one * FRAME_SECONDS, (one + 0.99) * FRAME_SECONDS] for one in range(len(frames))]
    try:
        challenge = Challenge(
            tuple(map(Gesture, told.get("gestures", ()))),
            float(told.get("pace", 1)),
            tuple(map(Colour, told.get("colours", ()))),
        )
        raw = tuple(
            RawFrame(float(issued), float(received), _as_frame(data))
            for (issued, received), data in zip(times, frames, strict=True)
        )
    except (TypeError, ValueError) as error:
        raise ClipUnfit(f"{beside / _CHALLENGE}: {error}") from error
    except images.ImageRefused as refused:
        raise ClipUnfit(f"{path}: {refused.message}") from refused
    selfies = sorted(beside.glob(f"{_SELFIE}.*")) if beside.is_dir() else []
    return Clip(challenge, raw, selfies[0].read_bytes() if selfies else frames[0])


def _as_frame(data: bytes) -> bytes:
    """Return the picture as a page would have sent it; most are already so."""
    try:
        inspect_frame(data)
    except images.ImageRefused:
        picture = Pillow.fromarray(images.decode(data))
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
        return encode(np.asarray(picture), 85)
    return data


def _told(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ClipUnfit(f"{path} is not JSON") from error
    if not isinstance(told, dict):
        raise ClipUnfit(f"{path} is not an object")
    return told


def _film(path: Path) -> list[bytes]:
    """Return a film's frames, five a second, as JPEG."""
    film = cv2.VideoCapture(str(path))
    every = max(1, round((film.get(cv2.CAP_PROP_FPS) or 1 / FRAME_SECONDS) * FRAME_SECONDS))
    frames: list[bytes] = []
    number = 0
    while len(frames) < MAX_FRAMES and film.grab():
        if number % every == 0:
            read, picture = film.retrieve()
            if read:
                frames.append(encode(np.ascontiguousarray(picture[..., ::-1]).astype(np.uint8), 92))
        number += 1
    film.release()
    if not frames:
        raise ClipUnfit(f"{path} is no film that can be read")
    return frames


def _thinned(frames: list[bytes]) -> list[bytes]:
    """Return at most as many frames as a challenge has, spread over all."""
    count = min(len(frames), MAX_FRAMES)
    return [frames[round(place)] for place in np.linspace(0, len(frames) - 1, count)]
