import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verification.checks.challenges import CHALLENGED
from tests.verification.checks.evidences import (
    ANY_PROOF,
    DOCUMENT,
    FACE,
    GOOD,
    IMAGE,
    SELFIE,
    by_code,
    card,
    outcome,
    reading,
    with_document_faces,
    with_selfie_faces,
    with_zone,
    zone,
)
from verification import checks
from verification.checks import codes, thresholds
from verification.checks.claims import finding_of as claim_finding
from verification.evidence import (
    Box,
    ClaimedValue,
    DocumentEvidence,
    Evidence,
    FaceComparison,
    ImageMeasures,
    MrzReading,
    Seen,
    SelfieEvidence,
)
from verification.findings import Outcome
from verification.matching import AppliedRule, ClaimComparison, Match, Rule

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "findings.md"


def wrong_digit(place: int) -> Evidence:
    """Another check digit at a place of the second line."""
    first, second = zone()
    other = str((int(second[place]) + 3) % 10)
    return with_zone((first, second[:place] + other + second[place + 1 :]))


def picture(**changes: float) -> ImageMeasures:
    return replace(IMAGE, **changes)  # type: ignore[arg-type]  # counts and numbers alike


def test_everything_passes_but_what_cannot_be_known_or_is_utopian() -> None:
    others = {code: f for code, f in by_code(GOOD).items() if f.outcome is not Outcome.PASS}

    assert set(others) == {
        codes.PRESENTATION_ATTACK,
        codes.PRESENTATION_PASSIVE,
        codes.DOCUMENT_ISSUER,
        codes.DOCUMENT_NUMBER_FORMAT,
    }
    assert others[codes.PRESENTATION_ATTACK].outcome is Outcome.INCONCLUSIVE
    assert others[codes.DOCUMENT_ISSUER].outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("evidence", "code", "expected"),
    [
        pytest.param(with_zone(None), "mrz.present", "inconclusive", id="no zone"),
        pytest.param(with_zone(("ABC", "DEF")), "mrz.present", "inconclusive", id="no such zone"),
        pytest.param(with_zone(zone(state="CHE")), "document.issuer", "pass", id="Switzerland"),
        pytest.param(with_zone(zone(state="D")), "document.issuer", "pass", id="Germany"),
        pytest.param(with_zone(zone(state="QQQ")), "document.issuer", "fail", id="no state"),
        pytest.param(with_zone(zone(expiry="261124")), "document.expiry", "pass", id="last day"),
        pytest.param(with_zone(zone(expiry="261123")), "document.expiry", "fail", id="expired"),
        pytest.param(
            with_zone(zone(expiry="261301")), "document.expiry", "inconclusive", id="13th"
        ),
        pytest.param(with_zone(zone(birth="74<<<<")), "document.birthdate", "pass", id="year only"),
        pytest.param(
            with_zone(zone(birth="740231")), "document.birthdate", "inconclusive", id="no such day"
        ),
        pytest.param(
            with_zone(zone(birth="<<<<<<")), "document.birthdate", "inconclusive", id="unknown"
        ),
        pytest.param(with_zone(zone(code="V<")), "document.type", "fail", id="visa"),
        pytest.param(with_zone(zone(code="I<")), "document.type", "fail", id="other document"),
        pytest.param(with_document_faces(), "document.portrait", "inconclusive", id="no portrait"),
        pytest.param(
            with_document_faces(replace(FACE, eye_distance=10)),
            "document.portrait",
            "fail",
            id="tiny portrait",
        ),
        pytest.param(with_selfie_faces(), "selfie.one_face", "inconclusive", id="no face"),
        pytest.param(with_selfie_faces(FACE, FACE), "selfie.one_face", "fail", id="two faces"),
        pytest.param(
            with_selfie_faces(FACE, replace(FACE, eye_distance=20)),
            "selfie.one_face",
            "pass",
            id="someone far behind",
        ),
        pytest.param(
            with_selfie_faces(replace(FACE, eye_distance=40)),
            "selfie.face_size",
            "fail",
            id="far away",
        ),
        pytest.param(
            with_selfie_faces(replace(FACE, yaw=-40)), "selfie.frontal", "fail", id="turned left"
        ),
        pytest.param(
            with_selfie_faces(replace(FACE, roll=45)), "selfie.frontal", "fail", id="leaning"
        ),
        pytest.param(
            replace(GOOD, selfie=replace(SELFIE, image=picture(brightness=20))),
            "selfie.exposure",
            "fail",
            id="dark",
        ),
        pytest.param(
            replace(GOOD, document=replace(DOCUMENT, image=picture(brightness=250))),
            "document.exposure",
            "fail",
            id="overexposed",
        ),
        pytest.param(
            replace(GOOD, document=replace(DOCUMENT, image=picture(glare=0.3))),
            "document.glare",
            "fail",
            id="glare",
        ),
        pytest.param(
            replace(GOOD, document=replace(DOCUMENT, image=picture(sharpness=3))),
            "document.sharpness",
            "fail",
            id="blurred",
        ),
        pytest.param(
            replace(GOOD, document=replace(DOCUMENT, image=picture(height=400))),
            "document.resolution",
            "fail",
            id="small",
        ),
        pytest.param(
            replace(GOOD, document=replace(DOCUMENT, mrz=replace(reading(), sharpness=20))),
            "document.zone_sharpness",
            "fail",
            id="blurred zone",
        ),
        pytest.param(
            with_document_faces(replace(FACE, sharpness=5)),
            "document.portrait_sharpness",
            "fail",
            id="blurred portrait",
        ),
        pytest.param(
            with_document_faces(replace(FACE, box=Box(5, 100, 200, 200))),
            "document.whole",
            "fail",
            id="cut at the portrait",
        ),
        pytest.param(wrong_digit(27), "mrz.expiry", "fail", id="expiry altered"),
        pytest.param(wrong_digit(42), "mrz.personal", "fail", id="optional data altered"),
        pytest.param(wrong_digit(43), "mrz.composite", "fail", id="composite altered"),
        pytest.param(
            replace(GOOD, back=replace(DOCUMENT, edge_room=0.0)), "document.edge", "fail", id="cut"
        ),
        pytest.param(replace(GOOD, comparison=None), "face.match", "inconclusive", id="no pair"),
        pytest.param(
            replace(GOOD, comparison=FaceComparison(0.1, "another")),
            "face.match",
            "inconclusive",
            id="engine without thresholds",
        ),
        pytest.param(
            replace(GOOD, face_fmr=1e-6), "face.match", "inconclusive", id="rate nobody measured"
        ),
    ],
)
def test_one_change_gives_this_answer(evidence: Evidence, code: str, expected: str) -> None:
    assert outcome(evidence, code) == expected


