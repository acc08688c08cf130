import contextlib
import doctest
from datetime import date
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from verification.documents import countries, icao9303, mrz_ambiguity, mrz_dates, mrz_digits
from verification.documents.icao9303 import MrzError, check_digit, parse
from verification.documents.mrz_ambiguity import _readings, solve
from verification.documents.mrz_layouts import LAYOUTS, Format

ON = date(2012, 1, 1)

# The specimens of Doc 9303 parts 4, 5, 6 and 7.
TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
TD2 = (
    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
    "D231458907UTO7408122F1204159<<<<<<<6",
)
MRV_A = (
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
)
MRV_B = (
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
    "L8988901C4XXX4009078F9612109<<<<<<<<",
)


@pytest.mark.parametrize("module", [countries, icao9303, mrz_ambiguity, mrz_dates, mrz_digits])
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("lines", "format_", "number"),
    [
        pytest.param(TD3, Format.TD3, "L898902C3", id="TD3"),
        pytest.param(TD1, Format.TD1, "D23145890", id="TD1"),
        pytest.param(TD2, Format.TD2, "D23145890", id="TD2"),
        pytest.param(MRV_A, Format.MRV_A, "L8988901C", id="MRV-A"),
        pytest.param(MRV_B, Format.MRV_B, "L8988901C", id="MRV-B"),
    ],
)
def test_reads_the_specimens_of_doc_9303(
    lines: tuple[str, ...], format_: Format, number: str
) -> None:
    mrz = parse(lines, ON)

    assert (mrz.format, mrz.document_number, mrz.issuing_state) == (format_, number, "UTO")
    assert (mrz.names.primary, mrz.names.secondary) == ("ERIKSSON", "ANNA MARIA")
    assert mrz.sex == "F"
    assert mrz.valid
    assert mrz.repairs == ()


def test_only_a_td3_with_a_p_is_a_passport() -> None:
    assert parse(TD3, ON).is_passport
    assert not parse(TD1, ON).is_passport
    assert not parse(MRV_A, ON).is_passport


@pytest.mark.parametrize(
    ("column", "digits"),
    [
        pytest.param(4, {"document_number", "composite"}, id="document number"),
        pytest.param(13, {"birthdate", "composite"}, id="date of birth"),
        pytest.param(21, {"expiry", "composite"}, id="date of expiry"),
        pytest.param(28, {"personal", "composite"}, id="optional data"),
        pytest.param(9, {"document_number", "composite"}, id="a check digit itself"),
        pytest.param(43, {"composite"}, id="the composite digit itself"),
    ],
)
def test_a_changed_character_fails_the_digits_that_cover_it(column: int, digits: set[str]) -> None:
    second = TD3[1]
    mrz = parse((TD3[0], second[:column] + "4" + second[column + 1 :]), ON)

    assert {digit.name for digit in mrz.check_digits if not digit.passed} == digits
    assert not mrz.valid


def test_an_empty_optional_field_may_have_no_check_digit() -> None:
    number, birth, expiry = "L898902C36", "7408122", "1204159"
    composite = icao9303.check_digit(number + birth + expiry + "<" * 15)
    second = f"{number}UTO{birth}F{expiry}{'<' * 15}{composite}"

    assert parse((TD3[0], second), ON).valid


def test_a_filled_optional_field_must_have_its_check_digit() -> None:
    second = TD3[1][:42] + "<" + TD3[1][43:]

    failed = {d.name for d in parse((TD3[0], second), ON).check_digits if not d.passed}

    assert "personal" in failed


def test_a_long_document_number_of_a_td1_runs_on_into_the_optional_data() -> None:
    # Doc 9303-5, note j to the data structure: D23145890734 with check digit 9.
    first = "I<UTOD23145890<7349<<<<<<<<<<<"
    mrz = parse((first, TD1[1], TD1[2]), ON)

    assert mrz.document_number == "D23145890734"
    assert next(digit for digit in mrz.check_digits if digit.name == "document_number").passed
    assert mrz.optional == ("", "")


