from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sandbox.specimens import ADMIRAL, Passport, portrait_of
from sandbox.specimens.captions import STYLES, Style
from sandbox.specimens.documents import draw_document
from sandbox.specimens.taking import Taking, take_picture
from sandbox.specimens.zones import zone_of
from verification.checks.visual_zone import visual_zone
from verification.documents.mrz_layouts import Format
from verification.evidence import (
    DocumentEvidence,
    Evidence,
    ImageMeasures,
    MrzReading,
    VisualZone,
)
from verification.findings import Outcome
from verification.readers import mrz
from verification.readers import visual_zone as reader
from verification.readers.images import Image
from verification.readers.text import TextBox

ON = date(2026, 11, 24)
HOLDER = Passport("Kowalczyk", "Zofia Maria", date(1988, 2, 29), date(2031, 7, 15), "XK4711608")
ALTERED = {
    "family_name": replace(HOLDER, family_name="Quixano"),
    "given_name": replace(HOLDER, given_name="Bertha"),
    "birthdate": replace(HOLDER, birthdate=date(1998, 2, 27)),
    "expiry": replace(HOLDER, expiry=date(2021, 7, 15)),
}


def picture(
    printed: Passport = HOLDER,
    style: Style = STYLES[0],
    format_: Format = Format.TD3,
    taking: Taking | None = None,
) -> Image:
    lines = zone_of(HOLDER, format_)
    page = draw_document(printed, lines, portrait_of(ADMIRAL), format_=format_, style=style)
    return take_picture(page, taking or Taking(tilt=0.08, rotation=3))


def zone_in(image: Image) -> mrz.Found:
    found = mrz.find(image)
    assert found is not None
    return found


def outcomes(reading: MrzReading, print_: VisualZone) -> dict[str, Outcome]:
    image = ImageMeasures(1, 1, 1, 1, 0)
    document = DocumentEvidence(image=image, mrz=reading, faces=(), visual_zone=print_)
    findings = visual_zone(Evidence(ON, {}, document))
    return {finding.code.partition(".")[2]: finding.outcome for finding in findings}


def both_read(image: Image) -> dict[str, Outcome]:
    found = zone_in(image)
    return outcomes(found.reading, reader.read(image, found.first_line))


@pytest.fixture(scope="module")
def found() -> mrz.Found:
    """The zone, which says and lies the same whatever is printed above it."""
    return zone_in(picture())


@pytest.fixture(scope="module")
def print_(found: mrz.Found) -> VisualZone:
    return reader.read(picture(), found.first_line)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_print_in_many_languages_agrees_with_the_zone(found: mrz.Found, style: Style) -> None:
    print_ = reader.read(picture(style=style), found.first_line)

    assert set(outcomes(found.reading, print_).values()) == {Outcome.PASS}


@pytest.mark.parametrize("format_", [Format.TD1, Format.TD2])
def test_cards_and_visas_are_read_too(format_: Format) -> None:
    told = both_read(picture(format_=format_))

    assert Outcome.FAIL not in told.values()
    assert told["birthdate"] is Outcome.PASS


def test_print_is_read_whichever_way_the_page_lies() -> None:
    image = np.ascontiguousarray(np.rot90(picture(), 1))

    assert set(both_read(image).values()) == {Outcome.PASS}


@pytest.mark.parametrize("field", ALTERED)
def test_what_was_altered_in_one_zone_only_disagrees(
    found: mrz.Found, print_: VisualZone, field: str
) -> None:
    altered = replace(found.reading, lines=zone_of(ALTERED[field], Format.TD3))

    told = outcomes(altered, print_)

    assert told.pop(field) is Outcome.FAIL
    assert set(told.values()) == {Outcome.PASS}


def test_print_too_blurred_to_read_does_not_disagree() -> None:
    told = both_read(picture(ALTERED["family_name"], taking=Taking(blur=4.5)))

    assert Outcome.FAIL not in {told[name] for name in ("given_name", "birthdate", "expiry")}


def test_two_digits_of_a_year_do_not_refuse_somebody_of_more_than_a_hundred_years(
    found: mrz.Found, print_: VisualZone
) -> None:
    lines = [replace(line, text=line.text.replace("1988", "1888")) for line in print_.lines]
    assert tuple(lines) != print_.lines

    old = outcomes(found.reading, VisualZone(tuple(lines)))

    assert old["birthdate"] is Outcome.INCONCLUSIVE


def test_titles_are_left_out_before_the_last_lines_are() -> None:
    titles = [TextBox(500, 40 * row, 900, 18 + row, 0) for row in range(4)]
    usual = [TextBox(300, 200 + 30 * row, 120, 14, 0) for row in range(20)]

    read = reader._usual((*titles, *usual))

    assert set(usual) <= set(read)
    assert read == sorted(read, key=lambda box: box.y)
    assert not set(titles) <= set(read)
