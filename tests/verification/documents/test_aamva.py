from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.specimens.licence_payload import Holder, Style, payload_of
from verification.documents.aamva import AamvaError, Card, Deviation, Jurisdiction, Licence, parse
from verification.documents.aamva_identity import identity_of
from verification.documents.aamva_jurisdictions import JURISDICTIONS
from verification.matching import Source

HOLDER = Holder(
    family_name="SPECIMEN",
    given_name="JANE",
    middle_name="ANN",
    birthdate=date(1986, 3, 4),
    issued=date(2023, 5, 6),
    expiry=date(2028, 3, 4),
)
VIRGINIA = Style("VA")


def read(holder: Holder = HOLDER, style: Style = VIRGINIA) -> Licence:
    return parse(payload_of(holder, style))


def changed(old: str, new: str, style: Style = VIRGINIA) -> bytes:
    payload = payload_of(HOLDER, style)
    assert old.encode() in payload
    return payload.replace(old.encode(), new.encode())


@pytest.mark.parametrize("version", range(1, 12))
def test_every_version_of_the_standard_says_the_same_of_a_person(version: int) -> None:
    licence = read(style=replace(VIRGINIA, version=version))

    assert licence.version == version
    assert (licence.names.family, licence.birth) == ("SPECIMEN", HOLDER.birthdate)
    assert f"{licence.names.given} {licence.names.middle}".strip() == "JANE ANN"
    assert (licence.issue, licence.expiry) == (HOLDER.issued, HOLDER.expiry)
    assert (licence.document_number, licence.sex) == ("S12345678", "F")
    assert licence.deviations == frozenset()


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS, ids=lambda each: each.code)
def test_every_jurisdiction_is_known_by_its_number(jurisdiction: Jurisdiction) -> None:
    licence = read(style=Style(jurisdiction.code))

    assert licence.jurisdiction == jurisdiction
    assert licence.country == jurisdiction.country
    assert licence.birth == HOLDER.birthdate
    assert licence.unexpected == frozenset()


def test_codes_and_numbers_of_jurisdictions_are_unique() -> None:
    assert len({each.iin for each in JURISDICTIONS}) == len(JURISDICTIONS) == 72
    assert len({each.code for each in JURISDICTIONS}) == 72


def test_the_fourth_of_march_is_no_third_of_april_in_either_country() -> None:
    assert read(style=Style("NY")).birth == read(style=Style("NS")).birth == date(1986, 3, 4)


@pytest.mark.parametrize("code", ["NY", "NS"])
def test_dates_in_the_order_of_the_other_country_are_read_and_noted(code: str) -> None:
    licence = read(style=Style(code, year_first=code == "NY"))

    assert licence.birth == HOLDER.birthdate
    assert Deviation.DATE_ORDER in licence.unexpected


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_no_date_can_be_read_in_both_orders(day: date) -> None:
    for code in ("NY", "NS"):
        assert read(replace(HOLDER, birthdate=day), Style(code)).birth == day


@pytest.mark.parametrize(
    ("stated", "expiry"), [("00000000", None), ("NONE", None), ("12312199", date(2199, 12, 31))]
)
def test_a_card_may_never_expire(stated: str, expiry: date | None) -> None:
    assert parse(changed("DBA03042028", f"DBA{stated}")).expiry == expiry


@pytest.mark.parametrize("stated", ["02302028", "13132028", "0304202", "3 4 2028", "03040028"])
def test_a_date_that_does_not_exist_refuses_the_barcode(stated: str) -> None:
    with pytest.raises(AamvaError, match="date of expiry"):
        parse(changed("DBA03042028", f"DBA{stated}"))


@pytest.mark.parametrize(("flag", "cut"), [("T", True), ("N", False), ("U", None), ("", None)])
def test_truncation_flags_are_kept_apart_from_not_knowing(flag: str, cut: bool | None) -> None:
    assert parse(changed("DDEN", f"DDE{flag}")).names.family_truncated is cut
    assert parse(changed("DDFN", f"DDF{flag}")).names.given_truncated is cut
    assert parse(changed("DDGN", f"DDG{flag}")).names.middle_truncated is cut


def test_a_full_name_field_of_an_old_card_may_have_lost_its_end() -> None:
    long = replace(HOLDER, family_name="S" * 40)

    assert read(long, Style("VA", 3)).names.maybe_truncated
    assert not read(long, Style("VA", 8)).names.maybe_truncated
    assert not read(HOLDER, Style("VA", 3)).names.maybe_truncated


