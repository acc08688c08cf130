"""Readers that look at each picture once in a test run.

A reader is a pure function and the dearest thing that the tests of the flow call, often for the
very same specimen. Those tests take what a reader found in these pixels before; the tests of the
readers call them anew each time.
"""

import functools
import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from verification.readers import pipeline


def readers() -> dict[str, Callable[..., Any]]:
    """Return the pipeline's readers of single pictures by name, each remembering."""
    names = ("read_document", "read_selfie", "read_traces", "compare_faces")
    return {name: _once(name, getattr(pipeline, name)) for name in names}


def _once(name: str, reader: Callable[..., Any]) -> Callable[..., Any]:
    folder = Path(os.environ["IDV_TEST_FOLDER"])  # of this run, shared by its processes

    @functools.wraps(reader)
    def read(*seen: Any) -> Any:
        digest = hashlib.sha256(pickle.dumps(seen)).hexdigest()
        found = folder / f"{name}-{digest}"
        if not found.exists():
            draft = found.with_suffix(f".{os.getpid()}")
            draft.write_bytes(pickle.dumps(reader(*seen)))
            draft.rename(found)
        return pickle.loads(found.read_bytes())  # noqa: S301  # written by this run

    return read
