"""Model files that installed packages ship: found, never imported.

The packages around these models import frameworks that we do not want in a worker.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import onnxruntime
from ai_edge_litert.interpreter import Interpreter


class ModelMissing(Exception):
    """A package that ships a model is not installed, or ships it no longer: a broken install."""


def path_of(package: str, file: str) -> str:
    """Return the path of ``file`` inside the installed ``package``.

    Raises:
        ModelMissing: there is no such package or file.
    """
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations if spec else None) or ():
        path = Path(folder) / file
        if path.is_file():
            return str(path)
    raise ModelMissing(f"{package} does not ship {file}")


@cache
def onnx_session(package: str, file: str) -> onnxruntime.InferenceSession:
    """Load an ONNX model once; one thread, as each worker has one core. Safe to call from many."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it keeps the largest picture's memory for good
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        path_of(package, file), options, providers=["CPUExecutionProvider"]
    )


def tflite_interpreter(package: str, file: str) -> Interpreter:
    """Load a TensorFlow Lite model; the caller keeps it, and lets one thread in at a time."""
    interpreter = Interpreter(model_path=path_of(package, file), num_threads=1)
    interpreter.allocate_tensors()
    return interpreter
