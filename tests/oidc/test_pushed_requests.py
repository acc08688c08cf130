"""Checks P27 to P65 of the pushed authorization request endpoint."""

import base64
import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from applications.models import Application
from oidc import codes, par
from oidc.models import ApplicationFlow, ProtocolEvent, PushedRequest
from tests.oidc.relying_party import CHALLENGE, REDIRECT_URI, RelyingParty, claims, query
from verification.models import Flow, Session

pytestmark = pytest.mark.django_db


def test_a_valid_push_is_created_and_kept_by_nobody(rp: RelyingParty) -> None:
    """Check 27."""
    response = rp.push()

    assert response.status_code == 201
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert body.keys() == {"request_uri", "expires_in"}
    assert body["request_uri"].startswith("urn:ietf:params:oauth:request_uri:")
    assert len(body["request_uri"].rpartition(":")[2]) >= 43  # 256 bits
    assert type(body["expires_in"]) is int
    assert 5 <= body["expires_in"] <= 600


@pytest.mark.parametrize("path", ["/oauth2/par", "/oauth2/token"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_only_post_is_served(client: Client, path: str, method: str) -> None:
    """Checks 29, 96."""
    response = client.generic(method, path)

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"request_uri": "https://evil.example/r"}, "invalid_request"),
        ({"request_uri": "urn:ietf:params:oauth:request_uri:x"}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"request": "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"}, "request_not_supported"),
    ],
)
def test_no_request_object_is_taken(rp: RelyingParty, change: dict[str, str], error: str) -> None:
    """Checks 36, 37."""
    response = rp.push(**change)

    assert (response.status_code, response.json()["error"]) == (400, error)


BASE = REDIRECT_URI


LOOK_ALIKES = [
    f"{BASE}/",
    BASE.replace("https:", "http:"),
    BASE.replace("callback", "x/../callback"),
    BASE.replace("callback", "%2e/callback"),
    f"{BASE}?a=b",
    f"{BASE}#f",
    f"{BASE}\r\nX: y",
    BASE.replace("https://", "https://user@"),
    BASE.replace("acme.okta.example", "acme.okta.example.evil.example"),
    BASE.replace("acme.okta.example", "evil.example\\@acme.okta.example"),
    f"{BASE};x",
    BASE.replace("callback", "Callback"),
    BASE.replace("acme.okta.example", "ACME.okta.example"),
    BASE.replace("acme.okta.example", "acme.okta.example:443"),
    f" {BASE}",
    f"{BASE} https://evil.example",
    "javascript:alert(1)",
    "//acme.okta.example/idp/identity-verification/callback",
    "https://evil.example",
]


@pytest.mark.parametrize("redirect_uri", LOOK_ALIKES)
def test_a_redirect_uri_is_compared_to_the_character(rp: RelyingParty, redirect_uri: str) -> None:
    """Check 38."""
    response = rp.push(redirect_uri=redirect_uri)

    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert "redirect_uri" in response.json()["error_description"]
    assert "Location" not in response.headers


def test_the_registered_uri_that_was_sent_is_the_one_used(rp: RelyingParty) -> None:
    """Check 39."""
    second = "https://acme.example:8443/callback"
    Application.objects.update(redirect_uris=f"{REDIRECT_URI} {second}")

    response = rp.complete(rp.decided(redirect_uri=second))

    assert response.headers["Location"].startswith(f"{second}?code=")
    assert rp.push(redirect_uri="https://acme.example/callback").status_code == 400


