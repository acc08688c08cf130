"""Checks A66 to A78: the way in, as browsers go it."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from applications.models import Application
from oidc.models import PushedRequest
from tests.oidc.relying_party import (
    AUTHORIZE,
    REDIRECT_URI,
    RelyingParty,
    assert_page,
    claims,
    query,
    secret_in,
    session_id,
)
from verification import services, vault
from verification.models import Session

pytestmark = pytest.mark.django_db
URN = "urn:ietf:params:oauth:request_uri:"


def expire(**ago: float) -> None:
    PushedRequest.objects.update(expires_at=timezone.now() + timedelta(**ago))


@pytest.mark.parametrize("with_client_id", [True, False])
def test_a_pushed_request_starts(rp: RelyingParty, with_client_id: bool) -> None:
    """Checks 66, 67: Okta sends request_uri alone."""
    params = {"request_uri": rp.request_uri()}
    if with_client_id:
        params |= {"client_id": rp.application.client_id, "response_type": "code"}

    response = rp.browser.get(AUTHORIZE, params)

    assert response.headers["Location"] == f"/verify/{session_id(response)}/"
    assert response.headers["Cache-Control"] == "no-store"


def test_another_clients_request_is_refused_and_stays_good(
    rp: RelyingParty, other: RelyingParty
) -> None:
    """Checks 68, 131."""
    request_uri = rp.request_uri()
    params = {"request_uri": request_uri, "client_id": other.application.client_id}

    assert_page(other.browser.get(AUTHORIZE, params))
    assert rp.authorize(request_uri).status_code == 303


@pytest.mark.parametrize(
    "request_uri",
    [
        f"{URN}unknown",
        URN,
        "x",
        "https://evil.example/request",
        f"{URN}' OR 1=1 --",
        f"{URN}\0",
        f"{URN}{'x' * 5000}",
        f"{URN}é",
    ],
)
def test_what_is_no_request_of_ours_gets_a_page(client: Client, request_uri: str) -> None:
    """Checks 68, 75: and nothing is fetched from anywhere."""
    assert_page(client.get(AUTHORIZE, {"request_uri": request_uri}))


def test_a_request_lives_for_exactly_its_minute(rp: RelyingParty) -> None:
    """Checks 69, 70."""
    request_uri = rp.request_uri()
    expire(seconds=2)
    assert rp.authorize(request_uri).status_code == 303

    expire(seconds=0)
    assert_page(rp.authorize(request_uri, Client()))


def test_a_request_that_nobody_opened_in_time_starts_nothing(rp: RelyingParty) -> None:
    """Check 69."""
    request_uri = rp.request_uri()
    expire(seconds=-2)

    assert_page(rp.authorize(request_uri))
    assert not Session.objects.exists()


def test_a_used_request_is_refused_even_to_its_owner(rp: RelyingParty) -> None:
    """Check 71."""
    request_uri = rp.request_uri()
    session = Session.objects.get(pk=session_id(rp.authorize(request_uri)))
    services.cancel(session)
    assert query(rp.complete(session))["error"] == "access_denied"

    response = rp.authorize(request_uri)

    assert response.status_code == 410
    assert_page(response)


def test_a_reload_goes_on_with_the_same_session(rp: RelyingParty) -> None:
    """Check 72: also after the minute, as the browser has the session already."""
    request_uri = rp.request_uri()
    first = session_id(rp.authorize(request_uri))
    expire(seconds=-2)

    assert session_id(rp.authorize(request_uri)) == first
    assert Session.objects.count() == 1


def test_what_stands_beside_request_uri_is_ignored(rp: RelyingParty) -> None:
    """Check 73."""
    params = {
        "request_uri": rp.request_uri(),
        "redirect_uri": "https://evil.example",
        "state": "evil",
        "scope": "evil",
        "claims": "{",
    }
    rp.browser.get(AUTHORIZE, params)
    session = Session.objects.get()
    services.cancel(session)

    response = rp.complete(session)

    assert response.headers["Location"].startswith(f"{REDIRECT_URI}?")
    assert query(response)["state"] == "state-1"


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"redirect_uri": "https://evil.example"},
        {"redirect_uri": "https://evil.example", "prompt": "none"},
        {"redirect_uri": "https://evil.example", "response_type": "bad"},
        {"redirect_uri": "https://evil.example", "scope": "profile"},
        {"redirect_uri": "//evil.example"},
        {"client_id": "unknown"},
        {"client_id": "nul\0"},
        {"request": "eyJhbGciOiJub25lIn0.e30."},
    ],
)
@pytest.mark.parametrize("require_par", [True, False])
def test_a_plain_request_redirects_nowhere_it_should_not(
    rp: RelyingParty, change: dict[str, str], require_par: bool
) -> None:
    """Checks 74, 75."""
    Application.objects.update(require_par=require_par)
    params = rp.parameters(client_secret=None, **change)

    response = rp.browser.get(AUTHORIZE, params)

    if change or require_par:
        assert_page(response)
    else:
        assert response.headers["Location"].startswith("/verify/")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "interaction_required"),
        ({"code_challenge": None}, "invalid_request"),
    ],
)
def test_a_plain_request_at_fault_is_told_to_the_client(
    rp: RelyingParty, change: dict[str, str | None], error: str
) -> None:
    """Check 78."""
    Application.objects.update(require_par=False)

    response = rp.browser.get(AUTHORIZE, rp.parameters(client_secret=None, **change))

    answer = query(response)
    assert response.headers["Location"].startswith(f"{REDIRECT_URI}?")
    assert (answer["error"], answer["state"], answer["iss"]) == (
        error,
        "state-1",
        "http://testserver",
    )
    assert answer["error_description"].isascii()


def test_authorize_takes_a_post_as_a_get(rp: RelyingParty) -> None:
    """Check 76."""
    response = rp.browser.post(AUTHORIZE, {"request_uri": "x"})
    assert_page(response)  # multipart is no form of OAuth

    form = urlencode({"request_uri": rp.request_uri()})
    media_type = "application/x-www-form-urlencoded"
    response = rp.browser.post(AUTHORIZE, form, content_type=media_type)

    assert response.status_code == 303


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_authorize_takes_no_other_method(client: Client, method: str) -> None:
    """Check 76."""
    assert client.generic(method, AUTHORIZE).status_code == 405


def test_looking_at_a_link_uses_nothing_up(rp: RelyingParty) -> None:
    """Check 76: HEAD makes nothing; a preview's GET takes nothing from the person."""
    request_uri = rp.request_uri()
    rp.browser.head(AUTHORIZE, {"request_uri": request_uri})
    assert not Session.objects.exists()

    preview = Client()
    assert rp.authorize(request_uri, preview).status_code == 303
    session = Session.objects.get(pk=session_id(rp.authorize(request_uri)))

    assert services.begin(session, browser_secret=secret_in(rp.browser, session.pk))
    assert_page(rp.authorize(request_uri, preview))


