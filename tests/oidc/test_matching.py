"""How a name is compared, from the pushed request through the pictures to the ID token."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from applications.models import Application
from sandbox.specimens import OUTCOMES, Claimed, Pictures
from tests.oidc.relying_party import RelyingParty, claims, query
from tests.policies import govern
from tests.verification.conftest import work
from verification import services
from verification.matching import stored
from verification.models import Capture, Flow, Session

pytestmark = pytest.mark.usefixtures("each_picture_read_once")

# The passport's zone says MUELLER, the directory has lost the diacritic.
_HOLDER = Claimed("Anna Maria", "Müller", date(1974, 8, 12), datetime.now(UTC).date())


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    [draw] = [outcome.draw for outcome in OUTCOMES if outcome.slug == "right-person"]
    return draw(_HOLDER)


def pushed(*, fuzzy: bool, birthdate: str = "1974-08-12") -> dict[str, Any]:
    return {
        "given_name": {"value": "Anna Maria", "fuzzy": fuzzy},
        "family_name": {"value": "Muller", "fuzzy": fuzzy},
        "birthdate": {"value": birthdate, "fuzzy": fuzzy},
    }


def answered(
    rp: RelyingParty, asked: dict[str, Any], pictures: Pictures, **modes: str
) -> tuple[str, dict[str, Any]]:
    """Go the whole way with these pictures; return the level and the claims of the ID token."""
    policy = stored.default()
    for claim, mode in modes.items():
        policy[claim]["mode"] = mode
    Application.objects.update(sandbox=True)
    govern(liveness=Flow.Liveness.NONE, matching=policy)
    session = rp.begin(claims=claims(asked))
    for kind, data in (("document", pictures.passport), ("selfie", pictures.selfie)):
        services.accept_capture(session, kind, Capture.Source.UPLOAD, data)
    work()
    session.refresh_from_db()
    assert session.document_type == "passport"  # what evidence is asked of later
    response = rp.redeem(query(rp.complete(session))["code"])
    [element] = rp.verify(json.loads(response.content)["id_token"])["verified_claims"]
    return element["verification"]["assurance_level"], element["claims"]


def test_a_fuzzy_request_forgives_a_lost_diacritic(rp: RelyingParty, pictures: Pictures) -> None:
    level, told = answered(rp, pushed(fuzzy=True), pictures)

    assert (level, told) == ("VERIFIED", pushed(fuzzy=True))


def test_an_exact_request_forgives_nothing(rp: RelyingParty, pictures: Pictures) -> None:
    level, told = answered(rp, pushed(fuzzy=False), pictures)

    assert level == "FAILED"
    assert told["family_name"] == {"value": None, "fuzzy": False}
    assert told["given_name"] == {"value": "Anna Maria", "fuzzy": False}


def test_an_exact_flow_forgives_nothing_a_fuzzy_request_would(
    rp: RelyingParty, pictures: Pictures
) -> None:
    level, told = answered(rp, pushed(fuzzy=True), pictures, family_name="exact")

    assert level == "FAILED"
    assert told["family_name"] == {"value": None, "fuzzy": True}


def test_day_and_month_exchanged_wait_for_a_person_where_the_flow_says_so(
    rp: RelyingParty, pictures: Pictures
) -> None:
    Application.objects.update(sandbox=True)
    govern(liveness=Flow.Liveness.NONE, review=["claim.birthdate"])
    session = rp.begin(claims=claims(pushed(fuzzy=True, birthdate="1974-12-08")))
    for kind, data in (("document", pictures.passport), ("selfie", pictures.selfie)):
        services.accept_capture(session, kind, Capture.Source.UPLOAD, data)
    work()

    session.refresh_from_db()
    assert session.status == Session.Status.REVIEW
    [referred] = session.check_results.filter(referred=True)
    assert (referred.code, referred.outcome) == ("claim.birthdate", "inconclusive")


def test_what_a_flow_ignores_is_neither_refused_nor_asserted(
    rp: RelyingParty, pictures: Pictures
) -> None:
    asked = pushed(fuzzy=True, birthdate="2001-01-01")

    level, told = answered(rp, asked, pictures, birthdate="ignore")

    assert level == "VERIFIED"
    assert set(told) == {"given_name", "family_name"}
