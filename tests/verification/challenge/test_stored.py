import json
from copy import deepcopy

import pytest

from tests.verification.challenge import test_light
from tests.verification.checks.challenges import CHALLENGE, with_frames
from verification.challenge.evidence import ChallengeEvidence
from verification.challenge.stored import (
    dump,
    dump_challenge,
    load,
    load_challenge,
)
from verification.json_shape import ShapeError

LIT = test_light.lit_by(test_light.LIT)


@pytest.mark.parametrize("evidence", [LIT, with_frames(pose=None, nearest=None)])
def test_a_recorded_challenge_survives_json(evidence: ChallengeEvidence) -> None:
    assert load(json.loads(json.dumps(dump(evidence)))) == evidence


def test_a_demand_survives_json() -> None:
    assert load_challenge(json.loads(json.dumps(dump_challenge(CHALLENGE)))) == CHALLENGE


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("engine",), None),
        (("frames",), "all"),
        (("frames", 0), []),
        (("frames", 0, "faces"), True),
        (("frames", 0, "issued"), float("inf")),
        (("frames", 0, "pose"), {}),
        (("frames", 0, "pose", "yaw"), "1"),
        (("frames", 0, "nearest"), "none"),
        (("frames", 0, "relief", "across"), None),
        (("frames", 0, "light", "face", "red"), "much"),
        (("challenge", "colours"), ["red"]),
        (("parallaxes", 0, "gesture"), "jump"),
        (("parallaxes", 0, "frame"), 1.5),
        (("challenge", "gestures"), ["left", 1]),
        (("challenge", "pace"), None),
    ],
)
def test_refuses_any_other_shape(path: tuple[str | int, ...], value: object) -> None:
    changed = deepcopy(json.loads(json.dumps(dump(LIT))))
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value

    with pytest.raises(ShapeError):
        load(changed)


@pytest.mark.parametrize("value", [None, 1, "x", [], {}])
def test_refuses_what_is_no_challenge_at_all(value: object) -> None:
    with pytest.raises(ShapeError):
        load(value)
    with pytest.raises(ShapeError):
        load_challenge(value)


def test_a_frame_of_another_version_says_what_it_can() -> None:
    stored = json.loads(json.dumps(dump(LIT)))
    for frame in stored["frames"]:
        del frame["light"]
        frame["added_later"] = 1

    loaded = load(stored)

    assert {frame.light for frame in loaded.frames} == {None}
    assert [frame.pose for frame in loaded.frames] == [frame.pose for frame in LIT.frames]
