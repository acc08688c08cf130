import numpy as np
import pytest
from PIL import Image, ImageEnhance

from benchmarks.clips.camera import screen_grid, shown
from benchmarks.clips.head import photograph
from sandbox.specimens import ADMIRAL, ASTRONAUT
from verification.evidence import Box
from verification.readers import faces, images, presentation
from verification.readers.images import Image as Pixels

KEY = b"a key of the deployment"


@pytest.fixture(scope="module")
def portrait() -> Pixels:
    return photograph(ASTRONAUT)


def grid(picture: Pixels, portrait: Pixels) -> float:
    (face,) = faces.find(portrait)
    return presentation.grid_of(picture, face.box)


def test_a_screens_grid_stands_out_and_skin_has_none(portrait: Pixels) -> None:
    assert grid(portrait, portrait) < 4.5
    height, width = portrait.shape[:2]
    screen = shown(portrait, screen_grid(width, height, 0.9, 3))

    assert grid(screen, portrait) > 5.5


def test_a_printed_halftone_stands_out(portrait: Pixels) -> None:
    rows, columns = np.indices(portrait.shape[:2])
    dots = 25 * np.sin(rows * 1.3 + columns * 0.9) * np.sin(rows * 0.9 - columns * 1.3)
    printed = (portrait + dots[..., None]).clip(0, 255).astype(np.uint8)

    assert grid(printed, portrait) > 5.5


def test_strong_compression_is_no_grid(portrait: Pixels) -> None:
    assert grid(images.decode(images.reencode(portrait, quality=40)), portrait) < 4.5


def test_flat_and_tiny_faces_are_measured_without_trouble() -> None:
    flat = np.full((220, 230, 3), 7, np.uint8)
    box = Box(-40, -10, 90, 90)

    assert presentation.grid_of(flat, box) >= 0


def shared(one: Pixels, other: Pixels) -> int:
    digests = (presentation.similar_digests(picture, KEY) for picture in (one, other))
    return sum(a == b for a, b in zip(*digests, strict=True))


def test_a_changed_copy_is_known_again_and_another_picture_is_not(portrait: Pixels) -> None:
    copy = Image.fromarray(portrait).resize((300, 400))
    dimmed = ImageEnhance.Brightness(copy).enhance(0.8)

    assert shared(portrait, np.asarray(dimmed)) >= 2
    assert shared(portrait, photograph(ADMIRAL)) == 0


def test_digests_depend_on_the_key(portrait: Pixels) -> None:
    mine, theirs = (presentation.similar_digests(portrait, key) for key in (KEY, b"another"))

    assert not set(mine) & set(theirs)
    assert presentation.exact_digest(b"x", KEY) != presentation.exact_digest(b"x", b"another")
    assert presentation.exact_digest(b"x", KEY) == presentation.exact_digest(b"x", KEY)
