import contextlib
import doctest
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.documents import printed_dates, printed_fields, printed_names
from verification.documents.captions import CAPTIONS, Field
from verification.documents.printed_dates import dates_in
from verification.documents.printed_fields import announces, fields_of, squash
from verification.documents.printed_names import forms, likeness, occurs
from verification.evidence import Box, PrintedLine

DAY = date(1974, 8, 12)


def at(text: str, left: float, top: float, confidence: float = 0.99) -> PrintedLine:
    return PrintedLine(text, confidence, Box(left, top, 12.0 * len(text), 24))


@pytest.mark.parametrize("module", [printed_dates, printed_fields, printed_names])
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "12 AUG 1974", "12AUG1974", "12 AUG/AOÛT 74", "12 août/Aug 1974", "12.08.1974",
        "12/08/1974", "12 08 1974", "12-08-74", "1974-08-12", "AUG 12, 1974", "12081974",
        "12 SIE/AUG 1974", "12. August 1974",
    ],
)  # fmt: skip
def test_dates_are_read_in_the_ways_they_are_printed(text: str) -> None:
    assert DAY in dates_in(text)


@pytest.mark.parametrize("text", ["", "12 XXX 1974", "31.02.1974", "12 AUG/SEP 1974", "L898902C3"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert DAY not in dates_in(text)
    assert not {day for day in dates_in(text) if day.year == 1974}


@pytest.mark.parametrize(
    ("zone", "printed"),
    [
        ("MUELLER", "Müller"), ("MULLER", "MÜLLER"), ("AASTROEM", "ÅSTRÖM"), ("ASTROM", "ÅSTRÖM"),
        ("STRAUSS", "Strauß"), ("NUNEZ", "NÚÑEZ"), ("ONEILL", "O'NEILL"),
        ("VAN DER MEER", "van der Meer"), ("ANNA MARIA", "ANNAMARIA"), ("LUKASZ", "ŁUKASZ"),
        ("THORDARDOTTIR", "ÞÓRÐARDÓTTIR"), ("SMITH JONES", "SMITH-JONES"),
        ("YILMAZ", "Y\u0131lmaz"),
    ],
)  # fmt: skip
def test_a_name_and_its_transliteration_are_the_same(zone: str, printed: str) -> None:
    assert likeness(zone, printed, truncated=False) == 1
    assert occurs(zone, printed)


def test_a_name_cut_in_the_zone_is_the_beginning_of_the_printed_one() -> None:
    assert likeness("CHAYAPA DEJTH", "CHAYAPA DEJTHAMRONG", truncated=True) == 1
    assert likeness("CHAYAPA DEJTH", "CHAYAPA DEJTHAMRONG", truncated=False) < 1


@pytest.mark.parametrize(("one", "other"), [("ERIKSSON", "QUIXANO"), ("ANNA", "HANNAH"), ("A", "")])
def test_another_name_is_another(one: str, other: str) -> None:
    assert likeness(one, other, truncated=False) < 0.8
    assert not occurs(one, other)


def test_a_name_does_not_occur_within_a_word() -> None:
    assert not occurs("LEE", "LEEDS")
    assert not occurs("", "ANYTHING")
    assert occurs("LEE", "MS LEE KIM")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Surname/Nom", {Field.FAMILY_NAME}),
        ("1. Name/Surname/Nom", {Field.FAMILY_NAME}),
        ("Date of birlh", {Field.BIRTHDATE}),
        ("Givennames", {Field.GIVEN_NAME}),
        ("Nom", {Field.FAMILY_NAME}),
        ("Date de naissance (5)", {Field.BIRTHDATE}),
        ("8. Gültig bis/Date of expiry", {Field.EXPIRY}),
        ("Type / Country code / Passport no.", {Field.DOCUMENT_NUMBER}),
        ("Place of birth/Lieu de naissance", {Field.OTHER}),
        ("Nationality", {Field.OTHER}),
        ("ERIKSSON", set()),
        ("12 AUG 1974", set()),
        ("", set()),
    ],
)
def test_captions_are_known_in_many_languages(text: str, fields: set[Field]) -> None:
    assert announces(text) == fields


def test_no_caption_stands_for_two_fields() -> None:
    assert all(squash(caption) == caption for caption in CAPTIONS)
    assert CAPTIONS["NOMDENAISSANCE"] is Field.OTHER


def test_a_value_stands_below_its_caption_or_beside_it() -> None:
    below = fields_of([at("Surname", 0, 0), at("ERIKSSON", 0, 30), at("Given names", 0, 60)])
    beside = fields_of([at("Surname", 0, 0), at("ERIKSSON", 300, 2), at("Given names", 0, 40)])

    assert below[Field.FAMILY_NAME].values == ("ERIKSSON",)
    assert beside[Field.FAMILY_NAME].values == ("ERIKSSON",)
    assert Field.GIVEN_NAME not in below


def test_a_value_may_have_two_lines_and_the_less_certain_one_counts() -> None:
    lines = [at("Surname", 0, 0), at("MUSTERMANN", 0, 30), at("GEB. GABLER", 0, 58, 0.7)]

    field = fields_of(lines)[Field.FAMILY_NAME]

    assert field.values == ("MUSTERMANN", "GEB. GABLER")
    assert field.confidence == 0.7


def test_what_stands_below_another_caption_is_not_taken() -> None:
    lines = [at("Surname", 0, 0), at("Given names", 0, 30), at("ANNA", 0, 60)]

    assert Field.FAMILY_NAME not in fields_of(lines)
    assert fields_of(lines)[Field.GIVEN_NAME].values == ("ANNA",)


def test_the_time_of_a_hostile_print_does_not_explode() -> None:
    """Each of these took many minutes, or seconds: words with two spellings, captions in a heap."""
    name, print_ = f"{'A' * 37}X", " ".join("å" * 60)
    heap = [at("Surname" if row % 3 else "ANNA", 0, row * 0.5) for row in range(300)]

    assert not occurs(name, print_)
    assert occurs("A" * 38, print_)
    assert fields_of(heap)


texts = st.text(max_size=40) | st.sampled_from([*CAPTIONS, "12 AUG 1974", "ÄÖÜ" * 10])
boxes = st.builds(Box, *[st.floats(-1e4, 1e4)] * 2, *[st.floats(0, 1e4)] * 2)


@given(st.lists(st.builds(PrintedLine, texts, st.floats(0, 1), boxes), max_size=12))
def test_any_print_becomes_fields(lines: list[PrintedLine]) -> None:
    for field in fields_of(lines).values():
        assert field.values


@given(st.text(max_size=80), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", max_size=39))
def test_any_text_is_compared(printed: str, name: str) -> None:
    assert 0 <= likeness(name, printed, truncated=True) <= 1
    assert occurs(name, printed) in {True, False}
    assert len(forms(printed)) <= 64
    with contextlib.suppress(StopIteration):
        assert isinstance(next(iter(dates_in(printed))), date)
