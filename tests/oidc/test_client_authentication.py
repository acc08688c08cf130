"""Checks P28 to P35 and T106 to T111: how a client proves itself, at both endpoints that ask."""

import base64
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest

from applications import credentials
from applications.models import Application, ClientSecret
from tests.oidc.relying_party import RelyingParty

pytestmark = pytest.mark.django_db


def basic(client_id: str, secret: str) -> dict[str, str]:
    text = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return {"authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}


def test_the_secret_may_come_by_header(rp: RelyingParty) -> None:
    """Check 28."""
    headers = basic(rp.application.client_id, rp.secret)
    body = urlencode(rp.parameters(client_id=None, client_secret=None))

    assert rp.post("/oauth2/par", body, headers=headers).status_code == 201


def test_a_secret_with_any_character_works_in_both_places(
    rp: RelyingParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check 28."""
    odd = "100%+of :é/ü&=secret"
    monkeypatch.setattr(credentials, "generate_client_secret", lambda: odd)
    credentials.issue(rp.application)

    by_body = rp.push(client_secret=odd)
    body = urlencode(rp.parameters(client_id=None, client_secret=None))
    by_header = rp.post("/oauth2/par", body, headers=basic(rp.application.client_id, odd))

    assert (by_body.status_code, by_header.status_code) == (201, 201)


@pytest.mark.parametrize("path", ["/oauth2/par", "/oauth2/token"])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"client_secret": None}, id="no-secret"),
        pytest.param({"client_secret": ""}, id="empty-secret"),
        pytest.param({"client_secret": "wrong"}, id="wrong-secret"),
        pytest.param({"client_secret": "nul\0"}, id="nul-in-secret"),
        pytest.param({"client_id": "nobody"}, id="unknown-client"),
        pytest.param({"client_id": "nul\0"}, id="nul-in-client"),
        pytest.param({"client_id": "é"}, id="odd-client"),
        pytest.param({"client_id": "x" * 300}, id="long-client"),
        pytest.param({"client_id": None}, id="no-client"),
    ],
)
def test_a_client_that_is_not_proven_is_refused_the_same_way(
    rp: RelyingParty, path: str, change: dict[str, str | None]
) -> None:
    """Checks 30, 32, 106."""
    response = rp.post(path, urlencode(rp.parameters(**change)))

    assert response.status_code == 401
    assert response.json() == {
        "error": "invalid_client",
        "error_description": "Client authentication failed.",
    }
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "value",
    [
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic AAAA",
        "Basic \xff\xfe",
        "Basic " + base64.b64encode(b"no-colon").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
        "Basic " + base64.b64encode(b"a%ff:b").decode(),
        "Basic " + base64.b64encode(b"a\0:b").decode(),
        "Basic " + base64.b64encode(b"someone:wrong").decode(),
        "Bearer abc",
        "Negotiate",
    ],
)
@pytest.mark.parametrize("path", ["/oauth2/par", "/oauth2/token"])
def test_a_failed_header_is_told_of_basic(rp: RelyingParty, path: str, value: str) -> None:
    """Checks 31, 106."""
    body = urlencode(rp.parameters(client_id=None, client_secret=None))

    response = rp.post(path, body, headers={"authorization": value})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("path", ["/oauth2/par", "/oauth2/token"])
def test_two_ways_at_once_are_refused(rp: RelyingParty, path: str) -> None:
    """Checks 33, 106."""
    headers = basic(rp.application.client_id, rp.secret)

    response = rp.post(path, urlencode(rp.parameters()), headers=headers)

    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("path", ["/oauth2/par", "/oauth2/token"])
def test_another_client_id_in_the_body_is_refused(
    rp: RelyingParty, other: RelyingParty, path: str
) -> None:
    """Checks 34, 106."""
    headers = basic(rp.application.client_id, rp.secret)
    body = urlencode(rp.parameters(client_id=other.application.client_id, client_secret=None))

    assert rp.post(path, body, headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("method", "by_body", "by_header"),
    [
        ("client_secret", 201, 201),
        ("client_secret_post", 201, 401),
        ("client_secret_basic", 401, 201),
        ("private_key_jwt", 401, 401),
    ],
)
def test_an_application_can_be_held_to_one_method(
    rp: RelyingParty, method: str, by_body: int, by_header: int
) -> None:
    """Check 35."""
    Application.objects.update(authentication=method)
    headers = basic(rp.application.client_id, rp.secret)
    body = urlencode(rp.parameters(client_id=None, client_secret=None))

    assert rp.push().status_code == by_body
    assert rp.post("/oauth2/par", body, headers=headers).status_code == by_header


def test_a_flood_of_wrong_secrets_is_its_own_problem(rp: RelyingParty) -> None:
    """Check 60."""
    statuses = [rp.push(client_secret="wrong").status_code for _ in range(40)]
    refused = rp.push(client_secret="wrong")
    elsewhere = rp.post("/oauth2/par", urlencode(rp.parameters()), REMOTE_ADDR="203.0.113.9")
    same_address = rp.push()

    assert statuses.count(401) == 30
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert (elsewhere.status_code, same_address.status_code) == (201, 201)


def test_two_secrets_live_side_by_side_until_the_old_one_ends(rp: RelyingParty) -> None:
    """Check 111."""
    new = credentials.issue(rp.application)
    assert (rp.push().status_code, rp.push(client_secret=new).status_code) == (201, 201)
    assert ClientSecret.objects.filter(last_used_at__isnull=False).count() == 2

    old = ClientSecret.objects.get(hint=rp.secret[-4:])
    ClientSecret.objects.filter(pk=old.pk).update(expires_at=old.created_at)

    assert rp.push().status_code == 401
    assert rp.push(client_secret=new).status_code == 201


@pytest.mark.parametrize("change", [{"enabled": False}, {"sandbox": True}])
def test_a_disabled_application_is_refused_everywhere(
    rp: RelyingParty, change: dict[str, bool], settings: Any
) -> None:
    """Check 110. An application of the sandbox counts as disabled where there is no sandbox."""
    settings.SANDBOX = False
    code, request_uri, session = rp.code(), rp.request_uri(), rp.decided()
    Application.objects.update(**change)

    assert rp.push().status_code == 401
    assert rp.redeem(code).status_code == 401
    assert rp.authorize(request_uri).status_code == 400
    assert rp.complete(session).status_code == 400
