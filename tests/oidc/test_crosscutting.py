"""Checks X125 to X140: what holds for every endpoint."""

import logging
import secrets
import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from applications.models import ClientSecret
from oidc import clients, protocol_log, upkeep
from oidc.models import (
    AccessToken,
    AuthorizationCode,
    ProtocolEvent,
    PushedRequest,
    UsedAssertion,
)
from tests.oidc.relying_party import VERIFIER, RelyingParty, claims, decide, query, session_id
from verification.models import Session, VaultItem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/oauth2/par", "/oauth2/token", "/oauth2/idv-authorize", "/oauth2/userinfo"]
)
def test_no_script_of_another_site_reads_an_answer(client: Client, path: str) -> None:
    """Check 125."""
    for method in ("GET", "POST", "OPTIONS"):
        response = client.generic(method, path, headers={"origin": "https://evil.example"})

        assert not [name for name in response.headers if name.startswith("Access-Control")]


def test_plain_http_is_refused_where_secrets_go_and_redirected_elsewhere(
    settings: LazySettings,
) -> None:
    """Check 126."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    client = Client()

    for path in ("/oauth2/par", "/oauth2/token", "/oauth2/userinfo"):
        refused = client.post(path, {"code": "x"})
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
        assert "Location" not in refused.headers
    for path in ("/oauth2/jwks", "/oauth2/idv-authorize", "/legal/terms", "/console/login/", "/no"):
        moved = client.get(path, {"a": "b"})
        assert moved.status_code == 301
        assert moved.headers["Location"] == f"https://testserver{path}?a=b"
        secure = client.get(path, secure=True)
        assert (
            secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
        ), path


@pytest.mark.parametrize("path", ["/nothing", "/oauth2/nothing", "/oauth2/complete/x"])
def test_what_is_not_there_says_nothing_more(client: Client, path: str) -> None:
    """Check 127."""
    response = client.get(path)

    assert response.status_code == 404
    for word in (b"Traceback", b"urlconf", b"DEBUG", b"Django"):
        assert word not in response.content


@pytest.mark.parametrize(
    "path", ["/oauth2/par/", "/oauth2/token/", "/oauth2//par", "/oauth2/userinfo/", "/oauth2"]
)
def test_no_post_is_ever_redirected(client: Client, path: str) -> None:
    """Checks 133, 134: a redirect would lose the body, or carry a secret on."""
    response = client.post(path, {"client_secret": "x"})

    assert response.status_code == 404
    assert "Location" not in response.headers


@pytest.mark.parametrize("path", ["/metrics", "/admin/", "/admin", "/static/../manage.py"])
def test_nothing_is_served_for_operators_but_health(client: Client, path: str) -> None:
    """Check 140: there are no metrics to be had; the console's own host is tested apart."""
    assert client.get("/", PATH_INFO=path).status_code == 404


