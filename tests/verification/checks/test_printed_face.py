"""The zone against the print: what agrees, what disagrees, and what only the print can settle."""

from dataclasses import replace

import pytest

from tests.verification.checks.evidences import (
    DOCUMENT,
    GOOD,
    by_code,
    numbered_zone,
    outcome,
    reading,
    with_print,
    with_printed,
    with_zone,
    zone,
)
from verification import checks
from verification.checks import codes
from verification.findings import Outcome


@pytest.mark.parametrize(
    ("instead", "text", "code", "expected"),
    [
        ("ERIKSSON", "ERIKSSON", "family_name", "pass"),
        ("ERIKSSON", "Eriksson", "family_name", "pass"),
        ("ERIKSSON", "ERIKSZON", "family_name", "inconclusive"),
        ("ERIKSSON", "QUIXANO", "family_name", "fail"),
        ("ERIKSSON", "ANNA MARIA", "family_name", "inconclusive"),
        ("ERIKSSON", "8", "family_name", "inconclusive"),
        ("ANNA MARIA", "ANNAMARIA", "given_name", "pass"),
        ("ANNA MARIA", "ALONSO", "given_name", "fail"),
        ("12 AUG/AOÛT 74", "12.08.1974", "birthdate", "pass"),
        ("12 AUG/AOÛT 74", "12 AUG 1979", "birthdate", "fail"),
        ("12 AUG/AOÛT 74", "12 ??? 1979", "birthdate", "inconclusive"),
        ("12 AUG/AOÛT 74", "15 APR 2031", "birthdate", "inconclusive"),
        ("15 APR/AVR 31", "15/04/2031", "expiry", "pass"),
        ("15 APR/AVR 31", "15/04/2021", "expiry", "fail"),
        ("L898902C3", "L8989O2C3", "document_number", "pass"),
        ("L898902C3", "L898902C4", "document_number", "fail"),
        ("L898902C3", "UTO", "document_number", "inconclusive"),
    ],
)
def test_the_print_agrees_disagrees_or_cannot_be_read(
    instead: str, text: str, code: str, expected: str
) -> None:
    findings = by_code(with_printed(instead, text))

    assert findings[f"visual_zone.{code}"].outcome == expected
    others = {c: f for c, f in findings.items() if c.startswith("visual_zone.") and code not in c}
    assert {finding.outcome for finding in others.values()} == {Outcome.PASS}


@pytest.mark.parametrize(("state", "expected"), [("ISL", "pass"), ("UTO", "inconclusive")])
def test_a_thorn_that_was_read_as_the_letter_it_looks_like_agrees_in_iceland(
    state: str, expected: str
) -> None:
    lines = [line.replace("ERIKSSON<<ANNA<MARIA<<", "ERIKSSON<<THORA<MAR<<<") for line in zone()]
    page = with_printed("ANNA MARIA", "PÓRA MAR")
    assert page.document is not None
    reading_ = reading(tuple(line.replace("UTO", state) for line in lines))

    thorn = replace(page, document=replace(page.document, mrz=reading_))

    assert outcome(thorn, "visual_zone.given_name") == expected


@pytest.mark.parametrize("field", ["ERIKSSON", "ANNA MARIA", "12 AUG/AOÛT 74", "15 APR/AVR 31"])
def test_print_that_was_read_without_confidence_never_disagrees(field: str) -> None:
    findings = by_code(with_printed(field, "12 MAY 1950 QUIXANO", confidence=0.5))

    assert Outcome.FAIL not in {f.outcome for c, f in findings.items() if "visual_zone" in c}


def test_a_page_whose_print_was_not_read_says_nothing() -> None:
    for evidence in (with_print(), with_zone(zone())):
        outcomes = {f.outcome for c, f in by_code(evidence).items() if "visual_zone" in c}
        assert outcomes == {Outcome.INCONCLUSIVE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("AK704C3H6", "pass"), ("AK7O4C3H6", "inconclusive"), ("", "inconclusive")],
)
def test_a_number_that_its_digit_solved_needs_the_print(text: str, expected: str) -> None:
    evidence = with_printed("L898902C3", text)
    assert evidence.document is not None
    lines = numbered_zone("AK7O4C3H6", "AK704C3H6")
    mrz = replace(DOCUMENT.mrz, lines=lines)  # type: ignore[type-var]  # it is there
    findings = by_code(replace(evidence, document=replace(evidence.document, mrz=mrz)))

    for code in ("mrz.document_number", "mrz.composite"):
        assert findings[code].outcome == expected
    assert findings["mrz.birthdate"].outcome is Outcome.PASS
    assert findings["mrz.repaired"].measured == 1


def test_names_stand_on_two_readings() -> None:
    unsure = replace(
        GOOD, document=replace(DOCUMENT, mrz=replace(reading(), doubtful=("family_name",)))
    )
    unprinted = replace(unsure, document=replace(unsure.document, visual_zone=None))  # type: ignore[type-var]

    assert outcome(GOOD, codes.MRZ_NAMES) is Outcome.PASS
    assert outcome(unsure, codes.MRZ_NAMES) is Outcome.PASS
    assert outcome(unprinted, codes.MRZ_NAMES) is Outcome.INCONCLUSIVE


def test_printed_names_settle_names_and_nothing_else() -> None:
    open_ = ("family_name", "nationality")
    unsure = replace(GOOD, document=replace(DOCUMENT, mrz=replace(reading(), doubtful=open_)))

    found = next(one for one in checks.run(unsure) if one.code == codes.MRZ_NAMES)

    assert found.outcome is Outcome.INCONCLUSIVE
    assert found.message.endswith(": nationality.")
