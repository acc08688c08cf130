from dataclasses import replace
from datetime import date

import pytest

from sandbox.specimens.licence_payload import Holder, Style, payload_of
from verification.documents.aamva import AamvaError, Deviation, parse
from verification.documents.aamva_quirks import QUIRKS, Quirk

HOLDER = Holder(
    family_name="SPECIMEN",
    given_name="JANE",
    middle_name="ANN",
    birthdate=date(1986, 3, 14),
    issued=date(2023, 5, 16),
    expiry=date(2028, 3, 14),
    document_number="1234567",
)


def written(style: Style, *changes: tuple[str, str]) -> bytes:
    payload = payload_of(HOLDER, style)
    for old, new in changes:
        assert old.encode() in payload, old
        payload = payload.replace(old.encode(), new.encode(), 1)
    return payload


def without_flags_and_type(code: str) -> bytes:
    return written(Style(code, 4, designator=False, year_first=True))


BRITISH_COLUMBIA = payload_of(replace(HOLDER, postal_code="V8W 3Y8"), Style("BC", 0))
NORTH_CAROLINA = (
    b"@\n\x1e\rAAMVA36004001DL00280112DLDABSPECIMEN\nDACJANE\nDADANN\nDAE\nDAL1 SPECIMEN STREET\n"
    b"DANANYTOWN\nDAONC\nDAP12345\nDAQ1234567\nDBA03-14-2028\nDBB03-14-1986\nDBCF\nDBD05-16-2023\n"
)
#: A barcode for every jurisdiction and version in the table; what is odd about it is written out.
CARDS = {
    ("AB", 3): written(
        Style("AB", 3),
        ("604432", "990876"),
        ("02DL00410171ZA02120014DL", "01DLabacDL"),
        ("DBC2", "DBCF"),
        ("\nDCGCAN", ""),
        ("DBD20230516\n", ""),
    ),
    ("AL", 4): written(Style("AL", 4), ("DCFSPECIMEN\nDCGUSA", "DCJ")),
    ("BC", 0): BRITISH_COLUMBIA,
    ("CO", 8): written(Style("CO", 8), ("DLDAQ", "DL\nDAQ")),
    ("CT", 1): written(Style("CT", 1, file_type="AAMVA", designator=False)),
    ("IL", 2): written(Style("IL", 2, offset="0039"), ("636035020102", "6360350202")),
    ("MD", 1): written(Style("MD", 1, file_type="AAMVA")),
    ("MI", 3): written(Style("MI", 3), ("DCFSPECIMEN\nDCGUSA", "DCF\nDCG")),
    ("NC", 1): NORTH_CAROLINA,
    ("ON", 3): written(Style("ON", 3, offset="0000"), ("DCSSPECIMEN", "DCSSPECIMEN,")),
    ("PA", 1): written(Style("PA", 1), ("SPECIMEN,JANE,ANN,", "JANE ANN SPECIMEN")),
    ("PR", 5): written(Style("PR", 5)) + b"8" * 40,
    ("SC", 1): written(Style("SC", 1, separators="\n\x1c\r", offset="0040")),
    ("WV", 4): without_flags_and_type("WV"),
    ("WY", 4): without_flags_and_type("WY"),
}


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda q: f"{q.code}-{q.version}-{q.deviation}")
def test_a_known_quirk_is_noted_and_expected(quirk: Quirk) -> None:
    licence = parse(CARDS[quirk.code, quirk.version])

    assert (licence.jurisdiction.code, licence.version) == (quirk.code, quirk.version)
    assert quirk.deviation in licence.deviations
    assert quirk.deviation not in licence.unexpected


@pytest.mark.parametrize("card", CARDS.values(), ids=[f"{code}-{v}" for code, v in CARDS])
def test_no_quirk_changes_what_is_read(card: bytes) -> None:
    licence = parse(card)

    assert licence.names.family == "SPECIMEN"
    assert f"{licence.names.given} {licence.names.middle}".strip() == "JANE ANN"
    assert (licence.birth, licence.expiry) == (HOLDER.birthdate, HOLDER.expiry)
    assert licence.document_number == "1234567"
    assert licence.sex == "F"
    assert licence.address.street == "1 SPECIMEN STREET"
    assert licence.unexpected <= {Deviation.LENGTH, Deviation.ENTRIES, Deviation.MISSING_ELEMENT}


def test_the_habit_of_one_jurisdiction_is_odd_on_the_card_of_another() -> None:
    licence = parse(written(Style("TX", 3, offset="0000")))

    assert licence.unexpected == {Deviation.OFFSET}


def test_the_habit_of_an_old_version_is_odd_on_a_newer_card() -> None:
    licence = parse(written(Style("ON", 9, offset="0000")))

    assert licence.unexpected == {Deviation.OFFSET}


def test_a_name_without_commas_is_turned_round_only_for_those_known_to_turn_it() -> None:
    turned = parse(written(Style("OH", 1), ("SPECIMEN,JANE,ANN,", "JANE ANN SPECIMEN"))).names

    assert (turned.family, turned.given) == ("JANE ANN SPECIMEN", "")


def test_given_names_may_share_one_part_of_a_whole_name() -> None:
    names = parse(written(Style("LA", 1), ("SPECIMEN,JANE,ANN,", "SPECIMEN,JANE ANN"))).names

    assert (names.family, names.given, names.middle) == ("SPECIMEN", "JANE ANN", "")


def test_dollar_signs_part_a_whole_name_as_commas_do() -> None:
    names = parse(written(Style("MT", 1), ("SPECIMEN,JANE,ANN,", "SPECIMEN$JANE$ANN$3RD"))).names

    assert (names.family, names.given, names.middle) == ("SPECIMEN", "JANE", "ANN")
    assert names.suffix == "III"


def test_the_tracks_of_british_columbia_have_no_day_of_expiry_but_the_birthday() -> None:
    licence = parse(BRITISH_COLUMBIA)
    in_june = parse(BRITISH_COLUMBIA.replace(b"=2803", b"=2806"))

    assert licence.expiry == date(2028, 3, 14)
    assert in_june.expiry == date(2028, 6, 30)
    assert parse(BRITISH_COLUMBIA.replace(b"=2803", b"=2877")).expiry is None


@pytest.mark.parametrize("city", ["VICTORIA", "NEW WESTMINSTER", "FORT ST. JOHN"])
def test_a_city_of_any_length_parts_from_the_name(city: str) -> None:
    holder = replace(HOLDER, locality=city, postal_code="V8W 3Y8")
    licence = parse(payload_of(holder, Style("BC", 0)))

    assert licence.names.family == "SPECIMEN"
    assert licence.address.locality == city
    assert licence.address.postal_code == "V8W 3Y8"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b";636028", b";636015", id="another-issuer"),
        pytest.param(b"=2803", b"=2813", id="thirteenth-month"),
        pytest.param(b"19860314", b"19860230", id="thirtieth-of-february"),
        pytest.param(b"=?_%", b"=_%", id="no-end-of-track"),
        pytest.param(b"SPECIMEN,$JANE ANN", b"^", id="no-name"),
    ],
)
def test_damaged_tracks_are_refused(old: bytes, new: bytes) -> None:
    assert old in BRITISH_COLUMBIA

    with pytest.raises(AamvaError):
        parse(BRITISH_COLUMBIA.replace(old, new, 1))