REFUSED = [
    pytest.param({"redirect_uri": None}, "invalid_request", "redirect_uri", id="40"),
    pytest.param({"response_type": None}, "invalid_request", "response_type", id="41-missing"),
    *(
        pytest.param(
            {"response_type": value}, "unsupported_response_type", "response_type", id=f"41-{value}"
        )
        for value in ("token", "id_token", "code id_token", "none", "CODE")
    ),
    *(
        pytest.param(
            {"code_challenge": value}, "invalid_request", "code_challenge", id=f"42-{name}"
        )
        for name, value in {
            "missing": None,
            "empty": "",
            "42": CHALLENGE[:-1],
            "44": CHALLENGE + "a",
            "129": "a" * 129,
            "padded": CHALLENGE[:-1] + "=",
            "plus": "+" + CHALLENGE[1:],
            "newline": CHALLENGE + "\n",
        }.items()
    ),
    *(
        pytest.param(
            {"code_challenge_method": value},
            "invalid_request",
            "code_challenge_method",
            id=f"42-method-{value}",
        )
        for value in (None, "", "plain", "s256", "S512")
    ),
    *(
        pytest.param({"scope": value}, "invalid_scope", "scope", id=f"45-{name}")
        for name, value in {
            "missing": None,
            "no-openid": "profile identity_assurance",
            "no-assurance": "openid profile",
            "unknown": "openid identity_assurance email",
            "quote": 'openid identity_assurance "',
            "newline": "openid\nidentity_assurance",
            "emoji": "openid identity_assurance 🙂",
            "spaces": "openid  identity_assurance",
        }.items()
    ),
    pytest.param({"response_mode": "fragment"}, "invalid_request", "response_mode", id="61"),
    pytest.param({"response_mode": "form_post"}, "invalid_request", "response_mode", id="61-post"),
    pytest.param({"prompt": "none login"}, "invalid_request", "prompt", id="63-prompt"),
    *(
        pytest.param({"max_age": value}, "invalid_request", "max_age", id=f"63-{value}")
        for value in ("-1", "abc", "1.5", "٣", "1" * 30)
    ),
    pytest.param({"state": "x" * 2049}, "invalid_request", "state", id="57-state"),
    pytest.param({"nonce": "x" * 513}, "invalid_request", "nonce", id="57-nonce"),
    pytest.param({"login_hint": "x" * 257}, "invalid_request", "login_hint", id="57-hint"),
]


@pytest.mark.parametrize(("change", "error", "parameter"), REFUSED)
def test_what_is_not_right_is_refused_by_name(
    rp: RelyingParty, change: dict[str, str | None], error: str, parameter: str
) -> None:
    """Checks 40 to 45, 57, 61, 63."""
    response = rp.push(**change)

    assert (response.status_code, response.json()["error"]) == (400, error)
    assert parameter in response.json()["error_description"]
    event = ProtocolEvent.objects.get()
    assert (event.accepted, event.error, event.parameter) == (False, error, parameter)
    assert not PushedRequest.objects.exists()


def test_a_verifier_that_comes_too_early_is_not_kept(rp: RelyingParty) -> None:
    """Check 44."""
    assert rp.push(code_verifier="v" * 43).status_code == 201
    assert "v" * 43 not in str(par.open_payload(PushedRequest.objects.get()))


def test_pkce_is_asked_of_no_application_that_need_not(rp: RelyingParty) -> None:
    Application.objects.update(require_pkce=False)

    code = rp.code(code_challenge=None, code_challenge_method=None)

    assert rp.redeem(code, code_verifier=None).status_code == 200


def test_a_scope_names_one_of_the_clients_flows(rp: RelyingParty, other: RelyingParty) -> None:
    """Check 46."""
    strict = Flow.objects.create(slug="strict", name="Strict")
    ApplicationFlow.objects.create(application=rp.application, flow=strict)
    scope = "openid profile identity_assurance idv_flow_strict"

    assert rp.begin(scope=scope).flow == strict
    assert other.push(scope=scope).json()["error"] == "invalid_scope"
    assert rp.push(scope=f"{scope} idv_flow_passport").json()["error"] == "invalid_scope"
    assert rp.push(scope=scope.replace("strict", "nothing")).json()["error"] == "invalid_scope"


@pytest.mark.parametrize("name", ["state", "nonce", "client_id", "scope", "claims", "unheard_of"])
def test_a_repeated_parameter_is_refused(rp: RelyingParty, name: str) -> None:
    """Check 52."""
    body = urlencode(rp.parameters(unheard_of="x")) + f"&{name}=x"

    response = rp.post("/oauth2/par", body)

    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_an_empty_parameter_counts_as_absent(rp: RelyingParty) -> None:
    """Checks 53, 115."""
    session = rp.decided(state="", nonce="")
    answer = query(rp.complete(session))
    claims_found = rp.verify(rp.redeem(answer["code"]).json()["id_token"])

    assert "state" not in answer
    assert "nonce" not in claims_found


