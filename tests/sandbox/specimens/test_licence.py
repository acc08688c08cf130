from datetime import date

import numpy as np
import pytest
import zxingcpp

from sandbox.specimens.licence import SIZE, STYLES, altered, draw_licence, draw_symbol
from sandbox.specimens.licence_defects import Defects, photograph
from sandbox.specimens.licence_payload import Holder, Style, payload_of
from sandbox.specimens.portraits import ASTRONAUT, portrait_of
from verification.documents import aamva
from verification.readers.barcode import read_pdf417

HOLDER = Holder(
    family_name="SPECIMEN",
    given_name="JANE",
    birthdate=date(1986, 2, 28),
    issued=date(2023, 5, 6),
    expiry=date(2028, 2, 28),
    document_number="1234567",
    postal_code="V8W 3Y8",
)


def test_there_are_ten_jurisdictions_of_two_countries() -> None:
    countries = [aamva.parse(payload_of(HOLDER, style)).country for style in STYLES]

    assert len({style.code for style in STYLES}) == 10
    assert set(countries) == {"USA", "CAN"}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.code)
def test_the_barcode_says_that_it_is_a_specimen(style: Style) -> None:
    payload = payload_of(HOLDER, style)

    assert b"SPECIMEN" in payload
    assert aamva.parse(payload).address.street == "1 SPECIMEN STREET"


def test_the_symbol_holds_the_payload_as_bytes() -> None:
    payload = payload_of(HOLDER, STYLES[0])
    (symbol,) = zxingcpp.read_barcodes(draw_symbol(payload, 3))

    assert symbol.bytes == payload
    assert symbol.format == zxingcpp.BarcodeFormat.PDF417


def test_both_sides_have_the_size_of_a_card() -> None:
    sides = draw_licence(HOLDER, STYLES[0], portrait_of(ASTRONAUT))

    assert sides.front.size == sides.back.size == SIZE


def test_the_back_can_contradict_the_front() -> None:
    older = altered(HOLDER)
    sides = draw_licence(HOLDER, STYLES[0], portrait_of(ASTRONAUT), barcode_of=older)
    reading = read_pdf417(photograph(sides.back, Defects()))

    assert reading is not None
    assert aamva.parse(reading.payload).birth == date(1981, 2, 28)


def test_the_same_seed_takes_the_same_picture() -> None:
    back = draw_licence(HOLDER, STYLES[0], portrait_of(ASTRONAUT)).back
    defects = Defects(noise=20, worn=0.05, pixels_per_module=1)
    first, again, other = (photograph(back, defects, seed) for seed in (1, 1, 2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("defects", "changes"),
    [
        pytest.param(Defects(shade=0.8), "darker", id="shade"),
        pytest.param(Defects(glare=1), "brighter", id="glare"),
        pytest.param(Defects(pixels_per_module=1), "smaller", id="resolution"),
        pytest.param(Defects(rotation=30), "larger", id="rotation"),
    ],
)
def test_defects_do_what_they_say(defects: Defects, changes: str) -> None:
    back = draw_licence(HOLDER, STYLES[0], portrait_of(ASTRONAUT)).back
    plain, marred = photograph(back, Defects()), photograph(back, defects)

    assert {
        "darker": marred.mean() < plain.mean(),
        "brighter": marred.mean() > plain.mean(),
        "smaller": marred.size < plain.size,
        "larger": marred.size > plain.size,
    }[changes]
