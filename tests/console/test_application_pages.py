"""An application's page: its secrets, its flows, and its end."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import PIL.Image
import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import credentials
from applications.models import Application
from audit.models import Entry
from idv_provider.webhooks.models import Endpoint
from oidc.models import ApplicationFlow, ProtocolEvent
from tests.console import journeys
from tests.console.conftest import sign_in
from verification.models import Flow


def path(application: Application, page: str) -> str:
    return f"/console/applications/application/{application.pk}/{page}/"


def rotated(console: Client, application: Application, overlap: int = 60, until: str = "") -> str:
    seen = re.search(r'name="seen" value="(\d+)"', console.get(path(application, "rotate")).text)
    assert seen is not None
    sent = {"seen": seen[1], "overlap": overlap, "until": until}
    answer = console.post(path(application, "rotate"), sent)
    secret = re.search(r'<code id="client-secret">([^<]+)</code>', answer.text)
    assert secret is not None
    return secret[1]


def works(application: Application, secret: str) -> bool:
    return credentials.find(application.secrets.all(), secret, timezone.now()) is not None


def changes(application: Application, **change: object) -> dict[str, object]:
    """What the application's form sends, with one change."""
    flows = ApplicationFlow.objects.filter(application=application)
    return {
        "name": application.name,
        "enabled": "on",
        "redirect_uris": application.redirect_uris,
        "flows": [one.flow_id for one in flows],
        "default_flow": flows.get(is_default=True).flow_id,
        "dialect": "okta",
        "algorithm": "RS256",
        "require_par": "on",
        "require_pkce": "on",
        "authentication": "client_secret",
        "jwks": "",
        "jwks_uri": "",
        **change,
    }


def test_both_secrets_work_while_one_replaces_the_other(
    console: Client, application: Application
) -> None:
    old = credentials.issue(application)

    new = rotated(console, application)

    assert works(application, old)
    assert works(application, new)


def test_without_overlap_the_old_secret_ends_at_once(
    console: Client, application: Application
) -> None:
    old = credentials.issue(application)

    new = rotated(console, application, overlap=0)

    assert not works(application, old)
    assert works(application, new)


def test_the_old_secret_ends_at_the_time_that_was_chosen(
    console: Client, application: Application
) -> None:
    credentials.issue(application)
    until = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)

    rotated(console, application, overlap=-1, until=f"{until:%Y-%m-%dT%H:%M}")

    ends = application.secrets.order_by("pk")[0].expires_at
    assert ends is not None
    assert abs(ends - until) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("until", "named"),
    [
        pytest.param("", "Say until when", id="none"),
        pytest.param("2020-01-01T00:00", "a time to come", id="past"),
        pytest.param("2999-01-01T00:00", "at most 90 days", id="far"),
        pytest.param("soon", "Enter a valid date", id="rubbish"),
    ],
)
def test_a_time_that_will_not_do_is_named_and_no_secret_made(
    console: Client, application: Application, until: str, named: str
) -> None:
    sent = {"seen": 0, "overlap": -1, "until": until}

    assert named in console.post(path(application, "rotate"), sent).text
    assert not application.secrets.exists()


def test_overlap_lengthens_no_secrets_life(console: Client, application: Application) -> None:
    soon = timezone.now()
    credentials.issue(application, expires_at=soon)

    rotated(console, application, overlap=7 * 24 * 60)

    assert application.secrets.order_by("pk")[0].expires_at == soon


def test_the_same_rotation_sent_twice_makes_one_secret(
    console: Client, application: Application
) -> None:
    secret = rotated(console, application)

    again = console.post(path(application, "rotate"), {"seen": 0, "overlap": 60}, follow=True)

    assert "A newer secret was made already" in again.text
    assert secret not in again.text
    assert application.secrets.count() == 1


def test_a_secret_can_be_ended(console: Client, application: Application) -> None:
    secret = credentials.issue(application)
    row = application.secrets.get()

    console.post(path(application, f"secrets/{row.pk}/revoke"))

    assert not works(application, secret)


def test_the_page_shows_a_secrets_last_characters_only(
    console: Client, application: Application
) -> None:
    secret = credentials.issue(application)

    page = console.get(path(application, "change")).text

    assert f"…{secret[-4:]}" in page
    assert secret not in page


def test_what_was_done_to_secrets_is_written_down_without_them(
    console: Client, application: Application
) -> None:
    secret = rotated(console, application)

    entry = Entry.objects.get()
    assert entry.action == "secret.rotated"
    assert secret not in str(entry.row())


def test_it_can_be_switched_off(console: Client, application: Application) -> None:
    sent = changes(application)
    del sent["enabled"]

    console.post(path(application, "change"), sent)

    application.refresh_from_db()
    assert application.enabled is False