def test_germany_has_one_letter() -> None:
    german = parse(("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", TD3[1]), ON)

    assert german.issuing_state == "D"
    assert countries.is_issuer(german.issuing_state)


def test_a_name_without_secondary_identifier_has_none() -> None:
    names = parse(("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", TD3[1]), ON).names

    assert (names.primary, names.secondary, names.truncated) == ("ARKFREITH", "", False)


def test_a_full_name_field_may_be_truncated() -> None:
    assert parse(("P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", TD3[1]), ON).names.truncated


@pytest.mark.parametrize(
    ("field", "year", "month", "value"),
    [
        pytest.param("120101", 2012, 1, date(2012, 1, 1), id="today"),
        pytest.param("120102", 1912, 1, date(1912, 1, 2), id="tomorrow was a century ago"),
        pytest.param("74<<<<", 1974, None, None, id="day and month unknown"),
        pytest.param("7408<<", 1974, 8, None, id="day unknown"),
        pytest.param("740000", 1974, None, None, id="zeros for unknown"),
        pytest.param("<<<<<<", None, None, None, id="nothing known"),
        pytest.param("740231", 1974, 2, None, id="no such day"),
    ],
)
def test_dates_of_birth_find_their_century_and_may_be_in_part(
    field: str, year: int | None, month: int | None, value: date | None
) -> None:
    birth = mrz_dates.read_birth(field, ON)

    assert (birth.year, birth.month, birth.value) == (year, month, value)


@pytest.mark.parametrize(
    ("row", "column", "wrong"),
    [
        pytest.param(1, 15, "O", id="O for 0 in a date"),
        pytest.param(1, 17, "I", id="I for 1 in a date"),
        pytest.param(1, 21, "I", id="I for 1 in the expiry"),
        pytest.param(1, 12, "0", id="0 for O in the nationality"),
        pytest.param(0, 10, "5", id="5 for S in a name"),
        pytest.param(0, 30, "K", id="K for a filler after the name"),
    ],
)
def test_repairs_what_a_field_cannot_hold_and_says_so(row: int, column: int, wrong: str) -> None:
    lines = list(TD3)
    lines[row] = lines[row][:column] + wrong + lines[row][column + 1 :]
    mrz = parse(tuple(lines), ON)

    assert mrz.names == parse(TD3, ON).names
    assert mrz.valid
    assert [(repair.line, repair.column) for repair in mrz.repairs] == [(row, column)]


def test_an_initial_is_a_name_and_is_left_alone() -> None:
    names = parse(("P<UTOBECKER<<KIRK<K<<<<<<<<<<<<<<<<<<<<<<<<<", TD3[1]), ON).names

    assert names.secondary == "KIRK K"


def numbered(number: str, right: str) -> tuple[str, str]:
    """A zone in which ``number`` was read where ``right`` stands."""
    digits = right + check_digit(right)
    composite = check_digit(digits + TD3[1][13:20] + TD3[1][21:43])
    return TD3[0], number + digits[9] + TD3[1][10:43] + composite


@pytest.mark.parametrize(
    ("read", "right"), [("AK7O4C3H6", "AK704C3H6"), ("AKIO4C3H6", "AK104C3H6")], ids=["1", "2"]
)
def test_look_alikes_in_a_document_number_are_solved_under_its_check_digit(
    read: str, right: str
) -> None:
    mrz = parse(numbered(read, right), ON)

    assert mrz.valid
    assert mrz.document_number == right
    assert [right[repair.column] for repair in mrz.repairs] == [
        is_ for is_, was in zip(right, read, strict=True) if is_ != was
    ]
    assert mrz.solved


