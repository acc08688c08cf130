import doctest
from datetime import date

import numpy as np
import pytest
from PIL import Image, ImageFilter

from sandbox.specimens import ADMIRAL, Passport, draw_passport, lines_of
from sandbox.specimens.documents import draw_document as draw_any
from sandbox.specimens.portraits import portrait_of
from sandbox.specimens.taking import Taking, take_picture
from sandbox.specimens.zones import zone_of
from verification.documents import icao9303
from verification.documents.mrz_layouts import Format
from verification.readers import mrz, mrz_lines
from verification.readers.images import Image as Pixels
from verification.readers.mrz_lines import Strip, assemble
from verification.readers.mrz_votes import missed
from verification.readers.text import Line, TextBox

PASSPORT = Passport(
    family_name="Kowalczyk",
    given_name="Zoe Maria",
    birthdate=date(1988, 2, 29),
    expiry=date(2031, 7, 15),
    document_number="XK4711B08",
)
LINES = lines_of(PASSPORT)
ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return draw_passport(PASSPORT, LINES, portrait_of(ADMIRAL))


def on_a_table(page: Image.Image, size: tuple[int, int], width: int, angle: float = 0) -> Pixels:
    table = Image.new("RGB", size, (90, 80, 70))
    height = round(width * page.height / page.width)
    small = page.resize((width, height), Image.Resampling.LANCZOS).convert("RGBA")
    turned = small.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    place = ((size[0] - turned.width) // 2, (size[1] - turned.height) // 2)
    table.paste(turned, place, turned)
    return np.asarray(table)


def read(image: Pixels) -> icao9303.Mrz | None:
    found = mrz.find(image)
    return None if found is None else icao9303.parse(found.reading.lines, ON)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(mrz_lines).failed == 0


@pytest.mark.parametrize(
    ("size", "width", "angle", "turns"),
    [
        pytest.param((3000, 2250), 900, 4, 0, id="small in a large picture"),
        pytest.param((640, 480), 600, 1, 0, id="few pixels"),
        pytest.param((1600, 1600), 1100, 42, 0, id="on its corner"),
        pytest.param((1600, 1600), 1300, 91, 3, id="a quarter turn"),
        pytest.param((1600, 1200), 1400, 178, 2, id="upside down"),
        pytest.param((1600, 1600), 1300, 268, 1, id="three quarter turns"),
    ],
)
def test_reads_the_zone_wherever_it_lies_and_tells_how_to_turn_the_picture_upright(
    page: Image.Image, size: tuple[int, int], width: int, angle: float, turns: int
) -> None:
    found = mrz.find(on_a_table(page, size, width, angle))

    assert found is not None
    assert found.quarter_turns == turns
    zone = icao9303.parse(found.reading.lines, ON)
    assert zone.valid
    assert (zone.names.primary, zone.names.secondary) == ("KOWALCZYK", "ZOE MARIA")
    assert zone.document_number == "XK4711B08"
    assert zone.birth.value == PASSPORT.birthdate
    assert zone.expiry.value == PASSPORT.expiry


@pytest.mark.parametrize("format_", list(Format))
def test_reads_every_format(format_: Format) -> None:
    lines = zone_of(PASSPORT, format_)
    page = draw_any(PASSPORT, lines, portrait_of(ADMIRAL), format_=format_)

    zone = read(take_picture(page, Taking(tilt=0.15, rotation=-4)))

    assert zone is not None
    assert (zone.valid, zone.format) == (True, format_)
    assert zone.document_number == "XK4711B08"


@pytest.mark.parametrize(
    "taking",
    [
        pytest.param(Taking(tilt=0.3, slant=0.2, fills=0.8), id="seen from aside"),
        pytest.param(Taking(size=(1200, 1600), fills=0.9, clutter=True), id="among other papers"),
        pytest.param(Taking(size=(2000, 1500), fills=0.4, place=(0.22, 0.8)), id="in a corner"),
        pytest.param(Taking(shadow=0.7, jpeg=15), id="under a shadow, compressed"),
        pytest.param(Taking(contrast=0.25, light=0.8, moire=0.8), id="pale, from a screen"),
    ],
)
def test_reads_the_zone_under_hard_conditions(page: Image.Image, taking: Taking) -> None:
    zone = read(take_picture(page, taking, seed=5))

    assert zone is not None
    assert zone.valid
    assert zone.names.primary == "KOWALCZYK"


def test_a_line_cut_at_its_beginning_is_no_zone() -> None:
    box = TextBox(0, 0, 800, 30, 0)
    lines = ("TOKOWALCZYK<<ZOE<<<<<<<<<<<<<<<", LINES[1])
    nowhere, nothing = np.zeros((0, 0), np.float32), np.zeros((48, 900, 3), np.uint8)
    strips = [Strip(Line(line, 0.99, 0.99, nowhere, nowhere), nothing, box) for line in lines]

    assert assemble(strips) is None


def test_what_is_too_blurred_to_read_is_not_read(page: Image.Image) -> None:
    blurred = Image.fromarray(on_a_table(page, (1600, 1200), 1400)).filter(
        ImageFilter.GaussianBlur(15)
    )

    assert mrz.find(np.asarray(blurred)) is None


def test_a_page_without_a_zone_has_none(page: Image.Image) -> None:
    upper = page.crop((0, 0, page.width, round(page.height * 0.74)))

    assert mrz.find(np.asarray(upper)) is None


@pytest.mark.parametrize("shape", [(200, 200, 3), (200, 3000, 3), (3000, 200, 3)])
def test_empty_pictures_of_any_shape_have_none(shape: tuple[int, int, int]) -> None:
    assert mrz.find(np.full(shape, 128, np.uint8)) is None


def test_an_altered_digit_is_read_as_it_stands(page: Image.Image) -> None:
    first, second = LINES
    altered = (first, second[:13] + "9" + second[14:])  # born 1998, with the digit of 1988
    image = draw_passport(PASSPORT, altered, portrait_of(ADMIRAL))

    zone = read(on_a_table(image, (1600, 1200), 1400))

    assert zone is not None
    failed = {digit.name for digit in zone.check_digits if not digit.passed}
    assert failed == {"birthdate", "composite"}


def test_a_letter_that_light_took_half_of_is_left_open() -> None:
    holder = Passport("Eee", "Eleven", date(1988, 2, 29), date(2031, 7, 15), "XK4711B08")
    page = draw_passport(holder, lines_of(holder), portrait_of(ADMIRAL))
    plain = np.asarray(page)
    clear = mrz.find(plain)
    assert clear is not None
    assert clear.reading.doubtful == ()
    # The foot of the second E becomes white, which leaves an F.
    (left, middle), pitch = clear.first_line.start, clear.first_line.length / 46
    foot = slice(round(middle + 0.1 * pitch), round(middle + pitch))
    lit = plain.copy()
    lit[foot, round(left + 6.6 * pitch) : round(left + 7.8 * pitch)] = 255

    found = mrz.find(lit)

    assert found is not None
    assert "family_name" in found.reading.doubtful


def test_a_letter_that_was_missed_leaves_a_gap() -> None:
    evenly = np.arange(9, dtype=np.float32)
    with_gap = np.array([0, 1, 2, 4, 5, 6, 7, 9, 10], np.float32)

    assert not missed(evenly, "ANNA<MARI").any()
    # The gap before the R counts; that before the second filler may be a filler's.
    assert list(np.flatnonzero(missed(with_gap, "MAIA<OE<<"))) == [3]
