"""An administrator reads of a verification everything but the person."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from audit.models import Entry
from oidc.arrival import asked_about
from tests.console import journeys
from verification import sightings, vault
from verification.models import Flow, Session

LIST = "/console/verification/session/"


def detail(session: Session) -> str:
    return f"{LIST}{session.pk}/change/"


def test_the_list_says_who_asked_and_how_it_ended(console: Client, flow: Flow) -> None:
    journeys.failed(flow)

    page = console.get(LIST).text

    assert "Acme" in page
    assert "Not verified" in page


def test_the_list_takes_as_many_statements_for_many_as_for_few(console: Client, flow: Flow) -> None:
    journeys.failed(flow)
    with CaptureQueriesContext(
        connection,
    ) as few:
        console.get(LIST)
    for _ in range(20):
        journeys.failed(flow)
    with CaptureQueriesContext(connection) as many:
        console.get(LIST)

    assert len(many) == len(few)


@pytest.mark.parametrize("query", [{"reason": "face.match"}, {"application": "acme"}])
def test_filters_and_pages_take_as_many_statements_for_many_as_for_few(
    console: Client, flow: Flow, query: dict[str, str]
) -> None:
    def statements(session: Session) -> list[int]:
        counts = []
        for path, data in ((LIST, query), (detail(session), {})):
            with CaptureQueriesContext(connection) as found:
                console.get(path, data)
            counts.append(len(found))
        return counts

    session = journeys.failed(flow)
    few = statements(session)
    for position in range(1, 20):
        journeys.failed(flow)
        session.check_results.create(
            position=position, code="mrz.present", outcome="pass", required=True, refused=False
        )
        session.captures.create(kind="document", source="upload")

    assert statements(session) == few


def test_the_page_shows_each_finding_with_its_measurement(console: Client, flow: Flow) -> None:
    page = console.get(detail(journeys.failed(flow))).text

    assert "Portrait and selfie do not match." in page
    for word in ("face.match", "0.7312", "0.55", "distance", "refused"):
        assert word in page


def test_the_page_tells_what_happened_in_order(console: Client, flow: Flow) -> None:
    page = console.get(detail(journeys.failed(flow))).text

    reasons = [
        page.index(f"<td>{reason}</td>") for reason in ("consented", "submitted", "assessed")
    ]
    assert reasons == sorted(reasons)


def test_no_page_holds_personal_data(console: Client, flow: Flow) -> None:
    session = journeys.failed(flow)

    for path in (LIST, detail(session), "/console/"):
        assert journeys.CANARY not in console.get(path).text


def test_an_organisations_hostile_name_is_inert(console: Client, flow: Flow) -> None:
    session = journeys.offered(flow, organisation='"><svg onload=alert(1)>')

    for path in (LIST, detail(session)):
        assert "<svg onload" not in console.get(path).text


@pytest.mark.parametrize("search", ["nonsense", "%", "'", "0" * 400])
def test_a_search_for_nonsense_finds_nothing(console: Client, flow: Flow, search: str) -> None:
    session = journeys.offered(flow)

    response = console.get(LIST, {"q": search})

    assert response.status_code == 200
    assert detail(session) not in response.text


def test_a_search_for_the_id_finds_it(console: Client, flow: Flow) -> None:
    session, other = journeys.offered(flow), journeys.offered(flow)

    page = console.get(LIST, {"q": str(session.pk)}).text

    assert detail(session) in page
    assert detail(other) not in page


def test_a_search_for_the_user_at_okta_finds_it(
    console: Client, flow: Flow, application: Application
) -> None:
    session, other = journeys.offered(flow), journeys.offered(flow)
    known = sightings.subject_digest(asked_about(application.pk, "00u1a2b3"))
    Session.objects.filter(pk=session.pk).update(subject_digest=known)

    page = console.get(LIST, {"q": "00u1a2b3"}).text

    assert detail(session) in page
    assert detail(other) not in page


def test_an_application_finds_what_it_asked_for_and_not_its_namesakes(
    console: Client, flow: Flow, application: Application
) -> None:
    session = journeys.offered(flow, relying_party=application.client_id)
    namesakes = journeys.offered(flow, relying_party="another")

    page = console.get(LIST, {"application": application.client_id}).text

    assert detail(session) in page
    assert detail(namesakes) not in page


def test_a_reason_finds_whom_it_refused(console: Client, flow: Flow) -> None:
    session = journeys.failed(flow)

    assert detail(session) in console.get(LIST, {"reason": "face.match"}).text
    for other in ("mrz.present", "nonsense"):
        assert detail(session) not in console.get(LIST, {"reason": other}).text


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param({"created_at_from": "2026-05-01", "created_at_to": "2026-05-01"}, True),
        pytest.param({"created_at_from": "2026-05-02"}, False),
        pytest.param({"created_at_to": "2026-04-30"}, False),
        pytest.param({"created_at_from": "nonsense", "created_at_to": "9999-12-31"}, True),
    ],
)
def test_days_are_counted_to_their_last_second(
    console: Client, flow: Flow, days: dict[str, str], found: bool
) -> None:
    session = journeys.offered(flow)
    last_second = datetime(2026, 5, 1, 23, 59, 59, tzinfo=UTC)
    Session.objects.update(created_at=last_second)

    assert (detail(session) in console.get(LIST, days).text) is found


@pytest.mark.parametrize(
    "filters",
    [{"status__exact": "verified"}, {"application": "gone"}, {"sandbox__exact": "1"}],
)
@pytest.mark.usefixtures("application")
def test_filters_leave_out_what_does_not_fit(
    console: Client, flow: Flow, filters: dict[str, str]
) -> None:
    session = journeys.failed(flow)

    assert detail(session) not in console.get(LIST, filters).text
    assert detail(session) in console.get(LIST, {"status__exact": "failed"}).text


@pytest.mark.parametrize("path", ["add/", "{}/delete/"])
def test_nobody_adds_or_deletes_one(console: Client, flow: Flow, path: str) -> None:
    session = journeys.offered(flow)

    assert console.post(LIST + path.format(session.pk), {"post": "yes"}).status_code == 403
    assert Session.objects.get() == session


def test_nobody_changes_one(console: Client, flow: Flow) -> None:
    session = journeys.offered(flow)

    console.post(detail(session), {"status": "verified"})

    session.refresh_from_db()
    assert session.status == Session.Status.OFFERED


def test_a_picture_is_shown_once_asked_for_and_that_is_written_down(
    console: Client, owner: User, flow: Flow
) -> None:
    session, capture = journeys.captured(flow)

    assert "data:image" not in console.get(detail(session)).text
    response = console.post(f"{LIST}{session.pk}/images/{capture.pk}/")

    assert "data:image/jpeg;base64," in response.text
    assert 'class="evidence"' in response.text  # blurred by the style sheet
    assert "Show the picture sharp" in response.text
    assert "no-store" in response["Cache-Control"]
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.object, entry.facts) == (
        f"user:{owner.pk}",
        "session.picture_seen",
        f"verification.session:{session.pk}",
        {"picture": str(capture.pk), "kind": "document"},
    )


def test_a_picture_has_no_address_to_fetch(console: Client, flow: Flow) -> None:
    session, capture = journeys.captured(flow)

    assert console.get(f"{LIST}{session.pk}/images/{capture.pk}/").status_code == 405


def test_another_verifications_picture_is_not_found(console: Client, flow: Flow) -> None:
    (_, capture), other = journeys.captured(flow), journeys.offered(flow)

    assert console.post(f"{LIST}{other.pk}/images/{capture.pk}/").status_code == 404
    assert not Entry.objects.exists()


def test_a_shredded_picture_is_said_to_be_gone(console: Client, flow: Flow) -> None:
    session, capture = journeys.captured(flow)
    vault.shred(session)

    response = console.post(f"{LIST}{session.pk}/images/{capture.pk}/", follow=True)

    assert "This picture is gone" in response.text
    assert "data:image" not in response.text


@pytest.mark.parametrize("role", ["Support", "Auditor", "Integration manager"])
def test_only_reviewers_see_pictures(staff: Callable[[str], Client], flow: Flow, role: str) -> None:
    session, capture = journeys.captured(flow)

    assert staff(role).post(f"{LIST}{session.pk}/images/{capture.pk}/").status_code == 403
    assert not Entry.objects.exists()


def test_reviewers_see_pictures(staff: Callable[[str], Client], flow: Flow) -> None:
    session, capture = journeys.captured(flow)

    response = staff("Reviewer").post(f"{LIST}{session.pk}/images/{capture.pk}/")

    assert "data:image/jpeg;base64," in response.text
