"""An operator's own model for passive detection: by path, with the file that says how to ask it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper

from verification.evidence import Box, Face
from verification.readers import pad_model
from verification.readers.face_calibration import EngineUnfit

FACE = Face(Box(50, 50, 100, 100), 0.9, 40.0, 0.0, 0.0, 0.0, 30.0)
TOLD: dict[str, Any] = {
    "version": 1, "crop": 1.5, "side": 32, "bgr": True, "scale": 1 / 255, "mean": 0,
    "bona_fide": 1, "softmax": True, "attack_below": 0.3, "bona_fide_from": 0.7,
}  # fmt: skip


def write_model(path: Path) -> Path:
    """A model that takes blue pictures for living people: attack 0, bona fide 20 (blue - 0.5)."""
    weights = np.array([[0.0, 20.0], [0.0, 0.0], [0.0, 0.0]], np.float32)
    bias = np.array([0.0, -10.0], np.float32)
    nodes = [
        helper.make_node("GlobalAveragePool", ["face"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("Gemm", ["flat", "weights", "bias"], ["said"]),
    ]
    graph = helper.make_graph(
        nodes,
        "pad",
        [helper.make_tensor_value_info("face", TensorProto.FLOAT, [1, 3, 32, 32])],
        [helper.make_tensor_value_info("said", TensorProto.FLOAT, [1, 2])],
        [
            helper.make_tensor("weights", TensorProto.FLOAT, [3, 2], weights.ravel().tolist()),
            helper.make_tensor("bias", TensorProto.FLOAT, [2], bias.tolist()),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    path.write_bytes(model.SerializeToString())
    return path


def calibrated(folder: Path, **changes: object) -> Path:
    """Write the file beside the model, as its own message names it."""
    model, path = folder / "pad.onnx", folder / "pad.json"
    path.write_text(json.dumps(TOLD))
    with pytest.raises(EngineUnfit, match="another model than pad-") as refused:
        pad_model.load(model, path)
    name = str(refused.value).rpartition(" ")[2]
    path.write_text(json.dumps({**TOLD, "model": name, **changes}))
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_model(tmp_path / "pad.onnx")


@pytest.mark.parametrize(("colour", "high"), [((0, 0, 255), True), ((255, 0, 0), False)])
def test_the_model_is_asked_as_its_file_says(
    model: Path, colour: tuple[int, int, int], *, high: bool
) -> None:
    loaded = pad_model.load(model, calibrated(model.parent))
    picture = np.full((200, 220, 3), colour, np.uint8)

    said = loaded.score(picture, FACE)

    assert (said.attack_below, said.bona_fide_from, said.model) == (0.3, 0.7, loaded.name)
    assert (said.score > 0.99) is high
    assert 0 <= said.score <= 1


def test_a_face_at_the_edge_is_scored_by_what_there_is(model: Path) -> None:
    loaded = pad_model.load(model, calibrated(model.parent, crop=4))
    corner = Face(Box(-20, -20, 100, 100), 0.9, 40.0, 0.0, 0.0, 0.0, 30.0)

    assert loaded.score(np.full((120, 90, 3), 200, np.uint8), corner).score > 0.9


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": 2}, "no calibration of version 1"),
        ({"bona_fide": 2}, "no output number 2"),
        ({"attack_below": 0.9}, "out of range"),
        ({"side": "many"}, "lacks a field, or has an unfit one"),
        ({"scale": float("nan")}, "unfit one: scale"),
        ({"side": 64}, "does not run on a picture of 64 pixels"),
    ],
)
def test_a_file_that_does_not_fit_is_told(
    model: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(EngineUnfit, match=said):
        pad_model.load(model, calibrated(model.parent, **changes))


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "pad.onnx").write_bytes(b"no model")
    with pytest.raises(EngineUnfit, match="is not an ONNX model"):
        pad_model.load(tmp_path / "pad.onnx", tmp_path / "pad.json")
    with pytest.raises(EngineUnfit, match="No such file"):
        pad_model.load(tmp_path / "none.onnx", tmp_path / "pad.json")
