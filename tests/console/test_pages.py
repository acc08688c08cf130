"""The rest of the console: who gets where, what it shows, and what it never shows."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from applications.models import Application
from oidc import endpoints, keys, protocol_log
from oidc.models import ApplicationFlow, ProtocolEvent
from tests.console import journeys
from tests.reviewing import referred
from verification import handoffs, services
from verification.ends import End
from verification.matching_form import FIELDS
from verification.models import Flow, Session

PAGES = (
    "applications/application/",
    "applications/application/add/",
    "applications/application/add/oidc/",
    "applications/application/{application}/change/",
    "applications/application/{application}/connection/",
    "applications/application/{application}/rotate/",
    "applications/application/{application}/delete/",
    "settings/authorization-server/",
    "verification/flow/",
    "verification/flow/add/",
    "verification/flow/{flow}/change/",
    "verification/session/",
    "verification/session/{session}/change/",
    "oidc/protocolevent/",
    "oidc/signingkey/",
    "audit/entry/",
    "webhooks/endpoint/",
    "webhooks/endpoint/add/",
    "webhooks/delivery/",
    "api/token/",
    "api/token/add/",
    "auth/user/",
    "auth/user/add/",
    "auth/group/",
    "settings/legal/",
    "settings/retention/",
    "settings/sandbox/",
)


@pytest.fixture
def paths(application: Application, flow: Flow) -> dict[str, str]:
    session = journeys.failed(flow)
    known = {"application": application.pk, "flow": flow.pk, "session": session.pk}
    return {page: f"/console/{page.format(**known)}" for page in PAGES}


def test_the_menu_offers_what_may_be_opened(staff: Callable[[str], Client]) -> None:
    page = staff("Reviewer").get("/console/").text

    assert "/console/verification/session/" in page
    assert "/console/applications/application/" not in page
    assert "/console/auth/user/" not in page


def test_only_what_is_meant_for_administrators_is_registered() -> None:
    registered = {model._meta.label for model in admin.site._registry}

    assert registered == {
        *("applications.Application", "verification.Flow", "verification.Session"),
        *("oidc.ProtocolEvent", "oidc.SigningKey", "auth.User", "auth.Group"),
        *("audit.Entry", "api.Token", "webhooks.Endpoint", "webhooks.Delivery"),
    }


def test_roles_that_an_owner_changed_stay_changed(db: None) -> None:
    role = Group.objects.get(name="Support")
    role.permissions.clear()

    call_command("migrate", verbosity=0)

    assert not role.permissions.exists()


def test_who_is_not_an_owner_cannot_become_one(staff: Callable[[str], Client]) -> None:
    browser = staff("Integration manager")
    me = User.objects.get()

    response = browser.post(f"/console/auth/user/{me.pk}/change/", {"is_superuser": "on"})

    assert response.status_code == 403


def test_a_new_administrator_can_sign_in_and_may_do_nothing_yet(console: Client) -> None:
    password = "a long enough passphrase"
    console.post(
        "/console/auth/user/add/",
        {
            "username": "clerk",
            "usable_password": "true",
            "password1": password,
            "password2": password,
        },
    )
    console.logout()

    response = console.post(
        "/console/login/", {"login": "clerk", "password": password}, follow=True
    )

    assert "You have signed in." in response.text
    assert console.get("/console/verification/session/").status_code == 403


def test_the_authorization_server_page_has_every_address(console: Client, db: None) -> None:
    key = keys.ensure_signing_key()

    page = console.get("/console/settings/authorization-server/").text

    for address in endpoints.public():
        assert f">{address}</code>" in page
    assert key.kid in page
    assert "Signs every new ID token." in page


def test_no_page_shows_a_private_key(console: Client, db: None) -> None:
    key = keys.ensure_signing_key()

    page = console.get(f"/console/oidc/signingkey/{key.pk}/change/").text

    assert "private" not in page.lower()
    assert "&quot;d&quot;" not in page


def test_the_protocol_log_is_found_by_verification(console: Client, flow: Flow) -> None:
    session = journeys.offered(flow)
    ProtocolEvent.objects.create(
        endpoint="par", accepted=False, correlation_id=session.pk, description="Found it."
    )

    assert "Found it." in console.get("/console/oidc/protocolevent/", {"q": str(session.pk)}).text
    assert "Found it." not in console.get("/console/oidc/protocolevent/", {"q": "a'%"}).text


@pytest.mark.parametrize("state", ["Okta-state_Aa1", "7b0b3c1e-5d5e-4f0b-9d53-0e4a3f7f8a11"])
def test_the_protocol_log_is_found_by_the_state_that_okta_shows(
    console: Client, state: str
) -> None:
    digest = protocol_log.state_digest(state)
    ProtocolEvent.objects.create(
        endpoint="par",
        accepted=False,
        correlation_id=uuid4(),
        state_digest=digest,
        description="Found it.",
    )

    for term in (state, f" {state} ", digest, digest.upper()):
        assert "Found it." in console.get("/console/oidc/protocolevent/", {"q": term}).text
    assert "Found it." not in console.get("/console/oidc/protocolevent/", {"q": state[1:]}).text


def test_the_dashboard_counts_what_there_is(console: Client, flow: Flow) -> None:
    journeys.failed(flow)
    journeys.captured(flow)

    page = console.get("/console/").text

    assert "1 failed" in page
    assert "1 open" in page
    assert "?reason=face.match" in page
    assert "face.match" in page
    assert "PostgreSQL" in page


def test_the_dashboard_tells_at_which_step_people_are_lost(console: Client, flow: Flow) -> None:
    journeys.offered(flow)
    services.begin(journeys.offered(flow), browser_secret="s" * 40)
    journeys.captured(flow)
    journeys.failed(flow)
    again, _ = journeys.captured(flow)  # judged once, and at the pictures again
    Session.objects.filter(pk=again.pk).update(attempt=2)

    steps = console.get("/console/").context["steps"]

    assert [(step.reached, step.lost) for step in steps] == [
        (5, 0),  # came
        (4, 1),  # agreed
        (3, 1),  # document
        (2, 1),  # selfie
        (2, 0),  # handed in
        (1, 1),  # decided
    ]
    assert [step.share for step in steps] == [100, 80, 60, 40, 40, 20]


def test_the_dashboard_tells_where_people_are_lost_on_the_way_to_a_phone(
    console: Client, flow: Flow
) -> None:
    assert "chose a phone" not in console.get("/console/").text
    here, phone = End("Firefox on Windows", "", ""), End("Safari on iPhone", "", "")
    for steps in range(4):
        session = journeys.offered(flow)
        services.begin(session, browser_secret="s" * 40)
        handoffs.offer(session, browser_secret="s" * 40, by=here)
        link = handoffs.offer(session, browser_secret="s" * 40, by=here)  # a new one: no new person
        if steps > 0:
            handoffs.bind(link, phone_secret="p", by=phone)
        if steps > 1:
            handoffs.type_number(link, handoffs.number_of(link, "p"), by=here)
        if steps > 2:
            Session.objects.filter(pk=session.pk).update(submitted_at=timezone.now())

    page = console.get("/console/")

    assert "chose a phone" in page.text
    assert [(one.reached, one.lost) for one in page.context["phone_steps"]] == [
        (4, 0),  # chose a phone
        (3, 1),  # opened the link
        (2, 1),  # gave the right number
        (1, 1),  # handed in there
    ]


def test_the_dashboard_tells_what_waits_for_reviewers_and_when_nobody_keeps_time(
    console: Client, flow: Flow
) -> None:
    referred(flow)
    page = console.get("/console/")
    assert page.context["queue"].reviews == 1
    assert "Nothing is overdue." in page.text
    assert "This server and the database agree." in page.text

    Session.objects.update(expires_at=timezone.now() - timedelta(hours=1))

    assert "Not ended or shredded in time: 1." in console.get("/console/").text


def test_the_dashboard_of_an_empty_deployment_says_so(console: Client) -> None:
    page = console.get("/console/").text

    assert "None yet." in page
    assert "Nothing was decided yet." in page


def test_a_role_without_verifications_sees_no_counts(
    staff: Callable[[str], Client], flow: Flow
) -> None:
    journeys.failed(flow)

    assert "by outcome" not in staff("Integration manager").get("/console/").text


@pytest.mark.parametrize("liveness", ["none", "passive", "active"])
def test_a_flow_says_what_it_cannot_do(console: Client, db: None, liveness: str) -> None:
    response = console.post(
        "/console/verification/flow/add/",
        {
            "name": "Strict",
            "slug": "strict",
            "liveness": liveness,
            "challenge_tries": 3,
            "colours": "asked",
            "face_fmr": "0.0001",
            "disclosure": "matched",
            "minutes": 15,
            "retakes": 5,
            "attempts": 3,
            "handoff_country": "warn",
            "handoff_network": "ignore",
            "review_minutes": 30,
            "review_share": 0,
            "retention_hours": 0,
            "documents": ["passport", "identity_card"],
            "countries": "de, USA",
            "minimum_age": 18,
            **dict.fromkeys(FIELDS.values(), "exact"),
        },
        follow=True,
    )

    flow = Flow.objects.get()
    assert (flow.face_fmr, flow.disclosure, flow.liveness) == (0.0001, "matched", liveness)
    assert (flow.documents, flow.countries, flow.minimum_age) == (
        ["passport", "identity_card"],
        ["D", "USA"],
        18,
    )
    warnings = {"none": "proves a picture", "passive": "refuses everybody"}
    assert [warning in response.text for warning in warnings.values()] == [
        liveness == level for level in warnings
    ]


def test_a_flows_id_stays_what_relying_parties_ask_for(console: Client, flow: Flow) -> None:
    console.post(
        f"/console/verification/flow/{flow.pk}/change/",
        {
            "name": "New name",
            "slug": "other",
            "liveness": "none",
            "challenge_tries": 3,
            "colours": "asked",
            "face_fmr": "0.001",
            "disclosure": "values",
            "minutes": 20,
            "retakes": 10,
            "attempts": 3,
            "handoff_country": "warn",
            "handoff_network": "ignore",
            "retention_hours": 24,
            "review_minutes": 30,
            "review_share": 0,
            "documents": ["passport", "identity_card"],
            "countries": "de, USA",
            "minimum_age": 18,
            **dict.fromkeys(FIELDS.values(), "exact"),
        },
    )

    flow.refresh_from_db()
    assert (flow.name, flow.slug) == ("New name", "passport")


def test_a_flow_that_somebody_was_judged_by_is_kept(console: Client, flow: Flow) -> None:
    journeys.offered(flow)

    console.post(f"/console/verification/flow/{flow.pk}/delete/", {"post": "yes"})

    assert Flow.objects.filter(pk=flow.pk).exists()


@pytest.mark.parametrize("page", ["terms", "privacy"])
def test_the_legal_pages_are_public(client: Client, db: None, page: str) -> None:
    response = client.get(f"/legal/{page}")

    assert response.status_code == 200
    assert "<h1>" in response.text


def test_the_privacy_page_says_how_long_pictures_are_kept(client: Client, flow: Flow) -> None:
    assert "at most 24 hours" in client.get("/legal/privacy").text


@pytest.mark.parametrize("path", ["/console/", "/console/login/", "/console/nowhere/"])
def test_only_the_console_may_evaluate_scripts(console: Client, path: str) -> None:
    assert "'unsafe-eval'" in console.get(path)["Content-Security-Policy"]
    assert "unsafe" not in console.get("/legal/terms")["Content-Security-Policy"]


def test_no_page_of_the_console_needs_inline_code(console: Client, paths: dict[str, str]) -> None:
    for path in ("/console/", "/console/login/", *paths.values()):
        response = console.get(path)
        assert "unsafe-inline" not in response["Content-Security-Policy"]
        for inline in ("<style", "<script>", " style=", " onclick="):
            assert inline not in response.text, path


def test_the_application_page_leads_to_its_flows(console: Client, application: Application) -> None:
    default = ApplicationFlow.objects.get(application=application)

    page = console.get(f"/console/applications/application/{application.pk}/change/").text

    assert f"idv_flow_{default.flow.slug}" in page


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("auth/user/", ["Settings", "Administrators"]),
        ("auth/user/{owner}/change/", ["Settings", "Administrators", "owner"]),
        ("auth/user/{owner}/password/", ["Settings", "Administrators", "owner"]),
        ("auth/group/add/", ["Settings", "Roles", "Add"]),
        ("verification/flow/", ["Flows"]),
        ("settings/retention/", ["Retention"]),
    ],
)
def test_a_pages_heading_is_the_way_there_in_the_menus_words(
    console: Client, owner: User, path: str, way: list[str]
) -> None:
    page = console.get(f"/console/{path.format(owner=owner.pk)}").text

    heading = re.sub(
        r"<[^>]*>", "\n", page.partition("<h1")[2].partition(">")[2].partition("</h1>")[0]
    )
    found = [line.strip() for line in heading.splitlines() if line.strip()]
    assert [part for part in found if part != "chevron_right"] == way
    assert page.index("Skip to the content") < page.index('id="nav-sidebar"') < page.index("<h1")
