"""Evidence of a challenge to plain JSON values and back, for the vault. Pure."""

from dataclasses import asdict

from verification import json_shape
from verification.challenge.evidence import (
    ChallengeEvidence,
    FrameEvidence,
    FramePose,
    Parallax,
    Relief,
)
from verification.challenge.gestures import Challenge, Gesture
from verification.challenge.light import Colour, FaceLight, Light
from verification.json_shape import Json, ShapeError, items, number, number_or_none, text, whole


def dump(evidence: ChallengeEvidence) -> Json:
    """Return the evidence as JSON values."""
    return asdict(evidence)


def dump_challenge(challenge: Challenge) -> Json:
    """Return what was demanded as JSON values."""
    return asdict(challenge)


def load(value: object) -> ChallengeEvidence:
    """Return what ``dump`` was given.

    Raises:
        ShapeError: missing or wrongly typed fields, but for what ``json_shape.fields`` allows.
    """
    fields = json_shape.fields(value, ChallengeEvidence)
    return ChallengeEvidence(
        challenge=load_challenge(fields["challenge"]),
        frames=tuple(_frame(one) for one in items(fields["frames"], "frames")),
        parallaxes=tuple(_parallax(one) for one in items(fields["parallaxes"], "parallaxes")),
        engine=text(fields["engine"], "engine"),
        lasting_grid=number_or_none(fields["lasting_grid"], "lasting_grid"),
    )


def load_challenge(value: object) -> Challenge:
    """Return what ``dump_challenge`` was given.

    Raises:
        ShapeError: as ``load``.
    """
    fields = json_shape.fields(value, Challenge)
    gestures = items(fields["gestures"], "gestures")
    colours = items(fields["colours"], "colours")
    return Challenge(
        tuple(map(_gesture, gestures)),
        number(fields["pace"], "pace"),
        tuple(map(_colour, colours)),
    )


def _frame(value: object) -> FrameEvidence:
    fields = json_shape.fields(value, FrameEvidence)
    return FrameEvidence(
        issued=number(fields["issued"], "issued"),
        received=number(fields["received"], "received"),
        faces=whole(fields["faces"], "faces"),
        pose=None if fields["pose"] is None else _pose(fields["pose"]),
        nearest=number_or_none(fields["nearest"], "nearest"),
        grid=number_or_none(fields["grid"], "grid"),
        selfie_distance=number_or_none(fields["selfie_distance"], "selfie_distance"),
        relief=None if fields["relief"] is None else _relief(fields["relief"]),
        light=None if fields["light"] is None else _face_light(fields["light"]),
    )


def _pose(value: object) -> FramePose:
    fields = json_shape.fields(value, FramePose)
    return FramePose(**{name: number(one, name) for name, one in fields.items()})


def _relief(value: object) -> Relief:
    fields = json_shape.fields(value, Relief)
    return Relief(**{name: number(one, name) for name, one in fields.items()})


def _parallax(value: object) -> Parallax:
    fields = json_shape.fields(value, Parallax)
    return Parallax(
        gesture=_gesture(fields["gesture"]),
        frame=whole(fields["frame"], "frame"),
        relief=number(fields["relief"], "relief"),
    )


def _face_light(value: object) -> FaceLight:
    # What was recorded before places were kept has none, and cannot tell.
    told = {"places": ()} | value if isinstance(value, dict) else value
    fields = json_shape.fields(told, FaceLight)
    return FaceLight(
        _light(fields["face"]),
        _light(fields["beside"]),
        tuple(None if one is None else _light(one) for one in items(fields["places"], "places")),
    )


def _light(value: object) -> Light:
    fields = json_shape.fields(value, Light)
    return Light(**{name: number(one, name) for name, one in fields.items()})


def _colour(value: object) -> Colour:
    name = text(value, "colour")
    if name not in list(Colour):
        raise ShapeError("colour is unknown")
    return Colour(name)


def _gesture(value: object) -> Gesture:
    name = text(value, "gesture")
    if name not in list(Gesture):
        raise ShapeError("gesture is unknown")
    return Gesture(name)
