"""Names that are, and are not, the same person's; each by the rule a reviewer is shown."""

import pytest

from tests.verification.matching.pairs import compare_pair, is_same, rules_of
from verification.matching import (
    OPT_IN,
    STANDARD_RULES,
    ClaimPolicy,
    Match,
    MatchingPolicy,
    Rule,
    Source,
)


@pytest.mark.parametrize(
    ("claimed", "document", "rule"),
    [
        ("Björn | Müller", "BJOERN | MUELLER", Rule.TRANSLITERATION),
        ("Bjorn | Muller", "BJOERN | MUELLER", Rule.TRANSLITERATION),
        ("Þóra | Ægisdóttir", "THORA | AEGISDOTTIR", Rule.DIACRITICS),
        ("José | Nuñez", "JOSE | NUNEZ", Rule.DIACRITICS),
        ("mary | o'neil", "MARY | ONEIL", Rule.CASE_AND_PUNCTUATION),
        ("Jean-Luc | Martin", "JEANLUC | MARTIN", Rule.JOINED),
        ("Piet | Vandenberg", "PIET | VAN DEN BERG", Rule.JOINED),
        ("Piet | Berg", "PIET | VAN DEN BERG", Rule.PARTICLE),
        ("Анна | Жукова", "ANNA | ZHUKOVA", Rule.SCRIPT),
        ("Νίκος | Παπάς", "NIKOS | PAPAS", Rule.SCRIPT),
        ("خالد | الحربي", "KHALED | ALHARBI", Rule.SCRIPT),
        ("Sergey | Lavrov", "SERGEI | LAVROV", Rule.ROMANISATION),
        ("Mohammed | Aziz", "MUHAMMAD | AZIZ", Rule.ROMANISATION),
        ("John | Carter", "JOHN PAUL | CARTER", Rule.MIDDLE_OMITTED),
        ("John P. | Carter", "JOHN PAUL | CARTER", Rule.INITIAL),
        ("Bob | Carter", "ROBERT | CARTER", Rule.NICKNAME),
        ("Oleksandr | Bilyk", "ALEXANDER | BILYK", Rule.NATIONAL_FORM),
        ("Wm. | Carter", "WILLIAM | CARTER", Rule.ABBREVIATION),
        ("Ana | López", "ANA | LOPEZ GARCIA", Rule.TWO_SURNAMES),
        ("Erika | Meyer", "ERIKA | MEYER GEB SCHULZ", Rule.BIRTH_NAME),
        ("Anna | Nowicki", "ANNA | NOWICKA", Rule.GENDERED_SURNAME),
        ("Tran | Van Minh", "VAN MINH | TRAN", Rule.NAME_ORDER),
        ("Maria Lopez | Ruiz", "MARIA | LOPEZ RUIZ", Rule.PARTS_DIVIDED),
        ("Minh | Trần", "VAN MINH | TRAN", Rule.CUSTOMARY_NAME),
        ("FNU | Sunil", "SUNIL |", Rule.MONONYM),
        ("Ali | Hosseini", "SEYED ALI | HOSSEINI", Rule.HONORIFIC),
        ("Robert | Carter", "ROBERT | CARTER JR", Rule.SUFFIX),
        ("Cristopher | Carter", "CHRISTOPHER | CARTER", Rule.TYPING_ERROR),
        ("Ahmed | El Masry", "AHMAD | ALMASRI", Rule.ROMANISATION),
        ("Nur | Salah al-Din", "NUR | SALAHEDDINE", Rule.ROMANISATION),
        ("Ali | Al-Sharif", "ALI | ASH SHARIF", Rule.ROMANISATION),
        ("Ahmed | Masri", "AHMED | ALMASRI", Rule.PARTICLE),
        ("Priya | a/p Raman", "PRIYA | RAMAN", Rule.PARTICLE),
        ("Lucía | Fuente Ortiz", "LUCIA | DE LA FUENTE ORTIZ", Rule.PARTICLE),
        ("Volodymyr | Hryhorenko", "VLADIMIR | GRIGORENKO", Rule.NATIONAL_FORM),
        ("Ilze | Bērziņa", "ILZE | BERZINS", Rule.GENDERED_SURNAME),
        ("K. A. Nimal | Perera", "KODIKARA ARACHCHIGE NIMAL | PERERA", Rule.INITIAL),
    ],
)
def test_forgives_an_honest_difference_by_name(claimed: str, document: str, rule: Rule) -> None:
    assert is_same(claimed, document)
    assert rule.value in rules_of(claimed, document)