def test_of_two_readings_that_agree_none_is_taken() -> None:
    read, right = "S0A0O0S11", "S0A0O0SI1"
    agreeing = [one for one in _readings(read) if check_digit(one) == check_digit(right)]
    assert len(agreeing) > 1

    assert solve(read, check_digit(right)) is None
    mrz = parse(numbered(read, right), ON)
    assert (mrz.document_number, mrz.repairs) == (read, ())


def test_what_agrees_as_it_was_read_is_left_alone() -> None:
    assert solve("L898902C3", "6") is None


def test_a_number_is_not_solved_while_the_composite_digit_disagrees() -> None:
    first, second = numbered("AK7O4C3H6", "AK704C3H6")
    wrong = str((int(second[-1]) + 1) % 10)

    mrz = parse((first, second[:-1] + wrong), ON)

    assert mrz.document_number == "AK7O4C3H6"
    assert mrz.repairs == ()


@given(st.text("0O1I5S8B2ZA7<", min_size=9, max_size=9), st.integers(0, 9))
def test_whatever_is_solved_is_the_only_reading_that_agrees(field: str, digit: int) -> None:
    solved = solve(field, str(digit))

    agreeing = {one for one in (field, *_readings(field)) if check_digit(one) == str(digit)}
    assert solved is None or agreeing == {solved}


@pytest.mark.parametrize("read", ["AK703C3H6", "AK704D3H6", "BK704C3H6"])
def test_a_number_without_a_reading_that_agrees_is_left_as_it_stands(read: str) -> None:
    mrz = parse(numbered(read, "AK704C3H6"), ON)

    assert not mrz.valid
    assert mrz.document_number == read


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((), id="nothing"),
        pytest.param(("", ""), id="empty lines"),
        pytest.param(TD3[:1], id="one line"),
        pytest.param((TD3[0], TD3[1][:-1]), id="short"),
        pytest.param((TD3[0].lower(), TD3[1]), id="small letters"),
        pytest.param((TD3[0][:-1] + "É", TD3[1]), id="accent"),
        pytest.param((TD3[0][:-1] + "٣", TD3[1]), id="digit of another script"),
        pytest.param((TD3[0], TD1[1], TD1[2]), id="mixed"),
    ],
)
def test_refuses_what_is_no_zone(lines: tuple[str, ...]) -> None:
    with pytest.raises(MrzError):
        parse(lines, ON)


SHAPES = [(layout.rows, layout.columns) for layout in LAYOUTS]
ALPHABET = icao9303.ALPHABET + icao9303.FILLER


@given(
    st.sampled_from(SHAPES).flatmap(
        lambda shape: st.tuples(
            *[st.text(ALPHABET, min_size=shape[1], max_size=shape[1])] * shape[0]
        )
    ),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
)
def test_every_zone_of_the_right_size_becomes_a_value(lines: tuple[str, ...], on: date) -> None:
    assume(not (len(lines) == 3 and lines[0].startswith("V")))  # visas have two lines
    mrz = parse(lines, on)

    assert mrz.sex is not None
    assert mrz.birth.value is None or mrz.birth.value <= on


@given(st.lists(st.text(max_size=50), max_size=4).map(tuple), st.dates())
def test_any_text_becomes_a_value_or_the_declared_error(lines: tuple[str, ...], on: date) -> None:
    with contextlib.suppress(MrzError):
        parse(lines, on)


def test_the_error_does_not_repeat_what_was_read() -> None:
    with pytest.raises(MrzError) as error:
        parse(("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "é" * 44), ON)

    assert "ERIKSSON" not in str(error.value)


@given(st.text(ALPHABET, max_size=60), st.integers(0, 59), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed_unless_its_value_is_the_same_mod_ten(
    text: str, place: int, char: str
) -> None:
    if place >= len(text):
        return
    changed = text[:place] + char + text[place + 1 :]
    value = {c: (0 if c == "<" else icao9303.ALPHABET.index(c)) % 10 for c in ALPHABET}

    same = icao9303.check_digit(text) == icao9303.check_digit(changed)

    assert same == (value[char] == value[text[place]])
