# ruff: noqa: RUF001  # names in other scripts are what these tests are about
import doctest
import functools
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import numpy as np
import pytest
from PIL import Image

from sandbox.specimens import OUTCOMES, Claimed, Passport, Pictures, lines_of, mrz
from sandbox.specimens import transliteration as transliterating
from sandbox.specimens.transliteration import transliterate
from verification import checks
from verification.checks.guidance import guide_document
from verification.checks.selfie_guidance import guide_selfie
from verification.decision import AssuranceLevel, Decision, decide
from verification.documents.icao9303 import parse
from verification.evidence import ClaimedValue, DocumentEvidence, Evidence, SelfieEvidence
from verification.readers import images, pipeline
from verification.requirements import requirements_for

ON = datetime.now(UTC).date()
ANNA = Claimed("Anna Maria", "Eriksson", date(1974, 8, 12), ON)
BY_SLUG = {one.slug: one for one in OUTCOMES}


@functools.cache
def drawn(slug: str) -> Pictures:
    return BY_SLUG[slug].draw(ANNA)


def read(pictures: Pictures) -> tuple[DocumentEvidence, SelfieEvidence, Evidence]:
    passport, selfie = images.decode(pictures.passport), images.decode(pictures.selfie)
    document, person = pipeline.read_document(passport), pipeline.read_selfie(selfie)
    evidence = Evidence(
        on=ON,
        claims={
            "given_name": ClaimedValue(ANNA.given_name, fuzzy=True),
            "family_name": ClaimedValue(ANNA.family_name, fuzzy=True),
            "birthdate": ClaimedValue("1974-08-12", fuzzy=True),
        },
        document=document,
        selfie=person,
        comparison=pipeline.compare_faces(passport, document, selfie, person),
    )
    return document, person, evidence


def decided(evidence: Evidence) -> Decision:
    requirements = requirements_for(evidence.claims, liveness="none", sandbox=True)
    return decide(checks.run(evidence), requirements)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(transliterating).failed == 0


@pytest.mark.parametrize(
    ("slug", "reasons"),
    [
        ("right-person", set()),
        ("wrong-person", {"face.match"}),
        ("expired", {"document.expiry"}),
        ("wrong-name", {"claim.given_name", "claim.family_name"}),
        (
            "tampered",
            {"mrz.birthdate", "mrz.composite", "visual_zone.birthdate", "claim.birthdate"},
        ),
        ("altered-name", {"visual_zone.family_name", "visual_zone.given_name"}),
    ],
)
@pytest.mark.usefixtures("each_picture_read_once")
def test_each_pair_of_pictures_comes_to_its_own_end(slug: str, reasons: set[str]) -> None:
    document, selfie, evidence = read(drawn(slug))
    decision = decided(evidence)

    assert guide_document(document) == ()
    assert guide_selfie(selfie) == ()
    assert {finding.code for finding in decision.reasons} == reasons
    assert decision.missing == frozenset()
    assert (decision.level is AssuranceLevel.VERIFIED) == (slug == "right-person")


@pytest.mark.usefixtures("each_picture_read_once")
def test_a_blurred_picture_is_noticed_at_once_and_never_verified() -> None:
    document, selfie, evidence = read(drawn("blurred"))

    assert "document.blurred" in {one.code for one in guide_document(document)}
    assert guide_selfie(selfie) == ()
    assert decided(evidence).level is AssuranceLevel.FAILED


def test_a_passport_lying_on_its_side_is_compared_all_the_same() -> None:
    pictures = drawn("right-person")
    with Image.open(io.BytesIO(pictures.passport)) as image:
        lying = np.asarray(image.convert("RGB").rotate(90, expand=True))
    selfie = images.decode(pictures.selfie)
    document, person = pipeline.read_document(lying), pipeline.read_selfie(selfie)

    comparison = pipeline.compare_faces(lying, document, selfie, person)

    assert document.quarter_turns == 3
    assert comparison is not None
    assert comparison.distance < 0.4


def test_readers_may_be_called_from_several_threads() -> None:
    passport = images.decode(drawn("right-person").passport)

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(pipeline.read_document, [passport] * 2)

    assert one == two


@pytest.mark.parametrize("slug", BY_SLUG)
def test_pictures_are_jpegs_that_the_provider_takes(slug: str) -> None:
    pictures = drawn(slug)

    for picture in (pictures.passport, pictures.selfie):
        assert images.inspect(picture).format == "JPEG"
        assert len(picture) < 1_000_000


@pytest.mark.parametrize(
    ("given", "family", "primary", "secondary"),
    [
        pytest.param("Zoë", "Müller-O’Neil", "MUELLER ONEIL", "ZOE", id="accents"),
        pytest.param("Søren", "Ångström", "AANGSTROEM", "SOEREN", id="Nordic"),
        pytest.param("Иван", "Щербаков", "SHCHERBAKOV", "IVAN", id="Cyrillic"),
        pytest.param("محمد", "سالم", "SALM", "MXHMD", id="Arabic"),
        pytest.param("Γιώργος", "Ψαρράς", "PSARRAS", "GIORGOS", id="Greek"),
        pytest.param("민준", "김", "GIM", "MINJUN", id="Korean"),
        pytest.param("伟", "王", "X", "X", id="ideographs have no one reading"),
        pytest.param("ı̇Şık", "İĞÜ", "IGUE", "ISIK", id="Turkish"),
        pytest.param("{{7*7}}", '"><svg/onload=x>', "SVGONLOADX", "X", id="hostile"),
        pytest.param("", "", "X", "X", id="empty"),
    ],
)
def test_names_in_any_script_become_a_sound_zone(
    given: str, family: str, primary: str, secondary: str
) -> None:
    passport = Passport(family, given, date(1990, 1, 1), date(2030, 1, 1))

    zone = parse(lines_of(passport), ON)

    assert zone.valid
    assert (zone.names.primary, zone.names.secondary) == (primary, secondary)


def test_long_names_are_cut_and_the_zone_shows_it() -> None:
    long = Passport("Wolfeschlegelstein" * 3, "Maximilian" * 4, date(1990, 1, 1), date(2030, 1, 1))

    names = parse(lines_of(long), ON).names

    assert names.truncated
    assert names.primary.startswith("WOLFESCHLEGELSTEIN")
    assert names.secondary.startswith("MAXIMILIAN")


def test_a_tampered_zone_has_the_wrong_digit_in_one_place_only() -> None:
    lines = lines_of(Passport("Eriksson", "Anna", date(1974, 8, 12), date(2030, 1, 1)))
    altered = mrz.tampered(lines)

    assert sum(a != b for a, b in zip("".join(lines), "".join(altered), strict=True)) == 1
    assert not parse(altered, ON).valid


@pytest.mark.parametrize("name", ["Ж" * 200, "\u202e\u0000\n", "😀", "ß" * 60, "a" * 5000])
def test_any_name_can_be_drawn(name: str) -> None:
    pictures = BY_SLUG["right-person"].draw(Claimed(name, name, None, ON))

    assert images.inspect(pictures.passport).width > 1000


def test_letters_outside_the_table_vanish() -> None:
    assert transliterate("a\u0000b😀c") == "ABC"
