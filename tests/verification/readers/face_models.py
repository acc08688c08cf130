"""A small ONNX model made here, and labelled pictures of the two sitters."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from PIL import Image, ImageEnhance

from sandbox.specimens import ADMIRAL, ASTRONAUT
from sandbox.specimens.portraits import selfie_crop_of


def write_model(path: Path, *, side: int = 112, channels: int = 3, numbers: int = 64) -> Path:
    """Write a model: the crop averaged to 8 by 8 places, projected by a fixed random matrix."""
    rng = np.random.default_rng(5)
    weights = rng.normal(0, 1, (channels * 64, numbers)).astype(np.float32)
    cell = side // 8
    nodes = [
        helper.make_node(
            "AveragePool", ["face"], ["pooled"], kernel_shape=[cell, cell], strides=[cell, cell]
        ),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["embedding"]),
    ]
    graph = helper.make_graph(
        nodes,
        "faces",
        [helper.make_tensor_value_info("face", TensorProto.FLOAT, [1, channels, side, side])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, numbers])],
        [helper.make_tensor("weights", TensorProto.FLOAT, weights.shape, weights.ravel().tolist())],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return path


def write_people(folder: Path, pictures: int = 20) -> Path:
    """Write pictures of two people: other light, another crop."""
    for name, sitter in (("collins", ASTRONAUT), ("hopper", ADMIRAL)):
        (folder / name).mkdir(parents=True)
        crop = selfie_crop_of(sitter).resize((360, 480))
        for number in range(pictures):
            light = ImageEnhance.Brightness(crop).enhance(0.8 + 0.02 * number)
            moved = light.crop((number, number, 360, 480))
            moved.convert("RGB").save(folder / name / f"{number}.jpg", quality=90)
    Image.new("RGB", (300, 300), "grey").save(folder / "hopper" / "wall.png")
    return folder
