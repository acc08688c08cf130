"""A reviewer sees why names matched, on demand; everybody else sees that they did."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import Entry
from tests.console import journeys
from verification import explanations, vault
from verification.evidence import ClaimedValue
from verification.matching import DocumentIdentity, Source, compare_claims
from verification.models import Flow, Session

HOSTILE = "<svg onload=alert(1)>"
LIST = "/console/verification/session/"


def judged(flow: Flow, given_name: str = "Björn Karl") -> Session:
    """A verification that was decided, with what was compared in the vault."""
    session = journeys.failed(flow)
    claims = {
        "given_name": ClaimedValue(given_name, fuzzy=True),
        "family_name": ClaimedValue("Smith", fuzzy=True),
        "email": ClaimedValue("b@example.com", fuzzy=True),
    }
    identity = DocumentIdentity(Source.MRZ, family_name="JONES", given_name="BJOERN KARL")
    explanations.keep(session, compare_claims(claims, identity))
    return session


def detail(session: Session) -> str:
    return f"{LIST}{session.pk}/change/"


def page(session: Session) -> str:
    return f"{LIST}{session.pk}/comparisons/"


def test_both_names_are_aligned_with_the_rule_and_reason_of_each_part(
    console: Client, flow: Flow
) -> None:
    shown = console.post(page(judged(flow)))

    given, family, email = shown.context["claims"]
    assert [(row.claimed, row.document) for row in given.rows] == [
        ("BJÖRN", "BJOERN"),
        ("KARL", "KARL"),
    ]
    assert "BJOERN and BJÖRN are one name by the ICAO table of letters." in shown.text
    assert (family.outcome, email.outcome) == ("Not matched", "Could not tell")
    assert "transliteration" in shown.text
    assert "no rule explains it" in shown.text


def test_names_are_shown_once_asked_for_and_that_is_written_down(
    console: Client, owner: User, flow: Flow
) -> None:
    session = judged(flow)

    assert "BJOERN" not in console.get(detail(session)).text
    assert not Entry.objects.exists()
    response = console.post(page(session))

    assert "no-store" in response["Cache-Control"]
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.object, entry.facts) == (
        f"user:{owner.pk}",
        "session.names_seen",
        f"verification.session:{session.pk}",
        {},
    )
    assert "session.names_seen" in console.get("/console/audit/entry/").text


def test_names_have_no_address_to_fetch(console: Client, flow: Flow) -> None:
    assert console.get(page(judged(flow))).status_code == 405
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", ["Support", "Auditor", "Integration manager"])
def test_only_reviewers_see_names(staff: Callable[[str], Client], flow: Flow, role: str) -> None:
    assert staff(role).post(page(judged(flow))).status_code == 403
    assert not Entry.objects.exists()


def test_reviewers_see_names(staff: Callable[[str], Client], flow: Flow) -> None:
    session, browser = judged(flow), staff("Reviewer")

    assert "side by side" in browser.get(detail(session)).text
    assert "BJOERN" in browser.post(page(session)).text


def test_who_may_not_see_them_is_not_offered_them(
    staff: Callable[[str], Client], flow: Flow
) -> None:
    assert "side by side" not in staff("Support").get(detail(judged(flow))).text


def test_shredded_names_are_said_to_be_gone(console: Client, flow: Flow) -> None:
    session = judged(flow)
    vault.shred(session)

    assert "Shredded with the pictures" in console.get(detail(session)).text
    response = console.post(page(session), follow=True)
    assert "What was compared is gone" in response.text
    assert "BJOERN" not in response.text


def test_a_verification_that_does_not_exist_is_not_found(console: Client, flow: Flow) -> None:
    path = f"{LIST}00000000-0000-0000-0000-000000000000/comparisons/"

    assert console.post(path).status_code == 404
    assert not Entry.objects.exists()


def test_a_verification_without_a_document_compared_nothing(console: Client, flow: Flow) -> None:
    session = journeys.failed(flow)
    explanations.keep(session, ())

    assert "no document was read" in console.post(page(session)).text


def test_a_hostile_name_is_inert(console: Client, flow: Flow) -> None:
    shown = console.post(page(judged(flow, given_name=HOSTILE))).text

    assert "<svg onload" not in shown
    assert "onload" in shown


@pytest.mark.parametrize(
    "hostile",
    ['"><svg onload=alert(1)>', "{{7*7}}", "{% debug %}", "=cmd|'/c calc'!A1", "\u202egro"],
)
def test_a_hostile_document_is_inert_like_a_hostile_request(
    console: Client, flow: Flow, hostile: str
) -> None:
    session = journeys.failed(flow)
    claims = {"given_name": ClaimedValue(hostile, fuzzy=True)}
    identity = DocumentIdentity(Source.VISUAL_ZONE, family_name=hostile, given_name=f"{hostile} X")
    explanations.keep(session, compare_claims(claims, identity))

    shown = console.post(page(session)).text

    assert "<svg onload" not in shown
    for cell in re.findall(r'data-label="[^"]+">(.*?)</td>', shown, re.DOTALL):
        assert cell.startswith("<bdi>")
        assert cell.endswith("</bdi>")
        assert cell != "<bdi>49</bdi>"
