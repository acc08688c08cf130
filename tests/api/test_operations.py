"""What programs do by the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import credentials
from applications.models import Application
from audit import offline
from audit.models import Entry
from idv_provider import audit_signing
from idv_provider.api.models import KeptAnswer
from idv_provider.webhooks import endpoint_secrets, sending
from idv_provider.webhooks.models import Delivery, Endpoint
from tests.api.test_access import problem
from verification import vault
from verification.models import CheckResult, Flow, FlowDraft, Session

APPLICATIONS = "/api/v1/applications"
NEW = {
    "name": "Globex",
    "redirect_uris": ["https://globex.okta.com/idp/identity-verification/callback"],
    "flows": ["passport"],
    "default_flow": "passport",
}


def post(api: Client, path: str, body: object, **headers: str) -> Any:
    return api.post(path, body, content_type="application/json", headers=headers)


def works(client_id: str, secret: str) -> bool:
    candidates = Application.objects.get(client_id=client_id).secrets.all()
    return credentials.find(candidates, secret, timezone.now()) is not None


@pytest.mark.usefixtures("flow")
def test_an_application_lives_by_the_api(api: Client) -> None:
    made = post(api, APPLICATIONS, NEW)
    assert made.status_code == 201
    body = made.json()
    path = f"{APPLICATIONS}/{body['client_id']}"
    assert made.headers["Location"] == f"http://testserver{path}"
    assert works(body["client_id"], body["client_secret"])
    assert body["client_secret"] not in api.get(path).content.decode()

    changed = api.patch(path, {"enabled": False}, content_type="application/json").json()
    assert (changed["enabled"], changed["name"], changed["flows"]) == (
        False,
        "Globex",
        ["passport"],
    )

    rotated = post(api, f"{path}/secrets", {"overlap_minutes": 0})
    assert rotated.status_code == 201
    assert works(body["client_id"], rotated.json()["client_secret"])
    assert not works(body["client_id"], body["client_secret"])

    assert api.delete(path).status_code == 204
    problem(api.get(path), 404)
    actions = list(Entry.objects.order_by("seq").values_list("action", flat=True))
    assert actions == [
        "application.added", "application.changed", "secret.rotated", "application.deleted",
    ]  # fmt: skip
    assert all(
        actor.startswith("token:") for actor in Entry.objects.values_list("actor", flat=True)
    )


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": "acme"}, "#/name"),
        ({"name": ""}, "#/name"),
        ({"redirect_uris": ["http://globex.example/"]}, "#/redirect_uris"),
        ({"redirect_uris": []}, "#/redirect_uris"),
        ({"flows": ["elsewhere"]}, "#/flows"),
        ({"default_flow": "elsewhere"}, "#/default_flow"),
        ({"algorithm": "none"}, "#/algorithm"),
        ({"authentication": "private_key_jwt"}, "#/authentication"),
        ({"jwks_uri": "nowhere"}, "#/jwks_uri"),
    ],
)
@pytest.mark.usefixtures("application")
def test_a_mistake_is_named_where_it_is(api: Client, change: dict[str, Any], pointer: str) -> None:
    body = problem(post(api, APPLICATIONS, NEW | change), 400)

    assert body["type"] == "urn:idv:problem:invalid-request"
    assert pointer in [one["pointer"] for one in body["errors"]]
    assert Application.objects.count() == 1


@pytest.mark.usefixtures("flow")
def test_a_request_sent_again_is_done_once_and_answered_alike(api: Client) -> None:
    first = post(api, APPLICATIONS, NEW, idempotency_key="globex-2026-11")
    again = post(api, APPLICATIONS, NEW, idempotency_key="globex-2026-11")

    assert again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Application.objects.count() == 1
    kept = KeptAnswer.objects.get()
    assert first.json()["client_secret"].encode() not in bytes(kept.answer_sealed)


@pytest.mark.usefixtures("flow")
def test_a_key_belongs_to_one_request_of_one_token(
    api: Client, program: Callable[..., Client]
) -> None:
    post(api, APPLICATIONS, NEW, idempotency_key="globex-2026-11")

    other = post(api, APPLICATIONS, NEW | {"name": "Initech"}, idempotency_key="globex-2026-11")
    problem(other, 422)
    problem(post(api, APPLICATIONS, NEW, idempotency_key="short"), 400)
    somebody = post(
        program(), APPLICATIONS, NEW | {"name": "Initech"}, idempotency_key="globex-2026-11"
    )
    assert somebody.status_code == 201


@pytest.mark.usefixtures("application")
def test_what_failed_is_not_remembered(api: Client) -> None:
    problem(post(api, APPLICATIONS, NEW | {"name": "Acme"}, idempotency_key="globex-2026-11"), 400)

    mended = post(api, APPLICATIONS, NEW, idempotency_key="globex-2026-11")
    assert mended.status_code == 201


@pytest.mark.usefixtures("flow")
def test_pages_follow_each_other_without_gap_or_double(api: Client) -> None:
    for number in range(5):
        Application.objects.create(name=f"N{number}", client_id=f"n{number}")

    seen, address = [], f"{APPLICATIONS}?limit=2"
    while address:
        page = api.get(address).json()
        seen += [one["name"] for one in page["results"]]
        address = page["next"]

    assert seen == ["N4", "N3", "N2", "N1", "N0"]


def test_a_list_takes_as_many_statements_for_many_as_for_few(
    api: Client, application: Application
) -> None:
    with CaptureQueriesContext(connection) as few:
        api.get(APPLICATIONS)
    Application.objects.bulk_create(
        Application(name=f"N{number}", client_id=f"n{number}") for number in range(20)
    )
    with CaptureQueriesContext(connection) as many:
        api.get(APPLICATIONS)

    assert len(many) == len(few)


def test_flows_are_made_and_changed_by_the_rules_of_the_console(api: Client) -> None:
    made = post(api, "/api/v1/flows", {"slug": "strict", "name": "Strict", "minutes": 15})
    assert made.status_code == 201
    assert made.json()["scope"] == "idv_flow_strict"

    path = "/api/v1/flows/strict"
    changed = api.patch(path, {"face_fmr": 0.0001}, content_type="application/json")
    assert (changed.json()["face_fmr"], changed.json()["version"]) == (0.0001, 2)
    for wrong, pointer in (
        ({"minutes": 1}, "#/minutes"),
        ({"slug": "other"}, "#/slug"),
        ({"matching": {"given_name": {"mode": "guess"}}}, "#"),
    ):
        body = problem(api.patch(path, wrong, content_type="application/json"), 400)
        assert pointer in [one["pointer"] for one in body["errors"]]
    assert [one["slug"] for one in api.get("/api/v1/flows").json()["results"]] == ["strict"]


def test_a_flow_that_wants_a_second_person_gets_a_draft(api: Client, flow: Flow) -> None:
    path = f"/api/v1/flows/{flow.slug}"
    api.patch(path, {"four_eyes": True}, content_type="application/json")

    kept = api.patch(path, {"minutes": 40, "four_eyes": False}, content_type="application/json")

    assert kept.status_code == 202
    assert (kept.json()["minutes"], kept.json()["four_eyes"]) == (20, True)
    draft = FlowDraft.objects.get(flow=flow)
    assert (draft.policy["minutes"], draft.editors) == (40, [draft.author_id])


@pytest.fixture
def session(application: Application, flow: Flow) -> Session:
    """A session that was refused, with what was pushed for it still there."""
    now = timezone.now()
    session = Session(
        flow=flow, flow_version_id=flow.in_force, organisation="Acme", return_path="/",
        status="failed", expires_at=now, relying_party=application.client_id,
        finished_at=now, shred_at=now, browser_digest=b"b",
    )  # fmt: skip
    session.session_key = vault.new_session_key(session.pk)
    session.claims_sealed = vault.seal_claims(session, {"given_name": {"value": "Erika"}})
    session.save()
    found = {"session": session, "required": True, "refused": True, "outcome": "fail"}
    CheckResult.objects.create(
        position=1, code="document.expiry", message="Expired.", measured=-7, unit="days", **found
    )
    CheckResult.objects.create(
        position=2, code="face.match", message="Another face.", measured=0.9, threshold=0.5, **found
    )
    return session


def test_a_session_is_told_with_its_findings_and_nothing_of_the_person(
    api: Client, session: Session, application: Application
) -> None:
    told = api.get(f"/api/v1/sessions/{session.pk}")

    body = told.json()
    assert (body["status"], body["flow"], body["flow_version"]) == ("failed", "passport", 1)
    assert body["client_id"] == application.client_id
    measured = {one["code"]: one["measured"] for one in body["findings"]}
    assert measured == {"document.expiry": None, "face.match": 0.9}
    assert "Erika" not in told.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=failed", 1),
        ("status=verified", 0),
        ("flow=passport&refused_by=face.match", 1),
        ("refused_by=mrz.present", 0),
        ("client_id=nobody", 0),
        ("created_from=2020-01-01T00:00:00Z", 1),
        ("created_before=2020-01-01T00:00:00Z", 0),
    ],
)
@pytest.mark.usefixtures("session")
def test_sessions_are_filtered(api: Client, query: str, found: int) -> None:
    assert len(api.get(f"/api/v1/sessions?{query}").json()["results"]) == found


def test_a_filter_that_says_nothing_is_an_error(api: Client) -> None:
    body = problem(api.get("/api/v1/sessions?status=perhaps&created_from=soon"), 400)

    assert {one["pointer"] for one in body["errors"]} == {"#/status", "#/created_from"}


def test_a_session_is_erased_now_and_it_is_written_down(api: Client, session: Session) -> None:
    path = f"/api/v1/sessions/{session.pk}/erase"

    assert api.post(path).json()["evidence_kept"] is False
    assert api.post(path).status_code == 200  # safe to repeat

    session.refresh_from_db()
    assert (session.session_key, bytes(session.claims_sealed)) == (None, b"")
    entry = Entry.objects.get(action="session.shredded")
    assert entry.actor.startswith("token:")


def test_a_session_under_way_is_not_erased(api: Client, session: Session) -> None:
    Session.objects.update(status="processing", finished_at=None)

    problem(api.post(f"/api/v1/sessions/{session.pk}/erase"), 409)
    assert Session.objects.get().session_key is not None


def test_a_delivery_is_read_and_sent_again(api: Client, application: Application) -> None:
    endpoint = Endpoint(url="https://hooks.example/", kinds=["session.verified"])
    secret = endpoint_secrets.give(endpoint)
    endpoint.save()
    endpoint.applications.add(application)
    delivery = sending.test(endpoint)
    Delivery.objects.update(state="given_up")
    path = f"/api/v1/webhooks/deliveries/{delivery.pk}/replay"

    hooks = api.get("/api/v1/webhooks")
    assert hooks.json()["results"][0]["applications"] == [application.client_id]
    assert secret not in hooks.text
    assert api.post(path).json()["state"] == "waiting"
    waiting = api.get(f"/api/v1/webhooks/deliveries?state=waiting&webhook={endpoint.pk}")
    assert [one["id"] for one in waiting.json()["results"]] == [delivery.pk]
    Endpoint.objects.update(enabled=False)
    problem(api.post(path), 409)


def test_the_exported_trail_is_whole_and_signed(api: Client) -> None:
    post(api, "/api/v1/flows", {"slug": "strict", "name": "Strict"})

    lines = b"".join(api.get("/api/v1/audit").streaming_content).decode().splitlines()  # type: ignore[attr-defined]

    found = offline.verify(lines, offline.load_keys(audit_signing.public_keys()))
    assert found.entries == found.signed
    actions = [json.loads(line).get("action") for line in lines]
    assert {"flow.added", "audit.exported"} <= set(actions)
