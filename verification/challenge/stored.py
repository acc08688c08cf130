"""Evidence of a challenge to plain JSON values and back, for the vault. Pure and strict."""

import math
from dataclasses import asdict
from typing import Any

from verification.challenge.evidence import (
    ChallengeEvidence,
    FrameEvidence,
    FramePose,
    Parallax,
    Relief,
)
from verification.challenge.gestures import Challenge, Gesture
from verification.challenge.light import Colour, FaceLight, Light

Json = dict[str, Any]


class ChallengeShapeError(ValueError):
    """The value is no challenge of this version. The text names fields, never values."""


def dump(evidence: ChallengeEvidence) -> Json:
    """Return the evidence as JSON values."""
    return asdict(evidence)


def dump_challenge(challenge: Challenge) -> Json:
    """Return what was demanded as JSON values."""
    return asdict(challenge)


def load(value: object) -> ChallengeEvidence:
    """Return what ``dump`` was given.

    Raises:
        ChallengeShapeError: missing, unknown or wrongly typed fields.
    """
    fields = _fields(value, "challenge frames parallaxes engine lasting_grid")
    return ChallengeEvidence(
        challenge=load_challenge(fields["challenge"]),
        frames=tuple(_frame(one) for one in _list(fields["frames"], "frames")),
        parallaxes=tuple(_parallax(one) for one in _list(fields["parallaxes"], "parallaxes")),
        engine=_text(fields["engine"], "engine"),
        lasting_grid=_number_or_none(fields["lasting_grid"], "lasting_grid"),
    )


def load_challenge(value: object) -> Challenge:
    """Return what ``dump_challenge`` was given.

    Raises:
        ChallengeShapeError: as ``load``.
    """
    fields = _fields(value, "gestures pace colours")
    gestures = _list(fields["gestures"], "gestures")
    colours = _list(fields["colours"], "colours")
    return Challenge(
        tuple(map(_gesture, gestures)),
        _number(fields["pace"], "pace"),
        tuple(map(_colour, colours)),
    )


def _frame(value: object) -> FrameEvidence:
    fields = _fields(value, "issued received faces pose nearest grid selfie_distance relief light")
    return FrameEvidence(
        issued=_number(fields["issued"], "issued"),
        received=_number(fields["received"], "received"),
        faces=_whole(fields["faces"], "faces"),
        pose=None if fields["pose"] is None else _pose(fields["pose"]),
        nearest=_number_or_none(fields["nearest"], "nearest"),
        grid=_number_or_none(fields["grid"], "grid"),
        selfie_distance=_number_or_none(fields["selfie_distance"], "selfie_distance"),
        relief=None if fields["relief"] is None else _relief(fields["relief"]),
        light=None if fields["light"] is None else _face_light(fields["light"]),
    )


def _pose(value: object) -> FramePose:
    fields = _fields(value, "yaw pitch roll size")
    return FramePose(**{name: _number(one, name) for name, one in fields.items()})


def _relief(value: object) -> Relief:
    fields = _fields(value, "across up")
    return Relief(**{name: _number(one, name) for name, one in fields.items()})


def _parallax(value: object) -> Parallax:
    fields = _fields(value, "gesture frame relief")
    return Parallax(
        gesture=_gesture(fields["gesture"]),
        frame=_whole(fields["frame"], "frame"),
        relief=_number(fields["relief"], "relief"),
    )


def _face_light(value: object) -> FaceLight:
    # What was recorded before places were kept has none, and cannot tell.
    of_places = isinstance(value, dict) and "places" in value
    fields = _fields(value, "face beside places" if of_places else "face beside")
    places = _list(fields.get("places", ()), "places")
    return FaceLight(
        _light(fields["face"]),
        _light(fields["beside"]),
        tuple(None if one is None else _light(one) for one in places),
    )


def _light(value: object) -> Light:
    fields = _fields(value, "red green blue")
    return Light(**{name: _number(one, name) for name, one in fields.items()})


def _colour(value: object) -> Colour:
    text = _text(value, "colour")
    if text not in list(Colour):
        raise ChallengeShapeError("colour is unknown")
    return Colour(text)


def _gesture(value: object) -> Gesture:
    text = _text(value, "gesture")
    if text not in list(Gesture):
        raise ChallengeShapeError("gesture is unknown")
    return Gesture(text)


def _fields(value: object, names: str) -> Json:
    if not isinstance(value, dict) or value.keys() != set(names.split()):
        raise ChallengeShapeError(f"the fields are not {names}")
    return value


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list | tuple):
        raise ChallengeShapeError(f"{name} is not a list")
    return list(value)


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ChallengeShapeError(f"{name} is not a text")
    return value


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ChallengeShapeError(f"{name} is not a whole number")
    return value


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ChallengeShapeError(f"{name} is not a number")
    return float(value)


def _number_or_none(value: object, name: str) -> float | None:
    return None if value is None else _number(value, name)
