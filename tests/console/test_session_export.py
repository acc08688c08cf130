"""The list of verifications leaves as a file that names no person and calculates nothing."""

import csv

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from idv_provider.console.session_export import COLUMNS, cell
from tests.console import journeys
from tests.console.conftest import sign_in
from verification.models import Flow

EXPORT = "/console/verification/session/export/"


def exported(browser: Client, query: str = "") -> list[dict[str, str]]:
    response = browser.post(EXPORT + query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]  # streamed
    assert journeys.CANARY not in text
    return list(csv.DictReader(text.splitlines()))


def test_a_file_has_what_is_listed_with_its_reasons(
    console: Client, owner: User, flow: Flow
) -> None:
    session = journeys.failed(flow)

    [row] = exported(console)

    assert tuple(row) == COLUMNS
    assert (row["id"], row["outcome"], row["reasons"]) == (str(session.pk), "failed", "face.match")
    assert (row["client_id"], row["flow"], row["flow_version"]) == ("acme", flow.slug, "1")
    entry = Entry.objects.get(action="sessions.exported")
    assert (entry.actor, entry.facts) == (f"user:{owner.pk}", {"filters": []})


@pytest.mark.parametrize(
    ("query", "found"),
    [("?status__exact=failed", 1), ("?reason=face.match&p=1", 1), ("?q=nonsense", 0)],
)
def test_the_lists_filters_hold(console: Client, flow: Flow, query: str, found: int) -> None:
    journeys.failed(flow)
    journeys.offered(flow)

    assert len(exported(console, query)) == found


def test_what_cannot_be_read_exports_nothing(console: Client) -> None:
    response = console.post(f"{EXPORT}?nonsense=1", follow=True)

    assert "these filters cannot be read" in response.text
    assert not Entry.objects.exists()


def test_a_name_is_no_formula(console: Client, flow: Flow) -> None:
    journeys.offered(flow, organisation="=HYPERLINK(1)")

    [row] = exported(console)

    assert row["organisation"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("begin", "=+-@\t\r\n")
def test_no_cell_begins_like_a_formula(begin: str) -> None:
    assert cell(f"{begin}1") == f"'{begin}1"
    assert cell("Acme") == "Acme"


def test_many_take_as_many_statements_as_few(console: Client, flow: Flow) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            exported(console)
        return len(found)

    journeys.failed(flow)
    few = statements()
    for _ in range(5):
        journeys.failed(flow)

    assert statements() == few


def test_who_signed_in_a_while_ago_is_asked_again(client: Client, owner: User) -> None:
    sign_in(client, owner, ago=16 * 60)

    assert "reauthenticate" in client.post(EXPORT)["Location"]
    assert not Entry.objects.exists()
