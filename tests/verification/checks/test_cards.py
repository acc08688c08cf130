"""Cards with two sides: what they must answer, and the ways in which a forger makes them fail."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.specimens import Passport
from sandbox.specimens.licence import STYLES
from sandbox.specimens.licence_payload import Style
from sandbox.specimens.zones import zone_of
from tests.verification.checks.evidences import (
    ANY_PROOF,
    FRONT,
    GOOD,
    HOLDER,
    card,
    printed,
    reading,
    with_print,
    with_zone,
    zone,
)
from verification import checks
from verification.checks import codes
from verification.checks.seen import known_by
from verification.decision import AssuranceLevel, decide
from verification.documents.kinds import Accepted, DocumentType
from verification.documents.mrz_layouts import Format
from verification.evidence import Barcode, Evidence, Traces
from verification.findings import Outcome
from verification.requirements import codes_of_document, requirements_for

_HOLDER = Passport("Eriksson", "Anna Maria", date(1974, 8, 12), date(2032, 4, 15))
IDENTITY_ZONE = zone_of(_HOLDER, Format.TD1)


def outcomes(evidence: Evidence) -> dict[str, Outcome]:
    return {finding.code: finding.outcome for finding in checks.run(evidence)}


def level(evidence: Evidence, *, sandbox: bool = True) -> str:
    requirements = requirements_for(
        evidence.claims,
        liveness="none",
        sandbox=sandbox,
        document=codes_of_document(evidence),
    )
    return decide(checks.run(evidence), requirements).level


def identity_card() -> Evidence:
    """A TD1: the portrait and the print in front, the zone on the back."""
    licence = card()
    assert licence.document is not None
    assert licence.back is not None
    front = printed(
        "Identity card", "L898902C3", "Surname", "ERIKSSON", "Given names", "ANNA MARIA",
        "Date of birth", "12.08.1974", "Date of expiry", "15.04.2032",
    )  # fmt: skip
    return replace(
        licence,
        document=replace(licence.document, visual_zone=front),
        back=replace(licence.back, barcode=None, mrz=reading(IDENTITY_ZONE)),
    )


def on_front(instead: str, text: str) -> tuple[str, ...]:
    return tuple(text if line == instead else line for line in FRONT)


def test_a_licence_whose_sides_agree_verifies_without_any_zone() -> None:
    assert level(card()) == AssuranceLevel.VERIFIED
    assert codes.MRZ_PRESENT not in codes_of_document(card())


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.code)
def test_licences_of_ten_jurisdictions_verify(style: Style) -> None:
    digits = "64235789"  # British Columbia's tracks hold no letters
    front = on_front("T64235789", digits)

    assert level(card(replace(HOLDER, document_number=digits), style, front)) == "VERIFIED"


def test_a_specimens_barcode_counts_in_the_sandbox_alone() -> None:
    assert outcomes(card())[codes.DOCUMENT_ISSUER] is Outcome.FAIL
    assert level(card(), sandbox=False) == AssuranceLevel.FAILED


def test_an_identity_card_verifies_by_the_zone_on_its_back() -> None:
    assert level(identity_card()) == AssuranceLevel.VERIFIED


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        pytest.param(card(front=on_front("ERIKSSON", "QUIXANO")), "document.sides", id="name"),
        pytest.param(card(front=on_front("08/12/1974", "08/12/1964")), "document.sides", id="born"),
        pytest.param(card(front=()), "document.sides", id="a front that says nothing"),
        pytest.param(
            card(of=replace(HOLDER, expiry=date(2026, 11, 23))), "document.expiry", id="expired"
        ),
        pytest.param(
            card(of=replace(HOLDER, issued=date(2026, 11, 25))),
            "document.issue_date",
            id="issued tomorrow",
        ),
        pytest.param(
            card(of=replace(HOLDER, issued=date(1970, 1, 1))),
            "document.issue_date",
            id="issued before birth",
        ),
        pytest.param(
            replace(card(), accepted=Accepted(frozenset({DocumentType.IDENTITY_CARD}))),
            "document.type",
            id="kind",
        ),
        pytest.param(
            replace(card(), accepted=replace(ANY_PROOF, countries=frozenset({"CAN"}))),
            "document.country",
            id="country",
        ),
        pytest.param(
            replace(card(), accepted=replace(ANY_PROOF, minimum_age=53)), "document.age", id="age"
        ),
    ],
)
def test_a_licence_is_refused(evidence: Evidence, code: str) -> None:
    assert outcomes(evidence)[code] is not Outcome.PASS
    assert level(evidence) == AssuranceLevel.FAILED


def test_a_back_without_its_front_proves_nothing() -> None:
    licence = card()
    assert licence.document is not None
    assert licence.back is not None
    both = replace(licence.document, barcode=licence.back.barcode)
    alone = replace(licence, document=both, back=None)

    assert codes.DOCUMENT_SIDES not in outcomes(alone)
    assert level(alone) == AssuranceLevel.FAILED


def test_a_barcode_that_is_no_licences_refuses() -> None:
    licence = card()
    assert licence.back is not None
    ticket = replace(licence, back=replace(licence.back, barcode=Barcode("BOARDING PASS", 0.9)))

    assert outcomes(ticket)[codes.BARCODE_PRESENT] is Outcome.INCONCLUSIVE
    assert level(ticket) == AssuranceLevel.FAILED


def test_the_zones_of_two_documents_are_not_one_document() -> None:
    mixed = identity_card()
    assert mixed.document is not None
    mixed = replace(mixed, document=replace(mixed.document, mrz=reading()))
    other = replace(mixed, back=replace(GOOD.document, mrz=reading(IDENTITY_ZONE)))  # type: ignore[type-var]
    altered = zone_of(replace(_HOLDER, document_number="D23145890"), Format.TD1)

    assert outcomes(other)[codes.DOCUMENT_SIDES] is Outcome.PASS  # both say L898902C3
    other = replace(other, back=replace(other.back, mrz=reading(altered)))  # type: ignore[type-var]
    assert outcomes(other)[codes.DOCUMENT_SIDES] is Outcome.FAIL


def test_middle_names_that_the_front_leaves_out_are_no_contradiction() -> None:
    evidence = card(front=on_front("ANNA MARIA", "ANNA"))

    assert outcomes(evidence)[codes.VISUAL_ZONE_GIVEN_NAME] is Outcome.PASS


def test_a_visa_has_no_composite_digit_and_only_passes_where_visas_are_accepted() -> None:
    visa = with_zone(zone_of(_HOLDER, Format.MRV_A))
    accepted = replace(visa, accepted=Accepted(frozenset({DocumentType.VISA})))

    assert level(visa) == AssuranceLevel.FAILED
    assert level(accepted) == AssuranceLevel.VERIFIED


@pytest.mark.parametrize(
    ("minimum", "birth", "expected"),
    [
        pytest.param(18, "081124", Outcome.PASS, id="birthday today"),
        pytest.param(18, "081125", Outcome.FAIL, id="birthday tomorrow"),
        pytest.param(18, "08<<<<", Outcome.FAIL, id="some day of the year"),
        pytest.param(18, "07<<<<", Outcome.PASS, id="a year before, whatever the day"),
        pytest.param(18, "081340", Outcome.INCONCLUSIVE, id="no such day"),
    ],
)
def test_age_counts_birthdays_that_have_surely_passed(
    minimum: int, birth: str, expected: Outcome
) -> None:
    evidence = with_zone(zone(birth=birth))
    evidence = replace(evidence, accepted=replace(evidence.accepted, minimum_age=minimum))

    assert outcomes(evidence)[codes.DOCUMENT_AGE] is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("16 APR/AVR 21", Outcome.PASS, id="plausible"),
        pytest.param("16 APR/AVR 31", Outcome.FAIL, id="after expiry"),
        pytest.param("25 NOV/NOV 26", Outcome.FAIL, id="tomorrow"),
        pytest.param("ZENITH", Outcome.INCONCLUSIVE, id="no date"),
    ],
)
def test_a_printed_date_of_issue_is_held_against_the_others(text: str, expected: Outcome) -> None:
    evidence = with_print("Date of issue", text)

    assert outcomes(evidence)[codes.DOCUMENT_ISSUE_DATE] is expected


def test_a_number_is_compared_where_its_issuer_says_how_it_is_built() -> None:
    californian = card(of=replace(HOLDER, document_number="I1234562"), style=Style("CA"))
    misbuilt = card(of=replace(HOLDER, document_number="1234562"), style=Style("CA"))

    assert outcomes(californian)[codes.DOCUMENT_NUMBER_FORMAT] is Outcome.PASS
    assert outcomes(misbuilt)[codes.DOCUMENT_NUMBER_FORMAT] is Outcome.FAIL
    assert outcomes(GOOD)[codes.DOCUMENT_NUMBER_FORMAT] is Outcome.INCONCLUSIVE


CLEAN = Traces(editor=False, foreign_part=None, grid=None)


@pytest.mark.parametrize("side", ["document", "back"])
@pytest.mark.parametrize(
    ("traces", "code"),
    [
        (replace(CLEAN, editor=True), codes.DOCUMENT_EDITOR),
        (replace(CLEAN, foreign_part=900.0), codes.DOCUMENT_COMPRESSION),
        (replace(CLEAN, grid=9.0), codes.DOCUMENT_GRID),
    ],
)
def test_a_trace_of_editing_on_either_side_is_told_and_refuses_nobody(
    traces: Traces, code: str, side: str
) -> None:
    shown = card()
    sides = {name: replace(getattr(shown, name), traces=CLEAN) for name in ("document", "back")}
    edited = replace(shown, **sides | {side: replace(sides[side], traces=traces)})

    unedited = outcomes(replace(shown, **sides))
    told = {one for one, outcome in outcomes(edited).items() if outcome is not unedited.get(one)}

    assert told == {code}
    assert outcomes(edited)[code] is Outcome.FAIL
    assert level(edited) == AssuranceLevel.VERIFIED


def test_a_licence_is_known_again_by_its_jurisdiction_and_number() -> None:
    assert known_by(card()) == "636000 T64235789"
    assert known_by(card()) != known_by(card(style=Style("CA")))


@given(payload=st.text(max_size=300), front=st.lists(st.text(max_size=40), max_size=6))
def test_whatever_a_card_says_every_question_gets_an_answer(payload: str, front: list[str]) -> None:
    shown = card(front=tuple(front))
    assert shown.back is not None
    hostile = replace(shown, back=replace(shown.back, barcode=Barcode(payload, 0.5)))

    assert all(len(finding.message) <= 200 for finding in checks.run(hostile))
    assert level(hostile) == AssuranceLevel.FAILED