def test_what_is_not_known_is_tolerated(rp: RelyingParty) -> None:
    """Checks 54, 64: no part of a forged hint is believed."""
    body = base64.urlsafe_b64encode(b'{"sub":"somebody else"}').decode().rstrip("=")
    forged = f"eyJhbGciOiJub25lIn0.{body}."
    asked = rp.id_token()["sub"]

    assert rp.id_token(id_token_hint=forged)["sub"] == asked
    response = rp.push(
        display="page",
        ui_locales="de fr",
        acr_values="x",
        unheard_of="y",
        id_token_hint=forged,
        prompt="login",
    )

    assert response.status_code == 201


@pytest.mark.parametrize(
    ("media_type", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("text/plain", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/xml", 415),
        ("application/jwt", 415),
        ("", 415),
    ],
)
def test_json_is_taken_from_okta_and_nothing_else(
    rp: RelyingParty, media_type: str, status: int
) -> None:
    """Check 55."""
    body = json.dumps(rp.parameters())

    assert rp.post("/oauth2/par", body, content_type=media_type).status_code == status


@pytest.mark.parametrize(
    "body", ["[]", "{", '"x"', '{"state": []}', '{"a": 1, "a": 2}', '{"state": true}', "\xff"]
)
def test_a_json_body_that_is_none_is_refused(rp: RelyingParty, body: str) -> None:
    """Check 55."""
    response = rp.post("/oauth2/par", body.encode("latin-1"), content_type="application/json")

    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_the_standard_dialect_takes_no_json(rp: RelyingParty) -> None:
    Application.objects.update(dialect="standard")

    response = rp.post("/oauth2/par", json.dumps(rp.parameters()), content_type="application/json")

    assert response.status_code == 415


def test_nothing_in_the_query_is_honoured(rp: RelyingParty) -> None:
    """Checks 56, 108."""
    found = urlencode(rp.parameters())

    assert rp.post(f"/oauth2/par?{found}", "a=b").status_code == 401
    code = rp.code()
    assert rp.post(f"/oauth2/token?{urlencode({'code': code})}", "a=b").status_code == 401


def test_a_long_state_and_nonce_come_back_whole(rp: RelyingParty) -> None:
    """Check 57."""
    state, nonce = "s " * 1000, "n" * 384
    response = rp.complete(rp.decided(state=state, nonce=nonce))

    assert query(response)["state"] == state
    token = rp.redeem(query(response)["code"]).json()["id_token"]
    assert rp.verify(token)["nonce"] == nonce


def test_a_huge_body_is_refused_unread(rp: RelyingParty) -> None:
    """Check 57."""
    response = rp.post("/oauth2/par", "a=" + "x" * 20_000_000)

    assert response.status_code == 413


@pytest.mark.parametrize(
    "name", ["state", "nonce", "login_hint", "scope", "redirect_uri", "claims"]
)
@pytest.mark.parametrize("value", ["%00", "%0d%0aX:%20y", "%ff%fe", "%ed%a0%80", "%", "a;b=c"])
def test_odd_bytes_are_no_error_of_ours(rp: RelyingParty, name: str, value: str) -> None:
    """Check 58."""
    body = urlencode(rp.parameters(**{name: None})) + f"&{name}={value}"

    response = rp.post("/oauth2/par", body)

    assert response.status_code in (201, 400)
    assert "X" not in response.headers


def test_a_push_is_not_echoed(rp: RelyingParty) -> None:
    """Checks 59, 65."""
    canary = "<svg/onload=alert(1)>"
    accepted = rp.push(login_hint=canary, claims=claims({"given_name": {"value": canary}}))
    refused = rp.push(login_hint=canary, claims=claims({"given_name": {"value": canary}}) + "x")

    for response in (accepted, refused):
        assert canary not in response.content.decode()
        assert "alert" not in str(response.headers)


def test_what_was_pushed_is_sealed(rp: RelyingParty) -> None:
    """Check 130."""
    request_uri = rp.request_uri(state="canary-state")
    row = PushedRequest.objects.get()

    for secret in (b"canary-state", b"Patrick", b"00u1"):
        assert secret not in bytes(row.payload_sealed)
    assert bytes(row.uri_digest) == codes.digest_of(request_uri.rpartition(":")[2])


def test_no_session_begins_with_a_push(rp: RelyingParty) -> None:
    rp.push()

    assert not Session.objects.exists()


def test_the_same_push_twice_makes_two_requests(rp: RelyingParty) -> None:
    """Check 136."""
    assert rp.request_uri() != rp.request_uri()