@pytest.mark.parametrize(
    ("claimed", "document"),
    [
        ("John | Smith", "JAMES | SMITH"),
        ("Anna | Jansen", "HANNA | JANSEN"),
        ("Tim | Jansen", "TOM | JANSEN"),
        ("Patrick | McDonald", "PATRICK | MACDONALD"),
        ("Ali | Masri", "ALI | ALMASRANI"),
        ("Ivan | Sahar", "IVAN | SAGAN"),
        ("Maria | Rossi", "MARIO | ROSSI"),
        ("Daniel | Rossi", "DANIELA | ROSSI"),
        ("Christian | Weber", "CHRISTINA | WEBER"),
        ("Mohamed | Aziz", "MAHMOUD | AZIZ"),
        ("Hassan | Aziz", "HUSSEIN | AZIZ"),
        ("Min-jun | Kim", "MINJUNG | KIM"),
        ("Seo-yeon | Kim", "SOYEON | KIM"),
        ("Thomas | James", "JAMES | THOMAS"),
        ("Na | Li", "LI | NA"),
        ("Thomas | Smith", "THOMAS | SMITH JONES"),
        ("Thomas | Smith", "THOMAS | SMITH-JONES"),
        ("Ana | García López", "ANA | LOPEZ GARCIA"),
        ("John Michael | Smith", "JOHN DAVID | SMITH"),
        ("Michael | Smith", "JOHN MICHAEL | SMITH"),
        ("Jean-Pierre | Petit", "JEAN | PETIT"),
        ("Ahmed Mahmoud | Hassan", "MAHMOUD AHMED | HASSAN"),
        ("John | Petersen", "JOHN | PETERSON"),
        ("John | Thomson", "JOHN | THOMPSON"),
        ("Bob | Petersen", "WILLIAM | PETERSEN"),
        ("J | Smith", "JOHN | SMITH"),
    ],
)
def test_keeps_two_persons_apart(claimed: str, document: str) -> None:
    assert not is_same(claimed, document)


def test_tells_father_from_son_by_the_suffix() -> None:
    _, family = compare_pair("Robert | Carter Sr.", "ROBERT | CARTER JR")

    assert family.match is Match.NOT_MATCHED
    assert [rule.name for rule in family.rules] == ["other_suffix"]


def test_a_suffix_that_only_the_directory_has_needs_more_than_a_name() -> None:
    _, family = compare_pair("Robert | Carter Jr", "ROBERT | CARTER")

    assert family.match is Match.CANNOT_TELL


def test_differences_that_could_each_be_forgiven_are_too_many_together() -> None:
    given, family = compare_pair("Bob | Montgomrey", "ROBERT | MONTGOMERY")

    assert {given.match, family.match} == {Match.CANNOT_TELL}
    assert "too_much_forgiven" in {rule.name for rule in family.rules}


def test_a_cut_name_matches_what_continues_it_and_nothing_else() -> None:
    document = "MAXIM | SCHWARZENEGGER WASHINGTON"

    assert is_same("Maximilian | Schwarzenegger Washington", document, names_truncated=True)
    assert not is_same("Maximilian | Schwarzenegger Washington", document)
    assert not is_same("Marius | Schwarzenegger Washington", document, names_truncated=True)


def test_two_letters_of_a_cut_name_prove_nothing() -> None:
    assert not is_same("Nicolas | Rakoto", "NI | RAKOTO", names_truncated=True)


def test_a_barcode_says_itself_which_part_was_cut() -> None:
    claimed, document = "Maximilian | Carter", "MAXIMIL | CARTER"

    assert is_same(claimed, document, source=Source.BARCODE, given_truncated=True)
    assert not is_same(claimed, document, source=Source.BARCODE, family_truncated=True)


def test_a_digit_on_the_printed_side_is_a_misread_letter() -> None:
    assert "reading_error" in rules_of(
        "Collin | Carter", "C0LLIN | CARTER", source=Source.VISUAL_ZONE
    )


def test_a_flow_can_forbid_a_rule() -> None:
    strict = MatchingPolicy(otherwise=ClaimPolicy(rules=STANDARD_RULES - {Rule.NICKNAME}))

    assert is_same("Bob | Carter", "ROBERT | CARTER")
    assert not is_same("Bob | Carter", "ROBERT | CARTER", policy=strict)


@pytest.mark.parametrize(
    ("claimed", "document"),
    [("Ann | Smith", "ANN | SMITH JONES"), ("Michael | Smith", "JOHN MICHAEL | SMITH")],
)
def test_a_flow_can_ask_for_what_is_refused_otherwise(claimed: str, document: str) -> None:
    loose = MatchingPolicy(otherwise=ClaimPolicy(rules=STANDARD_RULES | OPT_IN))

    assert is_same(claimed, document, policy=loose)


def test_a_script_that_cannot_be_read_reliably_is_no_mismatch() -> None:
    given, _ = compare_pair("陽子 | 田中", "YOKO | TANAKA")

    assert given.match is Match.CANNOT_TELL
    assert [rule.name for rule in given.rules] == ["not_comparable"]


def test_a_document_without_a_given_name_proves_none() -> None:
    given, family = compare_pair("Budi | Suharto", "| SUHARTO")

    assert given.match is Match.CANNOT_TELL
    assert family.match is Match.MATCHED


def test_a_reviewer_reads_which_parts_a_rule_joined() -> None:
    given, _ = compare_pair("Björn | Carter", "BJOERN | CARTER")

    (rule,) = given.rules
    assert (rule.claimed, rule.document) == ("BJÖRN", "BJOERN")
    assert "ICAO" in rule.reason
    assert (given.claimed_form, given.document_form) == ("BJORN", "BJOERN")
    assert 0.9 < given.strength < 1.0
