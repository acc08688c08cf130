"""What editing and screens leave in a picture of a document; cues, and no more."""

import io

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from sandbox.specimens.documents import draw_document
from sandbox.specimens.mrz import lines_of
from sandbox.specimens.outcomes import passport_for
from sandbox.specimens.portraits import ASTRONAUT, portrait_of
from sandbox.specimens.taking import Taking, take_picture
from tests.verification.test_two_sides import _CLAIMED as CLAIMED
from verification.checks import thresholds
from verification.readers import faces, presentation, traces
from verification.readers.images import Image as Pixels


def taken(**how: float) -> Pixels:
    person = passport_for(CLAIMED)
    page = draw_document(person, lines_of(person), portrait_of(ASTRONAUT))
    return take_picture(page, Taking(rotation=3, blur=0.8, jpeg=None, **how))  # type: ignore[arg-type]  # numbers all


@pytest.fixture(scope="module")
def photograph() -> Pixels:
    return taken()


def compressed(pixels: Pixels, quality: int) -> Pixels:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def file(**save: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 300)).save(buffer, **save)  # type: ignore[arg-type]  # Pillow's own
    return buffer.getvalue()


def test_programs_that_edit_are_named_by_exif_and_png_text() -> None:
    exif = Image.Exif()
    exif[0x0131] = "Adobe Photoshop 26.1 (Macintosh)"
    text = PngImagePlugin.PngInfo()
    text.add_text("Software", "GIMP 2.10")

    assert traces.names_editor(file(format="JPEG", exif=exif))
    assert traces.names_editor(file(format="PNG", pnginfo=text))


def test_a_camera_is_no_editor() -> None:
    exif = Image.Exif()
    exif[0x0131] = "HDR+ 1.0.585804376zd"
    exif[0x010F] = "Google"

    assert not traces.names_editor(file(format="JPEG", exif=exif))
    assert not traces.names_editor(b"")


def test_what_was_cut_and_compressed_again_has_a_second_grid(photograph: Pixels) -> None:
    once = compressed(photograph, 80)
    again = compressed(compressed(photograph, 50)[3:, 5:], 92)

    assert traces.foreign_blocks(once) <= thresholds.MAX_FOREIGN_BLOCKS
    assert traces.foreign_blocks(again) > thresholds.MAX_FOREIGN_BLOCKS
    assert traces.foreign_blocks(photograph[:300, :300]) == 0.0


def test_a_screens_grid_stands_out_over_the_portrait(photograph: Pixels) -> None:
    def grid(picture: Pixels) -> float:
        (face, *_) = faces.find(picture)
        return presentation.grid_of(picture, face.box)

    assert grid(photograph) <= thresholds.MAX_GRID < grid(taken(moire=1.0))