def test_its_flows_and_default_can_be_changed(
    console: Client, application: Application, flow: Flow
) -> None:
    other = Flow.objects.create(slug="other", name="Other")

    console.post(
        path(application, "change"), changes(application, flows=[other.pk], default_flow=other.pk)
    )

    allowed = ApplicationFlow.objects.get(application=application)
    assert (allowed.flow, allowed.is_default) == (other, True)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param({"redirect_uris": "http://a.example/"}, "must begin with https://", id="http"),
        pytest.param({"redirect_uris": ""}, "Give at least one redirect URI", id="no-redirect"),
        pytest.param({"flows": []}, "Allow at least one flow", id="no-flow"),
        pytest.param(
            {"authentication": "private_key_jwt"}, "public keys, or their address", id="no-keys"
        ),
        pytest.param({"jwks": "{"}, "Enter a valid JSON", id="broken-keys"),
    ],
)
def test_a_mistake_is_named_and_nothing_saved(
    console: Client, application: Application, change: dict[str, object], named: str
) -> None:
    response = console.post(
        path(application, "change"), changes(application, name="Renamed", **change)
    )

    assert named in response.text
    assert "Renamed" in response.text
    application.refresh_from_db()
    assert application.name == "Acme"


def test_it_is_deleted_only_by_its_name(console: Client, application: Application) -> None:
    refused = console.post(path(application, "delete"), {"name": "acme"})

    assert "That is not its name" in refused.text
    assert Application.objects.filter(pk=application.pk).exists()

    console.post(path(application, "delete"), {"name": "Acme"})

    assert not Application.objects.filter(pk=application.pk).exists()


def test_deleting_says_what_it_would_break(
    console: Client, application: Application, flow: Flow
) -> None:
    assert "Nobody is verifying themselves" in console.get(path(application, "delete")).text
    journeys.offered(flow, relying_party=application.client_id)
    hook = Endpoint.objects.create(url="https://siem.example/idv", kinds=[], only_chosen=True)
    hook.applications.add(application)

    page = console.get(path(application, "delete")).text

    assert "1 person is verifying themselves for it right now" in page
    assert "https://siem.example/idv" in page


def test_its_page_and_the_list_say_when_it_was_used_and_what_was_refused(
    console: Client, application: Application
) -> None:
    assert "none in the last 30 days" in console.get(path(application, "change")).text
    for day, error in ((1, ""), (2, ""), (3, "invalid_scope"), (4, "invalid_grant")):
        ProtocolEvent.objects.create(
            at=datetime(2026, 11, day, 10, 0, tzinfo=UTC),
            endpoint="par",
            accepted=not error,
            application=application,
            correlation_id=uuid4(),
            error=error,
            parameter="scope" if error else "",
        )

    page = console.get(path(application, "change")).text
    listed = console.get("/console/applications/application/").text

    assert "2026-11-02 10:00:00 UTC" in page
    assert "2026-11-04 10:00:00 UTC</a> <code>invalid_grant</code> in <code>scope</code>" in page
    assert "2026-11-02 10:00" in listed
    assert "invalid_grant 2026-11-04 10:00" in listed


def test_the_list_takes_as_many_statements_for_many_as_for_few(
    console: Client, application: Application
) -> None:
    with CaptureQueriesContext(connection) as few:
        console.get("/console/applications/application/")
    Application.objects.bulk_create(
        Application(name=f"N{number}", client_id=f"n{number}") for number in range(20)
    )
    with CaptureQueriesContext(connection) as many:
        console.get("/console/applications/application/")

    assert len(many) == len(few)


def test_who_may_only_look_changes_nothing(client: Client, application: Application) -> None:
    clerk = User.objects.create(username="clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_application"))
    sign_in(client, clerk)
    credentials.issue(application)
    row = application.secrets.get()

    assert client.get(path(application, "change")).status_code == 200
    assert client.get(path(application, "connection")).status_code == 200
    for page in ("change", "rotate", f"secrets/{row.pk}/revoke", "delete"):
        assert client.post(path(application, page), {"name": "Acme"}).status_code == 403
    row.refresh_from_db()
    assert row.expires_at is None


def test_an_application_is_given_the_looks_of_its_organisation(
    console: Client, application: Application
) -> None:
    logo = BytesIO()
    PIL.Image.new("RGB", (300, 100), "teal").save(logo, "JPEG")
    sent = changes(application, accent="#8B0000", terms_url="https://acme.example/terms")

    console.post(
        path(application, "change"),
        sent | {"logo": SimpleUploadedFile("l.jpg", logo.getvalue()), "privacy_text": "Ours."},
    )

    application.refresh_from_db()
    assert set(application.branding) >= {"logo", "colours", "privacy", "terms"}
    page = console.get(path(application, "change")).text
    assert 'value="#8b0000"' in page
    assert "There is one now" in page
    assert "Ours." in page


def test_a_colour_that_cannot_be_read_loses_nothing_else_that_was_typed(
    console: Client, application: Application
) -> None:
    sent = changes(application, accent="#ffcc00", privacy_text="What I typed.")

    page = console.post(path(application, "change"), sent).text

    assert "4.5 to 1" in page
    assert "What I typed." in page
    application.refresh_from_db()
    assert application.branding == {}
