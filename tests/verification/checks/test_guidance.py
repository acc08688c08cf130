from dataclasses import replace

import pytest

from tests.verification.checks.evidences import (
    DOCUMENT,
    FACE,
    IMAGE,
    SELFIE,
    numbered_zone,
    printed,
    reading,
    zone,
)
from verification.checks.guidance import MESSAGES, guide_at_once, guide_document
from verification.checks.selfie_guidance import MESSAGES as SELFIE_MESSAGES
from verification.checks.selfie_guidance import guide_selfie
from verification.evidence import DocumentEvidence, SelfieEvidence

VISA = (
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
)
ALTERED = (zone()[0], zone()[1][:13] + "8" + zone()[1][14:])


def test_a_readable_document_is_usable_however_poor_the_picture() -> None:
    poor = replace(IMAGE, sharpness=1, brightness=30, glare=0.5, width=450)

    assert guide_document(DOCUMENT) == ()
    assert guide_document(replace(DOCUMENT, image=poor)) == ()


def test_a_picture_that_may_be_readable_is_not_refused_unread() -> None:
    poor = replace(IMAGE, sharpness=4, brightness=12, glare=0.5, width=450)

    assert guide_at_once(IMAGE) == ()
    assert guide_at_once(poor) == ()


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param(replace(DOCUMENT, mrz=None), "document.no_zone", id="no zone"),
        pytest.param(replace(DOCUMENT, faces=()), "document.no_portrait", id="no portrait"),
        pytest.param(
            replace(DOCUMENT, mrz=None, image=replace(IMAGE, sharpness=2)),
            "document.blurred",
            id="blurred",
        ),
        pytest.param(
            replace(DOCUMENT, mrz=None, image=replace(IMAGE, brightness=20)),
            "document.too_dark",
            id="dark",
        ),
        pytest.param(
            replace(DOCUMENT, mrz=None, image=replace(IMAGE, brightness=250)),
            "document.too_bright",
            id="bright",
        ),
        pytest.param(
            replace(DOCUMENT, mrz=None, image=replace(IMAGE, glare=0.4)),
            "document.glare",
            id="glare",
        ),
        pytest.param(
            replace(DOCUMENT, mrz=None, image=replace(IMAGE, width=320)),
            "document.too_small",
            id="small",
        ),
        pytest.param(
            replace(DOCUMENT, mrz=replace(reading(ALTERED), sharpness=40)),
            "document.zone_unclear",
            id="a check digit fails in a blurred zone",
        ),
        pytest.param(
            replace(DOCUMENT, mrz=replace(reading(ALTERED), confidence=0.8)),
            "document.zone_unclear",
            id="a check digit fails and the reader was unsure",
        ),
        pytest.param(
            replace(DOCUMENT, mrz=replace(reading(ALTERED), line_height=9)),
            "document.zone_unclear",
            id="a check digit fails in tiny print",
        ),
        pytest.param(
            replace(DOCUMENT, mrz=reading(VISA)), "document.not_passport", id="another document"
        ),
        pytest.param(
            replace(DOCUMENT, faces=(replace(FACE, eye_distance=12),)),
            "document.portrait_small",
            id="portrait too small to compare",
        ),
    ],
)
def test_tells_what_to_do_about_a_document(document: DocumentEvidence, code: str) -> None:
    assert code in {one.code for one in guide_document(document)}


def test_a_number_that_its_digit_solved_wants_a_picture_in_which_the_print_is_read() -> None:
    mrz = reading(numbered_zone("AK7O4C3H6", "AK704C3H6"))

    unconfirmed = guide_document(replace(DOCUMENT, mrz=mrz))
    confirmed = guide_document(replace(DOCUMENT, mrz=mrz, visual_zone=printed("AK704C3H6")))

    assert [one.code for one in unconfirmed] == ["document.zone_unclear"]
    assert confirmed == ()


def test_a_clear_picture_of_an_altered_document_gets_no_advice() -> None:
    assert guide_document(replace(DOCUMENT, mrz=reading(ALTERED))) == ()


@pytest.mark.parametrize(
    ("selfie", "code"),
    [
        pytest.param(replace(SELFIE, faces=()), "selfie.no_face", id="no face"),
        pytest.param(replace(SELFIE, faces=(FACE, FACE)), "selfie.more_faces", id="two faces"),
        pytest.param(
            replace(SELFIE, faces=(replace(FACE, eye_distance=30),)),
            "selfie.face_small",
            id="far away",
        ),
        pytest.param(replace(SELFIE, faces=(replace(FACE, yaw=50),)), "selfie.turned", id="turned"),
        pytest.param(
            replace(SELFIE, faces=(replace(FACE, eyes_light=0.3),)),
            "selfie.eyes_hidden",
            id="dark glasses",
        ),
        pytest.param(
            replace(SELFIE, faces=(replace(FACE, eyes_open=0.08),)),
            "selfie.eyes_closed",
            id="a blink",
        ),
        pytest.param(
            replace(SELFIE, faces=(replace(FACE, eyes_light=0.3, eyes_open=0.08),)),
            "selfie.eyes_hidden",
            id="nothing is said of eyes behind dark glasses",
        ),
        pytest.param(
            replace(SELFIE, faces=(replace(FACE, mouth_relief=0.02),)),
            "selfie.mouth_hidden",
            id="a mask",
        ),
        pytest.param(
            replace(SELFIE, faces=(replace(FACE, nose_light=0.3),)),
            "selfie.mouth_hidden",
            id="a black mask, whose folds look like lips",
        ),
        pytest.param(
            replace(SELFIE, faces=(replace(FACE, nose_tint=0.3),)),
            "selfie.mouth_hidden",
            id="a coloured mask",
        ),
        pytest.param(
            replace(SELFIE, faces=(replace(FACE, sharpness=1),)), "selfie.blurred", id="blurred"
        ),
        pytest.param(
            replace(SELFIE, image=replace(IMAGE, brightness=20)), "selfie.too_dark", id="dark"
        ),
        pytest.param(
            replace(SELFIE, image=replace(IMAGE, brightness=250)), "selfie.too_bright", id="bright"
        ),
    ],
)
def test_tells_what_to_do_about_a_selfie(selfie: SelfieEvidence, code: str) -> None:
    assert [one.code for one in guide_selfie(selfie)] == [code]


def test_closed_eyes_are_told_once_as_not_everybody_can_open_them() -> None:
    closed = replace(SELFIE, faces=(replace(FACE, eyes_open=0.05),))
    blurred = replace(SELFIE, faces=(replace(FACE, sharpness=1),))

    assert guide_selfie(closed, told={"selfie.eyes_closed"}) == ()
    assert [one.code for one in guide_selfie(closed, told={"selfie.blurred"})] == [
        "selfie.eyes_closed"
    ]
    assert guide_selfie(blurred, told={"selfie.blurred"}) != ()


def test_a_good_selfie_is_usable() -> None:
    assert guide_selfie(SELFIE) == ()


def test_advice_says_what_to_do_and_names_no_rule() -> None:
    for message in (*MESSAGES.values(), *SELFIE_MESSAGES.values()):
        assert message.endswith(".")
        for word in ("check digit", "threshold", "tamper", "fraud", "match", "liveness"):
            assert word not in message.lower()


def test_a_zone_that_says_something_else_at_every_look_is_taken_again_unless_printed() -> None:
    unsure = replace(DOCUMENT, mrz=replace(reading(), doubtful=("given_name",)))

    assert guide_document(unsure) == ()
    (told,) = guide_document(replace(unsure, visual_zone=None))
    assert told.code == "document.zone_unclear"
