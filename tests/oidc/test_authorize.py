"""Checks A66 to A94: the way in and the way back, as browsers go them."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from applications.models import Application
from oidc.models import AuthorizationCode, ProtocolEvent, PushedRequest
from tests.oidc.relying_party import (
    REDIRECT_URI,
    RelyingParty,
    Response,
    claims,
    decide,
    query,
    secret_in,
    session_id,
)
from verification import services, vault
from verification.models import Session

pytestmark = pytest.mark.django_db
AUTHORIZE = "/oauth2/idv-authorize"
URN = "urn:ietf:params:oauth:request_uri:"


def expire(**ago: float) -> None:
    PushedRequest.objects.update(expires_at=timezone.now() + timedelta(**ago))


def assert_page(response: Response) -> None:
    assert 400 <= response.status_code < 500
    assert "Location" not in response.headers
    assert response.headers["Content-Type"].startswith("text/html")
    for personal in (b"Patrick", b"Jones", b"00u1", b"state-1", b"acme.okta"):
        assert personal not in response.content


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


def test_a_registered_query_stays(rp: RelyingParty) -> None:
    """Check 79."""
    uri = "https://acme.example/callback?tenant=7&x=%2F"
    Application.objects.update(redirect_uris=uri)

    response = rp.complete(rp.decided(redirect_uri=uri))

    assert response.headers["Location"].startswith(f"{uri}&code=")


def test_the_way_back_is_a_get_with_three_parameters(rp: RelyingParty) -> None:
    """Check 80."""
    response = rp.complete(rp.decided())

    assert response.status_code in (302, 303)
    assert query(response).keys() == {"code", "state", "iss"}
    assert len(query(response)["code"]) >= 43  # 256 bits


STATUSES = {
    Session.Status.OFFERED: "goes on",
    Session.Status.CAPTURING: "goes on",
    Session.Status.PROCESSING: "goes on",
    Session.Status.REVIEW: "goes on",
    Session.Status.VERIFIED: "code",
    Session.Status.FAILED: "code",
    Session.Status.CANCELLED: "access_denied",
    Session.Status.EXPIRED: "access_denied",
    Session.Status.ERRORED: "server_error",
}


@pytest.mark.parametrize("status", Session.Status)
def test_every_status_leads_somewhere(rp: RelyingParty, status: Session.Status) -> None:
    """Checks 81 to 83: an open one into its pages, a decided one to a code, others to an error."""
    session = rp.begin()
    ended = None if status in Session.OPEN else timezone.now()
    Session.objects.update(status=status, finished_at=ended)

    response = rp.complete(session)

    if STATUSES[status] == "goes on":
        assert response.headers["Location"] == f"/verify/{session.pk}/"
        assert rp.browser.get(response.headers["Location"]).status_code in (200, 302, 303)
        assert PushedRequest.objects.get().completed_at is None
    elif STATUSES[status] == "code":
        assert query(response).keys() == {"code", "state", "iss"}
    else:
        assert query(response)["error"] == STATUSES[status]
        assert query(response)["iss"] == "http://testserver"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (Session.Status.CANCELLED, "access_denied"),
        (Session.Status.EXPIRED, "access_denied"),
        (Session.Status.ERRORED, "server_error"),
    ],
)
def test_what_has_no_result_ends_in_an_error(
    rp: RelyingParty, status: Session.Status, error: str
) -> None:
    """Checks 81, 83, 90."""
    session = rp.begin()
    if status == Session.Status.ERRORED:
        session.advance(Session.Status.PROCESSING, reason="test")
    session.advance(status, reason="test")

    answer = query(rp.complete(session))

    assert answer.keys() == {"error", "error_description", "state", "iss"}
    assert (answer["error"], answer["state"]) == (error, "state-1")
    assert not AuthorizationCode.objects.exists()
    event = ProtocolEvent.objects.get(endpoint="complete")
    assert (event.accepted, event.error) == (False, error)


def test_a_check_that_nobody_reviewed_in_time_may_be_tried_again(rp: RelyingParty) -> None:
    session = rp.begin()
    session.advance(Session.Status.PROCESSING, reason="test")
    services.refer(session)
    assert rp.complete(session)["Location"].endswith(f"/verify/{session.pk}/")
    Session.objects.update(expires_at=timezone.now())

    answer = query(rp.complete(session))

    assert answer.keys() == {"error", "error_description", "state", "iss"}
    assert answer["error"] == "temporarily_unavailable"
    assert not AuthorizationCode.objects.exists()


def test_cancelling_before_beginning_goes_back_too(rp: RelyingParty) -> None:
    """Check 81: nobody is bound yet, and this browser was offered the session."""
    session = Session.objects.get(pk=session_id(rp.authorize(rp.request_uri())))
    assert services.cancel(session)

    assert_page(rp.complete(session, Client()))
    assert query(rp.complete(session))["error"] == "access_denied"


def test_a_session_whose_time_is_up_ends_when_its_browser_comes_back(rp: RelyingParty) -> None:
    """Check 90."""
    session = rp.begin()
    Session.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = query(rp.complete(session))

    assert answer["error"] == "access_denied"
    assert "in time" in answer["error_description"]


def test_a_failed_check_is_an_answer_and_no_error(rp: RelyingParty) -> None:
    """Check 82."""
    assert "code" in query(rp.complete(rp.decided("failed")))


@pytest.mark.parametrize(
    "path", [AUTHORIZE, "/oauth2/complete/6a1f6f0e-4a0f-4d7c-8b2e-000000000000"]
)
def test_pages_carry_the_headers_of_pages(client: Client, path: str) -> None:
    """Checks 84, 92, 93, 125."""
    response = client.get(path)

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert "camera=(self)" in response.headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_offered_cookie_is_kept_from_scripts_and_other_sites(
    rp: RelyingParty, settings: LazySettings
) -> None:
    """Check 84."""
    settings.FLOW_COOKIE_PREFIX = "__Host-idv-flow-"
    settings.FLOW_COOKIE_SECURE = True

    response = rp.authorize(rp.request_uri())

    [cookie] = response.cookies.values()
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


def test_a_cookie_from_elsewhere_is_not_adopted(rp: RelyingParty) -> None:
    """Check 85."""
    request_uri = rp.request_uri()
    session = Session.objects.get(pk=session_id(rp.authorize(request_uri, Client())))
    name = f"idv-flow-{session.pk.hex}"
    rp.browser.cookies[name] = f"{session.pk}:planted:signature"

    response = rp.authorize(request_uri)

    assert response.cookies[name].value != f"{session.pk}:planted:signature"
    assert_page(rp.complete(session, Client()))


def test_a_cookie_that_somebody_else_was_offered_is_replaced_at_the_start(
    rp: RelyingParty,
) -> None:
    """Check 85: planted in another browser, a genuine one of the same session gets nothing."""
    request_uri, thief = rp.request_uri(), Client()
    session = Session.objects.get(pk=session_id(rp.authorize(request_uri, thief)))
    rp.browser.cookies.update(thief.cookies)

    assert session_id(rp.authorize(request_uri)) == session.pk
    rp.browser.post(f"/verify/{session.pk}/")
    session.refresh_from_db()
    assert session.status == Session.Status.CAPTURING

    assert rp.browser.get(f"/verify/{session.pk}/next/", follow=True).status_code == 200
    assert thief.get(f"/verify/{session.pk}/next/").status_code == 403
    services.cancel(session)
    assert_page(rp.complete(session, thief))
    assert query(rp.complete(session))["error"] == "access_denied"


def test_the_address_is_worth_nothing_once_somebody_began(rp: RelyingParty) -> None:
    """Checks 86, 94."""
    request_uri = rp.request_uri()
    session = Session.objects.get(pk=session_id(rp.authorize(request_uri)))
    services.begin(session, browser_secret=secret_in(rp.browser, session.pk))

    second = rp.authorize(request_uri, Client())

    assert second.status_code == 403
    assert_page(second)
    assert not second.cookies
    assert session_id(rp.authorize(request_uri)) == session.pk


def test_an_ended_session_is_offered_to_nobody_else(rp: RelyingParty) -> None:
    """Check 86."""
    request_uri = rp.request_uri()
    session = Session.objects.get(pk=session_id(rp.authorize(request_uri)))
    services.cancel(session)

    late = rp.authorize(request_uri, Client())

    assert_page(late)
    assert not late.cookies
    assert query(rp.complete(session))["error"] == "access_denied"


def test_a_browser_that_was_offered_and_lost_cannot_have_the_result(rp: RelyingParty) -> None:
    """Checks 86, 87."""
    request_uri = rp.request_uri()
    loser = Client()
    rp.authorize(request_uri, loser)
    session = Session.objects.get(pk=session_id(rp.authorize(request_uri)))
    services.begin(session, browser_secret=secret_in(rp.browser, session.pk))
    services.cancel(session)

    assert_page(rp.complete(session, loser))
    assert query(rp.complete(session))["error"] == "access_denied"


def test_two_flows_in_one_browser_stay_apart(rp: RelyingParty) -> None:
    """Check 88."""
    first, second = rp.decided(state="one"), rp.decided("failed", state="two")

    assert query(rp.complete(second))["state"] == "two"
    assert query(rp.complete(first))["state"] == "one"


@pytest.mark.parametrize("status", ["verified", "failed"])
def test_coming_back_makes_no_second_code(rp: RelyingParty, status: str) -> None:
    """Check 89."""
    session = rp.decided(status)
    code = query(rp.complete(session))["code"]

    again = rp.complete(session)

    assert again.status_code == 410
    assert_page(again)
    assert rp.redeem(code).status_code == 200


def test_a_long_flow_ends_well(rp: RelyingParty) -> None:
    """Check 90: the request's own minute has long been over."""
    session = rp.decided()
    PushedRequest.objects.update(
        created_at=timezone.now() - timedelta(minutes=10),
        expires_at=timezone.now() - timedelta(minutes=9),
    )

    assert rp.redeem(query(rp.complete(session))["code"]).status_code == 200


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


def test_a_path_issuers_done_page_leads_back_below_its_path(
    rp: RelyingParty, settings: LazySettings
) -> None:
    """Check 3: "Continue" at the end of the hosted flow, and what it leads to."""
    settings.FORCE_SCRIPT_NAME = "/idv"
    rp.browser = Client()  # a path is read when the server starts
    arrived = rp.browser.get("/idv/oauth2/idv-authorize", {"request_uri": rp.request_uri()})
    session = Session.objects.get(pk=session_id(arrived))
    services.begin(session, browser_secret=secret_in(rp.browser, session.pk))
    decide(session, "verified")

    done = rp.browser.get(f"/idv/verify/{session.pk}/done/").text
    button = re.search(r'id="continue" href="([^"]+)"', done)
    assert button is not None

    assert button[1] == f"/idv/oauth2/complete/{session.pk}"
    assert "code" in query(rp.browser.get(button[1]))


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