@pytest.mark.parametrize(
    ("distance", "fmr", "expected"),
    [
        (0.52, 0.001, "pass"),
        (0.54, 0.001, "fail"),
        (0.54, 0.01, "pass"),
        (0.50, 0.0001, "fail"),
        (0.52, 0.005, "pass"),
        (0.54, 0.005, "fail"),
    ],
)
def test_the_flows_rate_chooses_the_threshold(distance: float, fmr: float, expected: str) -> None:
    evidence = replace(GOOD, comparison=FaceComparison(distance, "dlib-resnet-v2"), face_fmr=fmr)
    finding = by_code(evidence)["face.match"]

    assert finding.outcome == expected
    assert finding.measured == distance
    assert finding.unit == "distance"


def test_stricter_rates_never_have_looser_thresholds() -> None:
    for rows in thresholds.FACE_DISTANCE.values():
        assert list(rows) == sorted(rows)
        assert [distance for _, distance in rows] == sorted(distance for _, distance in rows)


def test_an_altered_birthdate_is_no_birthdate() -> None:
    first, second = zone()
    findings = by_code(with_zone((first, second[:13] + "8" + second[14:])))

    assert findings["mrz.birthdate"].outcome is Outcome.FAIL
    assert findings["mrz.composite"].outcome is Outcome.FAIL
    assert findings["mrz.document_number"].outcome is Outcome.PASS
    assert findings["claim.birthdate"].outcome is Outcome.INCONCLUSIVE


def test_a_repaired_zone_is_not_counted_clean() -> None:
    first, second = zone(birth="740810")
    findings = by_code(with_zone((first, second[:18] + "O" + second[19:])))

    assert findings["mrz.birthdate"].outcome is Outcome.PASS
    assert findings["mrz.repaired"].outcome is Outcome.INCONCLUSIVE
    assert findings["mrz.repaired"].measured == 1