def test_query_and_body_together_are_refused(rp: RelyingParty) -> None:
    """Check 77."""
    request_uri = rp.request_uri()
    form = urlencode({"request_uri": request_uri})
    media_type = "application/x-www-form-urlencoded"

    assert_page(rp.browser.post(f"{AUTHORIZE}?{form}", form, content_type=media_type))
    assert_page(rp.browser.get(f"{AUTHORIZE}?{form}&{form}"))


def test_silence_cannot_be_kept(rp: RelyingParty) -> None:
    """Check 62."""
    response = rp.authorize(rp.request_uri(prompt="none"))

    answer = query(response)
    assert answer.pop("error_description").isascii()
    assert answer == {
        "error": "interaction_required",
        "state": "state-1",
        "iss": "http://testserver",
    }
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("ui_locales", "spoken"),
    [
        ("xx de-AT en", "de"),
        ("zh es-419", "es"),
        ("ar", "ar"),
        ("xx ../../etc <b>", "fr"),
        (None, "fr"),
    ],
)
def test_the_hosted_flow_speaks_the_language_asked_for(
    rp: RelyingParty, ui_locales: str | None, spoken: str
) -> None:
    """Check 54: or else the browser's own."""
    rp.browser = Client(headers={"accept-language": "fr"})

    response = rp.authorize(rp.request_uri(ui_locales=ui_locales))

    page = rp.browser.get(response.headers["Location"]).text
    assert re.search(r'<html lang="([^"]+)"', page)[1] == spoken  # type: ignore[index]  # there is one


def test_a_path_issuer_leads_below_its_path(rp: RelyingParty, settings: LazySettings) -> None:
    """Check 3."""
    settings.FORCE_SCRIPT_NAME = "/idv"

    response = Client().get(
        "/", {"request_uri": rp.request_uri()}, PATH_INFO="/idv/oauth2/idv-authorize"
    )

    assert response.headers["Location"].startswith("/idv/verify/")


def test_too_many_arrivals_from_one_address_have_to_wait(
    client: Client, settings: LazySettings
) -> None:
    """Check 137."""
    settings.ADDRESS_REQUESTS_PER_MINUTE = 3
    statuses = [client.get(AUTHORIZE).status_code for _ in range(4)]
    response = client.get(AUTHORIZE)

    assert statuses == [400, 400, 400, 429]
    assert 0 < int(response.headers["Retry-After"]) <= 61
    assert client.get(AUTHORIZE, REMOTE_ADDR="203.0.113.9").status_code == 400


def test_sandbox_applications_alone_get_sandbox_sessions(
    rp: RelyingParty, settings: LazySettings
) -> None:
    changes: list[dict[str, Any]] = [{"sandbox": False}, {"sandbox": True}]
    for change in changes:
        Application.objects.update(**change)
        session = Session.objects.get(pk=session_id(rp.authorize(rp.request_uri())))
        assert session.sandbox is change["sandbox"]
        assert session.relying_party == rp.application.client_id


def test_what_is_pushed_is_what_is_checked(rp: RelyingParty) -> None:

    asked = {
        "given_name": "Patrick",
        "family_name": {"fuzzy": "Jones"},
        "address": {"locality": {"value": "Austin"}},
        "email": None,
    }
    session = rp.begin(claims=claims(asked))

    assert vault.open_claims(session) == {
        "given_name": {"value": "Patrick", "fuzzy": False},
        "family_name": {"value": "Jones", "fuzzy": True},
        "address.locality": {"value": "Austin", "fuzzy": False},
    }
