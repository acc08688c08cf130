"""Who may use the API, and in which form it says no."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from applications.models import Application
from idv_provider.api import applications, tokens
from idv_provider.api.models import Token
from tests.api.conftest import EVERYTHING

APPLICATIONS = "/api/v1/applications"
NOWHERE = "00000000-0000-4000-8000-000000000000"
pytestmark = pytest.mark.django_db


def problem(response: Any, status: int) -> dict[str, Any]:
    """Return the body of a refusal, once it has the form of every refusal."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    body: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    return body


def test_a_token_is_kept_as_a_hash_and_its_use_is_noted(api: Client) -> None:
    text = api.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")

    assert api.get(APPLICATIONS).status_code == 200

    token = Token.objects.get()
    assert token.last_used_at is not None
    assert text.split("_", 2)[2] not in str(vars(token))


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"digest": b"another"},
    ],
)
def test_a_token_that_ended_is_refused(api: Client, change: dict[str, Any]) -> None:
    Token.objects.update(**change)

    refused = api.get(APPLICATIONS)

    problem(refused, 401)
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer idv_x", "Basic b3duZXI6eA==", "Bearer \u00e9"]
)
def test_what_is_no_token_is_refused(header: str) -> None:
    problem(Client(headers={"authorization": header}).get(APPLICATIONS), 401)


def test_a_cookie_of_the_console_counts_for_nothing(client: Client, owner: User) -> None:
    client.force_login(owner)

    problem(client.get(APPLICATIONS), 401)


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("get", APPLICATIONS, "applications:read"),
        ("post", APPLICATIONS, "applications:write"),
        ("get", f"{APPLICATIONS}/x", "applications:read"),
        ("patch", f"{APPLICATIONS}/x", "applications:write"),
        ("delete", f"{APPLICATIONS}/x", "applications:write"),
        ("post", f"{APPLICATIONS}/x/secrets", "applications:write"),
        ("get", "/api/v1/flows", "flows:read"),
        ("post", "/api/v1/flows", "flows:write"),
        ("get", "/api/v1/flows/x", "flows:read"),
        ("patch", "/api/v1/flows/x", "flows:write"),
        ("get", "/api/v1/sessions", "sessions:read"),
        ("get", f"/api/v1/sessions/{NOWHERE}", "sessions:read"),
        ("post", f"/api/v1/sessions/{NOWHERE}/erase", "sessions:erase"),
        ("get", "/api/v1/audit", "audit:export"),
        ("get", "/api/v1/webhooks", "webhooks:read"),
        ("get", "/api/v1/webhooks/deliveries", "webhooks:read"),
        ("post", "/api/v1/webhooks/deliveries/1/replay", "webhooks:write"),
    ],
)
def test_every_operation_demands_its_scope(
    program: Callable[..., Client], method: str, path: str, scope: str
) -> None:
    others = program(*(one for one in EVERYTHING if one != scope))

    refused = getattr(others, method)(path, content_type="application/json")

    assert scope in problem(refused, 403)["detail"]
    assert f'scope="{scope}"' in refused.headers["WWW-Authenticate"]
    assert getattr(program(scope), method)(path, content_type="application/json").status_code != 403


def test_a_token_never_may_more_than_its_maker_still_may(program: Callable[..., Client]) -> None:
    manager = User.objects.create(username="manager", is_staff=True)
    manager.groups.add(Group.objects.get(name="Integration manager"))
    theirs = program(made_by=manager)

    assert theirs.get(APPLICATIONS).status_code == 200
    problem(theirs.get("/api/v1/sessions"), 403)
    problem(theirs.get("/api/v1/audit"), 403)

    manager.groups.clear()
    problem(theirs.get(APPLICATIONS), 403)
    User.objects.filter(pk=manager.pk).update(is_active=False)
    problem(theirs.get(APPLICATIONS), 401)


def test_every_refusal_has_the_form_of_problem_details(
    api: Client, application: Application
) -> None:
    problem(api.get("/api/v1/nothing"), 404)
    problem(api.get(f"{APPLICATIONS}/nobody"), 404)
    problem(api.post("/api/nowhere"), 404)
    refused = api.put(APPLICATIONS)
    problem(refused, 405)
    assert refused.headers["Allow"] == "GET, HEAD, POST"
    problem(api.get(APPLICATIONS, headers={"accept": "text/html"}), 406)
    problem(api.post(APPLICATIONS, {"name": "x"}), 415)
    problem(api.post(APPLICATIONS, "{", content_type="application/json"), 400)


@pytest.mark.parametrize(
    "cursor", ["rubbish", "cD0%3D", "%00", "bz1hYmM%3D", "cD1yYmJpc2g%3D", "eD0x"]
)
def test_a_cursor_that_no_list_gave_is_a_bad_request(api: Client, cursor: str) -> None:
    """Opaque to its reader; rows that are gone since do not make one bad."""
    body = problem(api.get(f"{APPLICATIONS}?cursor={cursor}"), 400)

    assert "cursor" in body["detail"]


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "%D9%A3", "%00"])
def test_a_limit_that_is_none_is_named(api: Client, limit: str) -> None:
    [mistake] = problem(api.get(f"{APPLICATIONS}?limit={limit}"), 400)["errors"]

    assert mistake["pointer"] == "#/limit"


def test_a_bug_of_ours_tells_nothing_of_itself(
    api: Client, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr(applications, "_shown", broken)

    assert "inside" not in str(problem(api.get(APPLICATIONS), 500))


def test_floods_are_told_to_wait(api: Client, settings: LazySettings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2

    answers = [api.get(APPLICATIONS) for _ in range(4)]

    problem(answers[-1], 429)
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61


def test_a_token_in_the_clear_is_refused_and_not_redirected(
    api: Client, settings: LazySettings
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert "https" in problem(api.get(APPLICATIONS), 400)["detail"]


def test_the_api_is_where_the_console_is(api: Client, settings: LazySettings) -> None:
    settings.CONSOLE_URL = "http://console.example"
    settings.ALLOWED_HOSTS = ["testserver", "console.example"]

    problem(api.get(APPLICATIONS), 404)
    assert api.get(APPLICATIONS, headers={"host": "console.example"}).status_code == 200


def test_unknown_tokens_are_looked_up_without_error() -> None:
    assert tokens.find(f"idv_{'0' * 12}_{'a' * 43}") is None
