"""An administrator tries a change out, and publishes it, or has somebody else do it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from audit.models import Entry
from tests.console import journeys
from tests.console.test_flow_matching import form
from verification.models import Flow, FlowDraft


def at(flow: Flow, page: str) -> str:
    return f"/console/verification/flow/{flow.pk}/{page}/"


@pytest.fixture
def colleague(owner: User) -> Client:
    """Another integration manager's browser."""
    user = User.objects.create(username="colleague", is_staff=True)
    user.groups.add(Group.objects.get(name="Integration manager"))
    client = Client()
    client.force_login(user)
    return client


def test_a_save_is_a_version_with_its_author_and_reason(console: Client, flow: Flow) -> None:
    console.post(at(flow, "change"), form(minutes=45, version_note="people are slow"))

    page = console.get(at(flow, "versions")).text
    for said in ("Version 2", "by owner", "people are slow", "Minutes to finish", "20", "45"):
        assert said in page
    assert page.index("Version 2") < page.index("in force") < page.index("Version 1")


def test_a_draft_is_shown_in_words_tried_out_and_published(console: Client, flow: Flow) -> None:
    journeys.failed(flow)
    typed = form(name=flow.name, liveness="passive", review=["face.match"], _draft="")
    led = console.post(at(flow, "change"), typed)
    assert led["Location"] == at(flow, "draft")
    flow.refresh_from_db()
    assert flow.review == Flow().review

    page = console.get(at(flow, "draft"), {"sessions": "100"})
    for said in ("What goes to review", "lately?", "Are portrait and selfie the same face?"):
        assert said in page.text
    assert page.context["what_if"].looked_at == 1
    edited = FlowDraft.objects.get().edited_at.isoformat()
    console.post(at(flow, "draft/publish"), {"edited_at": edited})

    flow.refresh_from_db()
    assert flow.review == ["face.match"]
    assert not FlowDraft.objects.exists()


def test_a_draft_is_tried_on_sealed_evidence_and_that_is_written_down(
    console: Client, owner: User, flow: Flow
) -> None:
    journeys.failed(flow)
    console.post(at(flow, "change"), form(name=flow.name, minimum_age=30, _draft=""))

    page = console.post(at(flow, "draft/evidence"))

    assert page.context["what_if"].looked_at == 1
    assert journeys.CANARY not in page.text
    entry = Entry.objects.get(action="flow.tried_on_evidence")
    assert (entry.actor, entry.facts) == (f"user:{owner.pk}", {"verifications": 100})


def test_a_draft_is_edited_where_it_was_left(console: Client, flow: Flow) -> None:
    console.post(at(flow, "change"), form(minutes=45, _draft=""))

    shown = console.get(at(flow, "change"), {"draft": "1"}).context["adminform"].form
    assert shown["minutes"].value() == 45
    assert "There is a draft" in console.get(at(flow, "change")).text
    console.post(at(flow, "draft/discard"))
    assert not FlowDraft.objects.exists()
    assert console.get(at(flow, "draft"))["Location"] == at(flow, "versions")


def test_an_older_version_comes_back_as_a_draft(console: Client, flow: Flow) -> None:
    flow.minutes = 45
    flow.save()

    assert console.post(at(flow, "versions/1/restore"))["Location"] == at(flow, "draft")

    assert FlowDraft.objects.get().policy["minutes"] == 20
    assert "Back to version 1" in console.get(at(flow, "draft")).text


def test_a_second_person_publishes(console: Client, colleague: Client, flow: Flow) -> None:
    flow.four_eyes = True
    flow.save()
    console.post(at(flow, "change"), form(minutes=45))  # an owner is no exception
    edited = {"edited_at": FlowDraft.objects.get().edited_at.isoformat()}

    assert "wants a second person" in console.get(at(flow, "draft")).text
    refused = console.post(at(flow, "draft/publish"), edited, follow=True)
    assert "You edited this draft" in refused.text
    colleague.post(at(flow, "draft/publish"), edited)

    flow.refresh_from_db()
    assert flow.minutes == 45
    assert "published by colleague" in console.get(at(flow, "versions")).text


def test_what_was_edited_since_it_was_shown_is_not_published(console: Client, flow: Flow) -> None:
    console.post(at(flow, "change"), form(minutes=45, _draft=""))
    seen = FlowDraft.objects.get().edited_at.isoformat()
    console.post(at(flow, "change"), form(minutes=90, _draft=""))

    answer = console.post(at(flow, "draft/publish"), {"edited_at": seen}, follow=True)

    assert "edited meanwhile" in answer.text
    assert FlowDraft.objects.exists()


def test_a_hostile_note_is_inert(console: Client, flow: Flow) -> None:
    hostile = '"><svg onload=alert(1)>'
    console.post(at(flow, "change"), form(minutes=45, version_note=hostile))
    console.post(at(flow, "change"), form(minutes=46, version_note=hostile, _draft=""))

    for page in ("versions", "draft"):
        assert "<svg onload" not in console.get(at(flow, page)).text


def test_who_may_only_look_changes_nothing(staff: object, flow: Flow, console: Client) -> None:
    console.post(at(flow, "change"), form(minutes=45, _draft=""))
    auditor = staff("Auditor")  # type: ignore[operator]  # the fixture's

    assert auditor.get(at(flow, "versions")).status_code == 200
    assert "Publish" not in auditor.get(at(flow, "draft")).text
    for page in ("draft/publish", "draft/discard", "versions/1/restore"):
        assert auditor.post(at(flow, page)).status_code == 403
    assert FlowDraft.objects.exists()


def test_who_may_only_look_reads_it_in_words_and_is_offered_nothing_to_press(
    staff: Callable[[str], Client], flow: Flow
) -> None:
    page = staff("Auditor").get(at(flow, "change")).text

    for said in (
        "Passports",
        "every country",
        "Has nobody else shown this document number lately?",
    ):
        assert said in page
    assert "Save as draft" not in page
    assert 'style="' not in page  # which the content policy forbids
