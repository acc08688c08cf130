"""Checks A84 to A88, A92 to A94: whose browser has a session, and what protects its pages."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.oidc.relying_party import (
    AUTHORIZE,
    RelyingParty,
    assert_page,
    query,
    secret_in,
    session_id,
)
from verification import services
from verification.models import Session

pytestmark = pytest.mark.django_db


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
