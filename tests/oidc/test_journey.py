"""One whole flow, as Okta goes through it."""

import pytest
from django.test import Client

from tests.oidc.relying_party import REDIRECT_URI, RelyingParty, query
from verification.models import Session

pytestmark = pytest.mark.django_db


def test_a_verified_person_ends_in_an_id_token_that_okta_allows(rp: RelyingParty) -> None:
    """Checks 27, 66, 80, 95, 112, 120."""
    pushed = rp.push()
    assert pushed.status_code == 201
    arrived = rp.authorize(pushed.json()["request_uri"])
    assert arrived.headers["Location"].startswith("/verify/")

    claims = rp.id_token()

    [element] = claims["verified_claims"]
    assert element["verification"]["assurance_level"] == "VERIFIED"
    assert element["verification"]["trust_framework"] == "IDV-DELEGATED"
    assert element["claims"]["given_name"] == {"value": "Patrick", "fuzzy": True}
    assert claims["nonce"] == "nonce-1"


def test_a_failed_person_gets_a_code_too_and_null_for_what_differs(rp: RelyingParty) -> None:
    """Checks 82, 120."""
    [element] = rp.id_token("failed")["verified_claims"]

    assert element["verification"]["assurance_level"] == "FAILED"
    assert element["claims"]["given_name"] == {"value": None, "fuzzy": True}


def test_the_code_goes_to_the_registered_address_with_state_and_issuer(rp: RelyingParty) -> None:
    """Check 80."""
    response = rp.complete(rp.decided())

    assert response.headers["Location"].startswith(f"{REDIRECT_URI}?")
    assert query(response).keys() == {"code", "state", "iss"}
    assert query(response)["state"] == "state-1"


def test_another_browser_cannot_fetch_the_result(rp: RelyingParty) -> None:
    """Check 87."""
    session = rp.decided()

    response = rp.complete(session, Client())

    assert response.status_code == 403
    assert "Location" not in response.headers
    assert "code" in query(rp.complete(session))


def test_an_unfinished_session_is_sent_back_to_its_pages(rp: RelyingParty) -> None:
    session = rp.begin()

    response = rp.complete(session)

    assert response.headers["Location"] == f"/verify/{session.pk}/"
    assert Session.objects.get(pk=session.pk).is_open