@pytest.mark.parametrize(
    ("written", "suffix"),
    [("JR", "JR"), ("Sr.", "SR"), ("3RD", "III"), ("III", "III"), ("PH.D.", "PHD"), ("NONE", "")],
)
def test_suffixes_are_written_in_one_way(written: str, suffix: str) -> None:
    assert read(replace(HOLDER, suffix=written)).names.suffix == suffix


@pytest.mark.parametrize("nothing", ["NONE", "unavl", "UNAVAIL", "   ", ""])
def test_words_for_nothing_are_no_middle_name(nothing: str) -> None:
    assert read(replace(HOLDER, middle_name=nothing)).names.middle == ""


def test_several_middle_names_are_parted_by_commas_on_the_card_only() -> None:
    assert read(replace(HOLDER, middle_name="ANN,MARIE")).names.middle == "ANN MARIE"


def test_a_person_with_one_name_is_read() -> None:
    names = read(replace(HOLDER, given_name="NONE", middle_name="")).names

    assert (names.family, names.given) == ("SPECIMEN", "")


def test_names_keep_the_letters_of_the_card() -> None:
    holder = replace(HOLDER, family_name="LÉVESQUE-O'BRIEN", given_name="ZOË")
    as_utf8 = payload_of(holder, Style("NB")).decode("iso-8859-1").encode()

    for licence in (read(holder, Style("NB")), parse(as_utf8)):
        assert (licence.names.family, licence.names.given) == ("LÉVESQUE-O'BRIEN", "ZOË")


@pytest.mark.parametrize(
    ("written", "postal_code"),
    [
        ("232690000  ", "23269"),
        ("275013140  ", "27501-3140"),
        ("71901 4455 ", "71901-4455"),
        ("20009-1234 ", "20009-1234"),
        ("96826     0", "96826"),
        ("79936      ", "79936"),
        ("N1M3J6     ", "N1M 3J6"),
        ("K1A 0B1    ", "K1A 0B1"),
    ],
)
def test_postal_codes_are_written_as_people_do(written: str, postal_code: str) -> None:
    assert parse(changed("DAK123450000  ", f"DAK{written}")).address.postal_code == postal_code


def test_the_second_line_of_an_address_follows_the_first() -> None:
    address = parse(changed("\nDAI", "\nDAHUNIT 9\nDAI")).address

    assert address.street == "1 SPECIMEN STREET, UNIT 9"
    assert (address.locality, address.region) == ("ANYTOWN", "VA")


def test_the_residence_of_an_old_card_stands_in_for_its_mailing_address() -> None:
    payload = changed("DAG1 SPECIMEN STREET", "DAG\nDAL1 RESIDENCE STREET", Style("OR", 1))

    assert parse(payload).address.street == "1 RESIDENCE STREET"


@pytest.mark.parametrize(
    ("stated", "sex"), [("1", "M"), ("2", "F"), ("9", "X"), ("0", ""), ("?", "")]
)
def test_sex_is_read_or_left_open(stated: str, sex: str) -> None:
    assert parse(changed("DBC2", f"DBC{stated}")).sex == sex


def test_an_identity_card_is_told_from_a_licence() -> None:
    assert read().card is Card.LICENCE
    assert read(style=Style("TN", card="ID")).card is Card.IDENTITY_CARD


def test_fields_of_other_subfiles_are_not_the_holders() -> None:
    payload = changed("\rZVZVASPECIMEN\r", "\rENDCSOTHER\nDBB01012001\rZVZVADCSOTHER\r")
    with_entry = payload.replace(b"02DL", b"03DL").replace(b"ZV0", b"EN00000000ZV0", 1)

    assert parse(with_entry).names.family == "SPECIMEN"
    assert parse(with_entry).birth == HOLDER.birthdate


def test_blanks_before_an_element_are_read_through_and_noted() -> None:
    licence = parse(changed("\nDAC", "\n DAC"))

    assert licence.names.given == "JANE"
    assert Deviation.STRAY_TEXT in licence.unexpected


def test_a_wrong_length_is_noted() -> None:
    assert Deviation.LENGTH in parse(changed("SPECIMEN STREET", "LONG SPECIMEN STREET")).unexpected