def test_unknown_clients_cost_as_much_work_as_known_ones(
    rp: RelyingParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check 128: one comparison in constant time either way, of digests and not of secrets."""
    compared: list[tuple[bytes, bytes]] = []
    real = secrets.compare_digest

    def counting(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return bool(real(one, other))

    monkeypatch.setattr(secrets, "compare_digest", counting)
    for change in ({"client_id": "unknown"}, {"client_secret": "wrong"}, {}):
        compared.clear()
        rp.push(**change)
        assert [len(value) for pair in compared for value in pair] == [32, 32]


def test_no_canary_reaches_a_log_or_the_database_in_the_clear(
    rp: RelyingParty, caplog: pytest.LogCaptureFixture
) -> None:
    """Checks 129, 130."""
    caplog.set_level(logging.DEBUG)
    canaries = {
        "state": "canary-state",
        "nonce": "canary-nonce",
        "login_hint": "canary-hint",
        "claims": claims({"given_name": "canary-name", "family_name": {"value": "canary-two"}}),
    }
    rp.push(**canaries | {"client_secret": "canary-secret"})
    session = rp.decided(**canaries)
    code = query(rp.complete(session))["code"]
    rp.redeem(code, code_verifier="canary-verifier-of-43-characters-and-no-less")
    body = rp.redeem(code).json()
    rp.redeem(code)
    secrets_of_ours = [code, body["access_token"], body["id_token"], rp.secret, VERIFIER]

    found = "\n".join(record.getMessage() for record in caplog.records) + everything_stored()

    for word in ("canary-", *secrets_of_ours):
        assert word not in found
        assert word.encode().hex() not in found


def test_what_is_pushed_is_no_markup_anywhere(rp: RelyingParty, admin_client: Client) -> None:
    """Check 59: neither where people see it, nor where administrators do."""
    canary = '"><svg onload=alert(1)>{{7*7}}'
    asked = {name: {"value": canary, "fuzzy": True} for name in ("given_name", "family_name")}
    session = rp.begin(claims=claims(asked), login_hint=canary, state="state <svg onload=alert(1)>")
    pages = [
        rp.browser.get(f"/verify/{session.pk}/{name}/", follow=True) for name in ("next", "cancel")
    ]
    decide(session, "failed")
    pages.append(rp.browser.get(f"/verify/{session.pk}/done/"))
    session_page = f"/console/verification/session/{session.pk}"
    pages += [
        admin_client.get("/console/verification/session/"),
        admin_client.get(f"{session_page}/change/"),
        admin_client.post(f"{session_page}/comparisons/", follow=True),
        admin_client.get("/console/oidc/protocolevent/", {"q": canary}),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "<svg onload" not in page.text
    assert "&lt;svg onload=alert(1)&gt;{{7*7}}" in pages[-1].text  # what was searched for


def test_no_picture_reaches_the_database_or_a_file_in_the_clear(
    rp: RelyingParty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checks 129, 130: neither its bytes, nor what its file says of itself."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    session = rp.begin()
    picture = BytesIO()
    noise = Image.effect_noise((1200, 1600), 80).convert("RGB")
    noise.save(picture, "JPEG", comment=b"canary-in-a-picture")
    file = SimpleUploadedFile("canary-name.jpg", picture.getvalue(), "image/jpeg")

    answer = rp.browser.post(
        f"/verify/{session.pk}/document/", {"source": "upload", "picture": file}
    )

    assert answer.status_code == 303
    assert VaultItem.objects.exists()
    found = everything_stored()
    for canary in (b"canary-in-a-picture", b"canary-name", picture.getvalue()[2000:2032]):
        assert canary.decode("latin-1") not in found
        assert canary.hex() not in found
    assert list(tmp_path.iterdir()) == []


def everything_stored() -> str:
    """Return every row of every table as text, bytes in hexadecimal."""
    with connection.cursor() as cursor:
        rows: list[Any] = []
        for table in connection.introspection.table_names():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t::text FROM {name} t")  # noqa: S608  # names of our tables
            rows += cursor.fetchall()
    return "\n".join(row[0] for row in rows)


def test_a_restart_keeps_a_flow(rp: RelyingParty) -> None:
    """Check 138: nothing of a flow is in a process; a new client loads the application anew."""
    session = rp.decided()
    restarted = Client()
    restarted.cookies = rp.browser.cookies

    assert "code" in query(rp.complete(session, restarted))


def test_old_rows_are_purged_in_batches(rp: RelyingParty, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check 139: no statement deletes more than a batch, and no run goes on for ever."""
    monkeypatch.setattr(upkeep, "BATCH", 2)
    for _ in range(5):
        rp.push()
    PushedRequest.objects.update(created_at=timezone.now() - upkeep.REQUESTS_KEPT)
    rp.push()

    with CaptureQueriesContext(connection) as captured:
        assert upkeep.purge() == 5

    deletions = [one["sql"] for one in captured if '"oidc_pushedrequest"' in one["sql"]]
    deletions = [sql for sql in deletions if sql.startswith("DELETE")]
    assert len(deletions) == 3
    assert PushedRequest.objects.count() == 1
    monkeypatch.setattr(upkeep, "_MOST_BATCHES", 1)
    ProtocolEvent.objects.update(at=timezone.now() - upkeep.EVENTS_KEPT)
    upkeep.purge()
    assert ProtocolEvent.objects.count() == 4


def test_old_rows_are_purged_and_young_ones_stay(rp: RelyingParty) -> None:
    """Check 139."""
    rp.redeem(rp.code())
    UsedAssertion.objects.create(digest=b"x", expires_at=timezone.now() - timedelta(seconds=1))
    assert upkeep.purge() == 1

    PushedRequest.objects.update(created_at=timezone.now() - upkeep.REQUESTS_KEPT)
    ProtocolEvent.objects.update(at=timezone.now() - upkeep.EVENTS_KEPT)
    upkeep.purge()

    for model in (PushedRequest, AuthorizationCode, AccessToken, ProtocolEvent, UsedAssertion):
        assert not model.objects.exists()
    assert Session.objects.exists()


def test_the_log_tells_a_flow_by_one_id_and_its_state(rp: RelyingParty) -> None:
    session = rp.decided(state="the-state")
    rp.redeem(query(rp.complete(session))["code"])

    events = ProtocolEvent.objects.filter(correlation_id=session.pk)

    assert {event.endpoint for event in events} == {"par", "authorize", "complete", "token"}
    assert all(event.accepted for event in events)
    assert {event.application for event in events} == {rp.application}
    by_state = ProtocolEvent.objects.filter(state_digest=protocol_log.state_digest("the-state"))
    assert by_state.count() == 3


def test_an_answer_names_its_row_in_the_log(rp: RelyingParty) -> None:
    response = rp.push(scope="openid nonsense")

    event = ProtocolEvent.objects.get(correlation_id=response.headers["X-Correlation-Id"])
    assert (event.endpoint, event.error, event.parameter) == ("par", "invalid_scope", "scope")


def test_no_endpoint_asks_the_database_more_than_three_times_beyond_the_client(
    rp: RelyingParty,
) -> None:
    rp.redeem(rp.code())  # what a process does once is done
    counts = {}
    with CaptureQueriesContext(connection) as captured:
        request_uri = rp.request_uri()
        counts["par"] = len(captured)
    with CaptureQueriesContext(connection) as captured:
        arrived = rp.authorize(request_uri)
        counts["authorize"] = len(captured)
    assert arrived.status_code == 303
    session = rp.decided()
    with CaptureQueriesContext(connection) as captured:
        code = query(rp.complete(session))["code"]
        counts["complete"] = len(captured)
    with CaptureQueriesContext(connection) as captured:
        rp.redeem(code)
        counts["token"] = len(captured)

    assert max(counts.values()) <= 4, counts


def test_a_live_applications_session_takes_no_recorded_outcome(
    rp: RelyingParty, settings: LazySettings
) -> None:
    session = Session.objects.get(pk=session_id(rp.authorize(rp.request_uri())))

    response = rp.browser.post(f"/sandbox/outcomes/{session.pk}")

    assert response.status_code == 404
    session.refresh_from_db()
    assert session.status == Session.Status.OFFERED
    assert not session.sandbox


def test_a_sandbox_application_takes_one_from_its_own_browser_only(rp: RelyingParty) -> None:
    rp.application.sandbox = True
    rp.application.save()
    session = Session.objects.get(pk=session_id(rp.authorize(rp.request_uri())))
    path = f"/sandbox/outcomes/{session.pk}"

    assert Client().post(path).status_code == 404
    assert rp.browser.post(path).status_code == 204
    assert rp.browser.post(path).status_code == 404
    assert "code" in query(rp.complete(session))


def test_an_application_of_the_sandbox_is_nobody_without_one(
    rp: RelyingParty, settings: LazySettings
) -> None:
    settings.SANDBOX = False
    rp.application.sandbox = True
    rp.application.save()

    assert rp.push().status_code == 401
    assert not clients.is_live(rp.application)


def test_a_secret_remembers_its_last_use_by_the_minute(rp: RelyingParty) -> None:
    rp.push()
    first = ClientSecret.objects.get().last_used_at
    rp.push()

    assert first is not None
    assert ClientSecret.objects.get().last_used_at == first


@pytest.mark.parametrize("length", ["-1", "abc", "99999999999", "1e3"])
def test_a_length_that_is_none_is_refused(client: Client, length: str) -> None:
    """Check 58."""
    for path in ("/oauth2/par", "/oauth2/idv-authorize"):
        response = client.post(path, "a=b", content_type="text/plain", CONTENT_LENGTH=length)

        assert 400 <= response.status_code < 500


def slowed_down() -> list[tuple[str, str, str]]:
    """Return what the log says of the requests that were told to wait."""
    events = ProtocolEvent.objects.filter(error="temporarily_unavailable")
    return sorted((one.endpoint, str(one.application), one.description) for one in events)


def test_a_flood_leaves_one_row_a_minute_for_its_address(rp: RelyingParty) -> None:
    """Check 137: administrators see it, and it does not fill the log."""
    for _ in range(40):
        rp.push(client_secret="wrong")

    assert slowed_down() == [("par", "None", "Too many failed attempts.")]
    assert ProtocolEvent.objects.count() == 31

    rp.post("/oauth2/par", "client_id=x&client_secret=y", REMOTE_ADDR="203.0.113.9")
    assert ProtocolEvent.objects.latest("pk").error == "invalid_client"


def test_a_flood_leaves_one_row_a_minute_for_its_client_and_endpoint(
    rp: RelyingParty, settings: LazySettings
) -> None:
    """Check 137."""
    settings.CLIENT_REQUESTS_PER_MINUTE = 1
    settings.ADDRESS_REQUESTS_PER_MINUTE = 1
    for _ in range(5):
        rp.push()
        rp.redeem("x")
        rp.authorize("x")

    assert slowed_down() == [
        ("authorize", "None", "Too many requests from one address."),
        ("par", "Acme", "Too many requests."),
        ("token", "Acme", "Too many requests."),
    ]
