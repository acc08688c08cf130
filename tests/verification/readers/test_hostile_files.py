"""A hostile file is refused by its name, or its pixels come out and nothing else, in little memory.

All of them go through one process that has as little memory as ``limit_memory`` gives it here, and
as little CPU time: what takes more dies, and its test with it.
"""

import io
import json
import resource
import subprocess
import sys
import warnings

import pytest
from PIL import Image

from tests.verification.readers.hostile_files import CORPUS, MARK, Hostile
from verification.readers import images

_MEMORY = 400 * 1024**2  # bytes; the interpreter, numpy and Pillow are in it
_SECONDS = 30  # of CPU, for all of them and for making them
_OF_A_JPEG = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.fixture(scope="module")
def answers() -> dict[str, str]:
    """What comes of each file, by its name."""
    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-m", __name__], capture_output=True, text=True, check=False, timeout=120
    )
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_it_is_refused_or_taken_as_pixels_alone(hostile: Hostile, answers: dict[str, str]) -> None:
    assert answers[hostile.name] == (hostile.refused or "pixels alone")


def _answer(hostile: Hostile) -> str:
    data = hostile.made()
    try:
        images.inspect(data)
        clean = images.reencode(images.decode(data))
    except images.ImageRefused as refused:
        return refused.code
    with Image.open(io.BytesIO(clean)) as image:
        is_clean = set(image.info) <= _OF_A_JPEG and MARK not in clean
        return "pixels alone" if is_clean else "metadata"


def _main() -> None:
    from idv_provider.celery import limit_memory  # noqa: PLC0415  # for the process alone

    warnings.simplefilter("ignore", UserWarning)  # Pillow's, of broken EXIF
    limit_memory(_MEMORY)
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    for hostile in CORPUS:
        sys.stdout.write(json.dumps((hostile.name, _answer(hostile))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