def test_a_country_that_contradicts_the_issuer_is_noted_and_not_believed() -> None:
    licence = parse(changed("DCGUSA", "DCGCAN"))

    assert licence.country == "USA"
    assert Deviation.COUNTRY in licence.unexpected


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        pytest.param("@", "#", "header", id="no-compliance-indicator"),
        pytest.param("ANSI ", "ISO  ", "header", id="file-type"),
        pytest.param("636000", "123456", "belongs to nobody", id="unknown-issuer"),
        pytest.param("636000", "63600O", "numbers", id="letter-in-the-issuer"),
        pytest.param("6360001001", "6360000001", "older", id="before-the-standard"),
        pytest.param("0102DL", "010DL", "length", id="eleven-digits"),
        pytest.param("02DL", "02XX", "no licence", id="no-licence-inside"),
        pytest.param("DAQS12345678", "DAQ", "number", id="no-number"),
        pytest.param("DAQS12345678\n", "", "number", id="number-left-out"),
        pytest.param("DAQS12345678\n", "DAQS1\nDAQS2\n", "twice", id="two-numbers"),
        pytest.param("DBB03041986\n", "DBB03041986\nDBB03041976\n", "twice", id="two-birth-dates"),
        pytest.param("JANE", "JA\x00NE", "control", id="control-character"),
    ],
)
def test_refuses(old: str, new: str, why: str) -> None:
    with pytest.raises(AamvaError, match=why):
        parse(changed(old, new))


def test_a_barcode_without_any_name_is_refused() -> None:
    nameless = replace(HOLDER, family_name="NONE", given_name="NONE", middle_name="")

    with pytest.raises(AamvaError, match="no name"):
        read(nameless)


def test_more_than_a_symbol_can_hold_is_refused_unread() -> None:
    with pytest.raises(AamvaError, match="more than one symbol"):
        parse(payload_of(HOLDER, VIRGINIA).ljust(2711))


def test_an_element_may_be_repeated_with_the_same_value() -> None:
    assert parse(changed("DAQS12345678\n", "DAQS12345678\n" * 2)).document_number == "S12345678"


def test_a_height_in_two_units_is_no_contradiction() -> None:
    assert parse(changed("DAU067 in\n", "DAU067 in\nDAU170 cm\n")).sex == "F"


def test_the_identity_for_matching_states_what_the_card_states() -> None:
    identity = identity_of(parse(changed("DDFN", "DDFT")))

    assert identity.source is Source.BARCODE
    assert (identity.family_name, identity.given_name) == ("SPECIMEN", "JANE")
    assert (identity.middle_name, identity.birthdate) == ("ANN", HOLDER.birthdate)
    assert (identity.family_truncated, identity.given_truncated) == (False, True)
    assert identity.address == {
        "street_address": "1 SPECIMEN STREET",
        "locality": "ANYTOWN",
        "region": "VA",
        "postal_code": "12345",
    }
    assert identity.country == "USA"


def _declared(payload: bytes) -> None:
    try:
        licence = parse(payload)
    except AamvaError as error:
        text = str(error)
    else:
        text = ""
        assert licence.document_number
        assert licence.names.family or licence.names.given
    assert "SPECIMEN" not in text
    assert not any(char.isdigit() for char in text.replace("2000", ""))


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=3000))
def test_any_bytes_give_a_value_or_the_declared_error(payload: bytes) -> None:
    _declared(payload)


@settings(deadline=None, max_examples=500)
@given(
    st.sampled_from([Style("VA"), Style("MD", 1), Style("TX", 3), Style("BC", 0), Style("ON", 3)]),
    st.lists(
        st.tuples(st.integers(0, 700), st.integers(0, 40), st.binary(max_size=12)), max_size=6
    ),
)
def test_a_damaged_barcode_gives_a_value_or_the_declared_error(
    style: Style, cuts: list[tuple[int, int, bytes]]
) -> None:
    payload = payload_of(HOLDER, style)
    for start, length, inserted in cuts:
        payload = payload[:start] + inserted + payload[start + length :]
    _declared(payload)


@settings(deadline=None, max_examples=300)
@given(st.from_regex(r"\A@\n\x1e\r(ANSI |AAMVA)[0-9]{8,12}(DL|ID|Z.)[0-9a]{0,9}[^\x00]{0,200}"))
def test_anything_behind_a_good_beginning_gives_a_value_or_the_declared_error(text: str) -> None:
    _declared(text.encode("utf-8", "surrogatepass"))
