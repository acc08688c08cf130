"""What the fake camera of Chromium sees: a specimen on a dark table."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import PIL.Image

from sandbox.specimens import OUTCOMES, Claimed, Pictures
from tests.journeys.programs import CHROMIUM_FLAGS

_WHO = Claimed("Anna Maria", "Eriksson", date(1974, 8, 12), datetime.now(UTC).date())
_SIZE = (1920, 1080)


def flags_for(folder: Path, seen: str) -> list[str]:
    film = show(folder, seen)
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    return [*CHROMIUM_FLAGS, *camera]


def show(folder: Path, seen: str) -> Path:
    """Have the camera see this; Chromium opens the film when it opens the camera."""
    film, new = folder / "film.mjpeg", folder / "new.mjpeg"
    new.write_bytes(frame(specimen(seen)))
    return new.replace(film)


@contextmanager
def shown(folder: Path, seen: str) -> Iterator[None]:
    """Have the camera see this instead of the passport."""
    show(folder, seen)
    try:
        yield
    finally:
        show(folder, "passport")


def specimen(which: str, slug: str = "right-person") -> bytes:
    data: bytes = getattr(_drawn(slug), which)
    return data


@cache
def _drawn(slug: str) -> Pictures:
    (draw,) = [outcome.draw for outcome in OUTCOMES if outcome.slug == slug]
    return draw(_WHO)


def frame(picture: bytes) -> bytes:
    """The picture as a camera's frame, on a dark table."""
    seen = PIL.Image.new("RGB", _SIZE, (70, 60, 50))
    shown = PIL.Image.open(io.BytesIO(picture))
    shown.thumbnail(_SIZE)
    seen.paste(shown, ((_SIZE[0] - shown.width) // 2, (_SIZE[1] - shown.height) // 2))
    buffer = io.BytesIO()
    seen.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