@pytest.mark.parametrize(
    ("claim", "value", "expected"),
    [
        ("given_name", "Boris", "fail"),
        ("family_name", "Erikson-Smith", "fail"),
        ("birthdate", "1975-08-12", "fail"),
        ("email", "anna@example.org", "inconclusive"),
        ("phone_number", "+15550100", "inconclusive"),
        ("address.postal_code", "78701", "inconclusive"),
    ],
)
def test_every_pushed_claim_gets_one_finding(claim: str, value: str, expected: str) -> None:
    claims = {**GOOD.claims, claim: ClaimedValue(value, fuzzy=True)}
    findings = by_code(replace(GOOD, claims=claims))

    assert findings[f"claim.{claim}"].outcome == expected
    assert {code for code in findings if code.startswith("claim.")} == {
        f"claim.{name}" for name in claims
    }


def test_without_a_zone_no_claim_can_be_told() -> None:
    findings = by_code(with_zone(None))

    assert {findings[f"claim.{name}"].outcome for name in GOOD.claims} == {Outcome.INCONCLUSIVE}


def test_without_any_evidence_nothing_passes() -> None:
    findings = checks.run(Evidence(on=GOOD.on, claims=GOOD.claims))

    assert {finding.outcome for finding in findings} == {Outcome.INCONCLUSIVE}


def test_no_message_holds_personal_data() -> None:
    text = " ".join(finding.message for finding in checks.run(GOOD)).upper()

    for value in ("ERIKSSON", "ANNA", "L898902C3", "1974", "740812", "310415"):
        assert value not in text


def test_every_message_fits_its_column() -> None:
    everything = ("given_name", "family_name", "birthdate", "address.street_address")
    claims = {name: ClaimedValue("x", fuzzy=False) for name in everything}

    for evidence in (GOOD, replace(GOOD, claims=claims), Evidence(on=GOOD.on, claims=claims)):
        assert all(len(finding.message) <= 200 for finding in checks.run(evidence))
        assert all(len(finding.unit) <= 20 for finding in checks.run(evidence))


def test_many_rules_do_not_make_a_message_too_long() -> None:
    rules = tuple(AppliedRule(rule.value, "A reason.") for rule in Rule)
    comparison = ClaimComparison("given_name", Match.MATCHED, rules, "A", "B", 0.5)

    finding = claim_finding(comparison)

    assert len(finding.message) <= 200
    assert finding.message.startswith("The document states this claim (by: case_and_punctuation,")


def test_every_finding_is_listed_and_every_listed_one_is_found() -> None:
    adults = replace(ANY_PROOF, minimum_age=18)
    seen = dict.fromkeys(Seen, 0)
    shown = (
        replace(
            GOOD,
            **CHALLENGED,
            accepted=adults,
            seen=seen,
            colours_required=True,
            face_review_fmr=0.01,
        ),
        card(),
    )
    found = {finding.code for evidence in shown for finding in checks.run(evidence)}

    assert {code for code in found if not code.startswith(codes.CLAIM_PREFIX)} == set(codes.ALL)


def test_the_page_of_findings_is_complete() -> None:
    documented = re.findall(r"^\| `([a-z_.]+)` \|", PAGE.read_text(), flags=re.MULTILINE)

    assert sorted(documented) == sorted(documented_once := set(documented))
    assert set(codes.ALL) <= documented_once
    assert {code for code in documented_once if not code.startswith("claim.")} == set(codes.ALL)


numbers = st.floats(-1e6, 1e6)
measures = st.builds(
    ImageMeasures,
    width=st.integers(1, 5000),
    height=st.integers(1, 5000),
    sharpness=numbers,
    brightness=numbers,
    glare=numbers,
)
zones = st.none() | st.builds(
    MrzReading,
    lines=st.lists(st.text("AZ09<", min_size=30, max_size=44), max_size=3).map(tuple),
    confidence=numbers,
    line_height=numbers,
    sharpness=numbers,
)


@given(measures, zones, measures)
def test_any_evidence_gives_findings(
    image: ImageMeasures, mrz: MrzReading | None, other: ImageMeasures
) -> None:
    document = DocumentEvidence(image=image, mrz=mrz, faces=(FACE,))
    selfie = SelfieEvidence(image=other, faces=())

    assert checks.run(replace(GOOD, document=document, selfie=selfie))
