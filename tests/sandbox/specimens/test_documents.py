from datetime import date

import numpy as np
import pytest

from sandbox.specimens.captions import STYLES, Style
from sandbox.specimens.documents import draw_document
from sandbox.specimens.people import NAMES, holder
from sandbox.specimens.portraits import ADMIRAL, portrait_of
from sandbox.specimens.taking import Taking, take_picture
from sandbox.specimens.zones import zone_of
from verification.documents.icao9303 import parse
from verification.documents.mrz_layouts import Format

ON = date(2026, 11, 24)


@pytest.mark.parametrize("format_", list(Format))
@pytest.mark.parametrize("number", range(len(NAMES)))
def test_every_zone_is_valid_and_says_what_it_was_written_from(
    number: int, format_: Format
) -> None:
    person = holder(number, ON)
    zone = parse(zone_of(person, format_), ON)

    assert zone.valid
    assert zone.format is format_
    assert (zone.repairs, zone.issuing_state) == ((), "UTO")
    assert (zone.document_number, zone.sex) == (person.document_number, person.sex)
    assert (zone.birth.value, zone.expiry.value) == (person.birthdate, person.expiry)


def test_a_cards_long_number_runs_on() -> None:
    person = holder(0, ON)
    long = type(person)("Eriksson", "Anna", person.birthdate, person.expiry, "D23145890734")

    assert parse(zone_of(long, Format.TD1), ON).document_number == "D23145890734"


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_style_is_drawn(style: Style) -> None:
    person = holder(3, ON)
    page = draw_document(person, zone_of(person), portrait_of(ADMIRAL), style=style)

    assert page.size == (1500, 1056)
    assert np.asarray(page.convert("L")).std() > 20


def test_a_picture_has_the_size_and_the_defects_that_were_asked_for() -> None:
    person = holder(1, ON)
    page = draw_document(person, zone_of(person), portrait_of(ADMIRAL))
    size = (640, 480)
    plain = take_picture(page, Taking(size, noise=0))
    dark = take_picture(page, Taking(size, noise=0, light=0.3))
    soft = take_picture(page, Taking(size, noise=0, blur=6))

    assert plain.shape == (480, 640, 3)
    assert dark.mean() < 0.4 * plain.mean()
    assert (
        np.abs(np.diff(soft.astype(int), axis=1)).mean()
        < 0.5 * np.abs(np.diff(plain.astype(int), axis=1)).mean()
    )
    one, same = (take_picture(page, Taking(size), 3) for _ in range(2))
    assert np.array_equal(one, same)
