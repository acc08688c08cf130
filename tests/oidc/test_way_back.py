"""Checks A79 to A83, A89, A90: what a browser is sent back with."""

import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from applications.models import Application
from oidc.models import AuthorizationCode, ProtocolEvent, PushedRequest
from tests.oidc.relying_party import (
    RelyingParty,
    assert_page,
    decide,
    query,
    secret_in,
    session_id,
)
from verification import services
from verification.models import Session

pytestmark = pytest.mark.django_db


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
