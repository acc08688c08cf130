"""What editing and screens leave in a picture of a document; cues, and no more."""

import io

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from benchmarks.editing_species import SPECIES, Edit, Photograph, opened, saved
from sandbox.specimens.documents import draw_document
from sandbox.specimens.mrz import lines_of
from sandbox.specimens.outcomes import passport_for
from sandbox.specimens.portraits import ADMIRAL, ASTRONAUT, portrait_of
from sandbox.specimens.taking import Taking, take_picture
from tests.verification.test_two_sides import _CLAIMED as CLAIMED
from verification.checks import thresholds
from verification.readers import faces, presentation, traces
from verification.readers.images import Image as Pixels
from verification.readers.recompression import foreign_part


def taken(**how: float) -> Pixels:
    person = passport_for(CLAIMED)
    page = draw_document(person, lines_of(person), portrait_of(ASTRONAUT))
    return take_picture(page, Taking(rotation=3, blur=0.8, jpeg=None, **how))  # type: ignore[arg-type]  # numbers all


@pytest.fixture(scope="module")
def photograph() -> Pixels:
    return taken()


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


@pytest.mark.parametrize(("species", "edit"), SPECIES, ids=[name for name, _ in SPECIES])
def test_what_was_put_in_lacks_the_compression_of_the_rest(
    photograph: Pixels, species: str, edit: Edit
) -> None:
    """A careful edit of a camera's JPEG, saved finely; saved again unedited, it says nothing."""
    taken = opened(saved(photograph, 85))
    of = Photograph(1, taken, np.asarray(portrait_of(ADMIRAL), np.uint8))

    edited = foreign_part(saved(edit(taken, of), 95))
    again = foreign_part(saved(taken, 95))

    assert edited is not None
    assert again is not None
    assert again <= thresholds.MAX_FOREIGN_PART < edited


def test_where_no_earlier_compression_is_left_nothing_is_told(photograph: Pixels) -> None:
    taken = opened(saved(photograph, 90))

    assert foreign_part(saved(photograph, 90)) is None
    assert foreign_part(saved(taken, 75)) is None
    assert foreign_part(saved(np.ascontiguousarray(taken[3:, 5:]), 95)) is None


def test_a_screens_grid_stands_out_over_the_portrait(photograph: Pixels) -> None:
    def grid(picture: Pixels) -> float:
        (face, *_) = faces.find(picture)
        return presentation.grid_of(picture, face.box)

    assert grid(photograph) <= thresholds.MAX_GRID < grid(taken(moire=1.0))
