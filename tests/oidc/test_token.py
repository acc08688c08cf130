"""Checks T95 to T111 of the token endpoint."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.utils import timezone

from oidc.models import AccessToken, AuthorizationCode, ProtocolEvent
from tests.oidc.relying_party import CHALLENGE, REDIRECT_URI, VERIFIER, RelyingParty

pytestmark = pytest.mark.django_db


def test_a_code_is_good_for_an_id_token_and_no_more(rp: RelyingParty) -> None:
    """Check 95."""
    response = rp.redeem(rp.code())

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in response.headers
    body = response.json()
    assert body.keys() == {"access_token", "token_type", "expires_in", "id_token"}
    assert body["token_type"] == "Bearer"
    assert type(body["expires_in"]) is int


REFUSED = [
    pytest.param({"grant_type": None}, "invalid_request", id="97-missing"),
    pytest.param({"grant_type": "refresh_token"}, "unsupported_grant_type", id="97-refresh"),
    pytest.param({"grant_type": "client_credentials"}, "unsupported_grant_type", id="97-client"),
    pytest.param({"code": None}, "invalid_request", id="98-missing"),
    pytest.param({"code": "unknown"}, "invalid_grant", id="98-unknown"),
    pytest.param({"code": "nul\0"}, "invalid_grant", id="98-nul"),
    pytest.param({"code": "é"}, "invalid_grant", id="98-odd"),
    pytest.param({"redirect_uri": f"{REDIRECT_URI}/"}, "invalid_grant", id="100-wrong"),
    pytest.param({"redirect_uri": None}, "invalid_request", id="100-missing"),
    pytest.param({"code_verifier": None}, "invalid_request", id="101-missing"),
    pytest.param({"code_verifier": "x" * 43}, "invalid_grant", id="101-wrong"),
    pytest.param({"code_verifier": "x" * 42}, "invalid_grant", id="101-short"),
    pytest.param({"code_verifier": CHALLENGE}, "invalid_grant", id="101-challenge"),
    pytest.param({"code_verifier": f"{VERIFIER}x"}, "invalid_grant", id="101-longer"),
    pytest.param({"code_verifier": "é" * 43}, "invalid_grant", id="101-odd"),
]


@pytest.mark.parametrize(("change", "error"), REFUSED)
def test_what_is_not_right_is_refused_and_costs_nothing(
    rp: RelyingParty, change: dict[str, str | None], error: str
) -> None:
    """Checks 97, 98, 100, 101."""
    code = rp.code()
    refused = rp.redeem(**({"code": code} | change))  # type: ignore[arg-type]  # None leaves it out

    assert (refused.status_code, refused.json()["error"]) == (400, error)
    assert "no-store" in refused.headers["Cache-Control"]
    assert rp.redeem(code).status_code == 200


def test_another_clients_code_is_refused_and_stays_good(
    rp: RelyingParty, other: RelyingParty
) -> None:
    """Checks 99, 131."""
    code = rp.code()

    refused = other.redeem(code)

    assert refused.json()["error"] == "invalid_grant"
    event = ProtocolEvent.objects.filter(endpoint="token").latest("at")
    assert event.application == other.application
    assert rp.redeem(code).status_code == 200
    assert other.redeem(code).json()["error"] == "invalid_grant"
    assert AccessToken.objects.get().revoked_at is None


def test_a_second_use_is_refused_and_ends_the_first(rp: RelyingParty) -> None:
    """Check 102."""
    code = rp.code()
    token = rp.redeem(code).json()["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    assert rp.machine.get("/oauth2/userinfo", headers=headers).status_code == 200

    again = rp.redeem(code)

    assert again.json()["error"] == "invalid_grant"
    assert rp.machine.get("/oauth2/userinfo", headers=headers).status_code == 401


def test_a_code_dies_after_a_minute(rp: RelyingParty) -> None:
    """Check 104."""
    code = rp.code()
    row = AuthorizationCode.objects.get()
    assert row.expires_at - timezone.now() <= timedelta(seconds=60)
    AuthorizationCode.objects.update(expires_at=timezone.now())

    assert rp.redeem(code).json()["error"] == "invalid_grant"
    assert not AccessToken.objects.exists()


def test_five_wrong_verifiers_use_a_code_up(rp: RelyingParty) -> None:
    """Check 105."""
    code = rp.code()
    for _ in range(5):
        assert rp.redeem(code, code_verifier="x" * 43).status_code == 400

    assert rp.redeem(code).json()["error"] == "invalid_grant"


def test_a_repeated_parameter_is_refused(rp: RelyingParty) -> None:
    """Check 107."""
    body = urlencode({"code": "x", "client_id": rp.application.client_id}) + "&code=y"

    assert rp.post("/oauth2/token", body).json()["error"] == "invalid_request"


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "multipart/form-data"])
def test_only_a_form_is_read(rp: RelyingParty, media_type: str) -> None:
    """Check 109."""
    body = json.dumps({"grant_type": "authorization_code", "code": rp.code()})

    assert rp.post("/oauth2/token", body, content_type=media_type).status_code == 415


def test_unknown_expired_and_used_sound_the_same(rp: RelyingParty) -> None:
    """Check 98."""
    used, expired = rp.code(), rp.code()
    rp.redeem(used)
    AuthorizationCode.objects.filter(redeemed_at=None).update(expires_at=timezone.now())

    answers = {rp.redeem(code).content for code in (used, expired, "unknown")}

    assert len(answers) == 1


def test_a_client_that_asks_too_often_has_to_wait(rp: RelyingParty, settings: LazySettings) -> None:
    """Check 137."""
    settings.CLIENT_REQUESTS_PER_MINUTE = 2

    pushed = [rp.push().status_code for _ in range(3)]
    redeemed = [rp.redeem("x").status_code for _ in range(3)]

    assert (pushed, redeemed) == ([201, 201, 429], [400, 400, 429])
    assert int(rp.push().headers["Retry-After"]) > 0


def test_codes_and_tokens_are_kept_as_hashes_and_the_answer_sealed(rp: RelyingParty) -> None:
    """Check 130."""
    code = rp.code()
    token = rp.redeem(code).json()["access_token"]

    row = AuthorizationCode.objects.get()
    stored = b"".join(map(bytes, (row.digest, row.answer_sealed, AccessToken.objects.get().digest)))
    for secret in (code, token, "Patrick", "Jones", "nonce-1"):
        assert secret.encode() not in stored
