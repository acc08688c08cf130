"""A reviewer finds what waits, looks, and decides."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from tests.console import journeys
from tests.reviewing import referred
from verification import reviews
from verification.models import Flow, Session

QUEUE = "/console/reviews/"
Staff = Callable[[str], Client]


def at(session: Session, do: str = "") -> str:
    return f"{QUEUE}{session.pk}/{do}"


@pytest.fixture
def reviewer(staff: Staff) -> Client:
    return staff("Reviewer")


def test_the_queue_says_who_waits_since_when_and_why(reviewer: Client, flow: Flow) -> None:
    referred(flow, "face.match", "claim.family_name")
    journeys.offered(flow)

    page = reviewer.get(QUEUE)

    assert len(page.context["rows"]) == 1
    for said in ("Acme", " min", "Are portrait and selfie the same face?", "family name"):
        assert said in page.text


def test_a_reviewer_takes_one_looks_and_verifies(reviewer: Client, flow: Flow) -> None:
    session = referred(flow)
    assert "Decide</button>" not in reviewer.get(at(session)).text

    assert reviewer.post(at(session, "claim/"))["Location"] == at(session)
    page = reviewer.get(at(session)).text
    assert "It does not agree." in page
    assert "images/" in page
    assert "comparisons/" in page
    decision = {"decision": "verify:same_person", "note": "plainly him"}
    assert reviewer.post(at(session), decision)["Location"] == QUEUE

    session.refresh_from_db()
    assert session.status == Session.Status.VERIFIED
    assert "Nobody waits" in reviewer.get(QUEUE).text
    told = reviewer.get(f"/console/verification/session/{session.pk}/change/").text
    assert "Portrait and selfie show the same person" in told
    assert "plainly him" not in told


def test_a_reviewer_refuses_whom_every_check_passed(reviewer: Client, flow: Flow) -> None:
    session = referred(flow)
    session.check_results.update(referred=False, outcome="pass")

    assert "has a person look at everybody" in reviewer.get(QUEUE).text
    reviewer.post(at(session, "claim/"))
    assert "did not see?" in reviewer.get(at(session)).text
    reviewer.post(at(session), {"decision": "refuse:doubtful_document"})

    session.refresh_from_db()
    assert session.status == Session.Status.FAILED


def test_what_was_typed_is_kept_when_something_is_missing(reviewer: Client, flow: Flow) -> None:
    session = referred(flow)
    reviewer.post(at(session, "claim/"))

    page = reviewer.post(at(session), {"note": "half a thought"}).text

    assert "Choose a decision and its reason." in page
    assert "half a thought" in page
    session.refresh_from_db()
    assert session.status == Session.Status.REVIEW


def test_what_may_not_be_decided_says_why_and_keeps_the_note(reviewer: Client, flow: Flow) -> None:
    session = referred(flow)  # and not taken

    page = reviewer.post(at(session), {"decision": "verify:genuine", "note": "kept"}).text

    assert "Take it</button>" in page
    session.refresh_from_db()
    assert session.status == Session.Status.REVIEW


def test_another_reviewers_is_marked_and_not_offered(
    reviewer: Client, owner: User, flow: Flow
) -> None:
    session = referred(flow)
    reviews.claim(session.pk, by=owner)

    page = reviewer.get(QUEUE).text

    assert '"Reviewer">owner</td>' in page
    assert at(session) not in page


@pytest.mark.parametrize("role", ["Support", "Auditor", "Integration manager"])
def test_nobody_else_reviews(staff: Staff, flow: Flow, role: str) -> None:
    session = referred(flow)
    somebody = staff(role)

    assert somebody.get(QUEUE).status_code == 403
    assert somebody.post(at(session, "claim/")).status_code == 403
    assert somebody.post(at(session), {"decision": "verify:genuine"}).status_code == 403
    assert not Entry.objects.filter(action="review.claimed").exists()


def test_the_queue_takes_as_many_statements_for_many_as_for_few(
    reviewer: Client, flow: Flow
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            reviewer.get(QUEUE)
        return len(found)

    referred(flow)
    few = statements()
    for _ in range(5):
        referred(flow, "face.match", "claim.given_name")

    assert statements() == few


def test_hostile_text_is_inert(reviewer: Client, flow: Flow) -> None:
    session = referred(flow)
    hostile: Any = '"><svg onload=alert(1)>'
    Session.objects.update(organisation=hostile)
    reviewer.post(at(session, "claim/"))

    for page in (reviewer.get(QUEUE), reviewer.post(at(session), {"note": hostile})):
        assert "<svg onload" not in page.text
