from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sandbox.specimens.licence import SIZE, STYLES, draw_back, draw_licence
from sandbox.specimens.licence_defects import Defects, photograph
from sandbox.specimens.licence_payload import Holder, Style, payload_of
from sandbox.specimens.portraits import ASTRONAUT, portrait_of
from verification.documents import aamva
from verification.readers import barcode
from verification.readers.barcode import BarcodeReading, read_pdf417
from verification.readers.images import Image

HOLDER = Holder(
    family_name="SPECIMEN",
    given_name="JANE",
    middle_name="ANN",
    birthdate=date(1986, 3, 4),
    issued=date(2023, 5, 6),
    expiry=date(2028, 3, 4),
    document_number="1234567",
    postal_code="V8W 3Y8",
)
PAYLOAD = payload_of(HOLDER, STYLES[0])
BACK = draw_back(PAYLOAD, STYLES[0])


def read(defects: Defects, seed: int = 0) -> BarcodeReading | None:
    return read_pdf417(photograph(BACK, defects, seed))


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.code)
def test_a_clean_back_of_each_jurisdiction_is_read_to_the_last_field(style: Style) -> None:
    payload = payload_of(HOLDER, style)
    reading = read_pdf417(photograph(draw_back(payload, style), Defects()))

    assert reading is not None
    assert reading.payload == payload
    licence = aamva.parse(reading.payload)
    assert (licence.jurisdiction.code, licence.birth) == (style.code, HOLDER.birthdate)
    assert licence.unexpected == frozenset()


@pytest.mark.parametrize("rotation", [1, 3, 8, 30, 45, 90, 100, 180, 200, 270, 333])
def test_it_does_not_matter_how_the_card_lies(rotation: float) -> None:
    reading = read(Defects(rotation=rotation, pixels_per_module=2))

    assert reading is not None
    assert reading.payload == PAYLOAD


@pytest.mark.parametrize(
    "defects",
    [
        pytest.param(Defects(tilt=0.35, rotation=8), id="perspective"),
        pytest.param(Defects(pixels_per_module=1.1), id="low-resolution"),
        pytest.param(Defects(blur=0.65, rotation=2), id="out-of-focus"),
        pytest.param(Defects(motion=1.5), id="moved"),
        pytest.param(Defects(noise=50), id="noise"),
        pytest.param(Defects(shade=0.9), id="half-in-the-dark"),
        pytest.param(Defects(glare=1, rotation=5), id="glare"),
        pytest.param(Defects(worn=0.06), id="worn"),
        pytest.param(Defects(spread=0.5, rotation=2), id="ink-spread"),
        pytest.param(Defects(jpeg=30, pixels_per_module=1.5), id="jpeg-30"),
    ],
)
def test_what_a_phone_does_to_a_picture_is_undone(defects: Defects) -> None:
    reading = read(defects)

    assert reading is not None
    assert reading.payload == PAYLOAD


def test_a_pristine_symbol_leaves_its_redundancy_unused_and_a_worn_one_does_not() -> None:
    pristine, worn = read(Defects(noise=0)), read(Defects(worn=0.06))

    assert pristine is not None
    assert worn is not None
    assert pristine.unused_correction > 0.9 > worn.unused_correction
    assert worn.unused_correction >= barcode.MIN_UNUSED_CORRECTION
    assert 0.1 < pristine.correction < 0.5


def test_a_decoding_that_used_all_redundancy_up_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worn = Defects(worn=0.06)
    monkeypatch.setattr(barcode, "MIN_UNUSED_CORRECTION", 1.01)

    assert read(worn) is None


@pytest.mark.parametrize("rotation", [0, 20, 180])
def test_the_corners_are_those_of_the_symbol_in_the_picture(rotation: float) -> None:
    image = photograph(BACK, Defects(rotation=rotation, pixels_per_module=2))
    reading = read_pdf417(image)

    assert reading is not None
    x, y = np.mean(reading.corners, axis=0)
    across = np.subtract(reading.corners[1], reading.corners[0])
    # The symbol is centred on the card, 10.8 mm below its middle, and 72.5 mm wide.
    below = 0.2 * SIZE[1] / 2
    middle = np.array([image.shape[1], image.shape[0]]) / 2
    turn = np.deg2rad(rotation)
    assert np.hypot(*across) == pytest.approx(290 * 2, rel=0.05)
    assert np.array([x, y]) == pytest.approx(
        middle + below * np.array([np.sin(turn), np.cos(turn)]), abs=20
    )


def test_a_card_far_off_is_looked_at_again() -> None:
    """As on a scanner's glass: the card is one strong part, whose edges run in all directions."""
    glass = np.full((2300, 3000, 3), 250, np.uint8)
    card = photograph(BACK, Defects(pixels_per_module=1.75, rotation=90))
    glass[900 : 900 + card.shape[0], 1900 : 1900 + card.shape[1]] = card

    reading = read_pdf417(glass)

    assert reading is not None
    assert reading.payload == PAYLOAD


def test_a_front_has_no_barcode() -> None:
    front = draw_licence(HOLDER, STYLES[0], portrait_of(ASTRONAUT)).front

    assert read_pdf417(photograph(front, Defects())) is None


@pytest.mark.parametrize("shape", [(1, 1, 3), (31, 3000, 3), (300, 400, 3)])
def test_an_empty_picture_has_no_barcode(shape: tuple[int, int, int]) -> None:
    assert read_pdf417(np.zeros(shape, np.uint8)) is None
    assert read_pdf417(np.full(shape, 255, np.uint8)) is None


def test_a_symbol_cut_off_at_the_edge_is_not_half_read() -> None:
    image = photograph(BACK, Defects(pixels_per_module=2))

    assert read_pdf417(image[:, : image.shape[1] // 2]) is None


@settings(deadline=None, max_examples=20)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 90), st.just(3))))
def test_any_pixels_give_nothing_or_a_reading(image: Image) -> None:
    assert read_pdf417(image) is None
