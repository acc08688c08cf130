"""What no honest program sends gets a clear refusal, never a fault of ours."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from applications.models import Application
from tests.api.test_access import problem
from tests.api.test_operations import APPLICATIONS, NEW, post

_EC = {
    "kty": "EC", "crv": "P-256", "kid": "a",
    "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"name":"a","name":"b"}',
        '{"name":"\\u0000"}',
        '{"name":"\\ud800"}',
        '{"jwks":{"keys":[{"kid":"\\u0000"}]}}',
        '{"jwks":"x"}',
        '{"redirect_uris":{"a":1}}',
        '{"redirect_uris":["https://a.example/\\u0000"]}',
        '{"default_flow":["passport"]}',
        '{"require_par":1e999}',
        "[]",
        "null",
        "\xff",
    ],
)
def test_a_body_that_is_nonsense_is_refused(
    api: Client, application: Application, body: str
) -> None:
    path = f"{APPLICATIONS}/{application.client_id}"

    problem(api.patch(path, body.encode("latin-1"), content_type="application/json"), 400)


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
@pytest.mark.usefixtures("flow")
def test_a_key_set_that_no_database_takes_is_refused(api: Client, text: str) -> None:
    body = NEW | {"jwks": {"keys": [_EC | {"note": text}]}}

    problem(post(api, APPLICATIONS, body), 400)


@pytest.mark.parametrize(
    "body",
    [
        {"matching": {"given_name": "\x00"}},
        {"matching": []},
        {"review": ["\x00"]},
        {"review": "x"},
        {"documents": [["\x00"]]},
        {"documents": [["x"]]},
        {"documents": {"passport": 1}},
        {"countries": {"a": 1}},
        {"countries": [1, None, []]},
        {"matching": {"given_name": []}},
        {"review": [["x"], {}]},
        {"name": "x" * 1000},
        {"minutes": 10**30},
        {"face_fmr": "NaN"},
    ],
)
@pytest.mark.usefixtures("flow")
def test_a_flow_of_nonsense_is_refused(api: Client, body: dict[str, Any]) -> None:
    problem(api.patch("/api/v1/flows/passport", body, content_type="application/json"), 400)


@pytest.mark.parametrize(
    "query",
    ["client_id=%00", "flow=%00", "cursor=%00", "cursor=cD0%3D", "limit=x&status=%FF",
     "created_from=9999999-01-01", "refused_by=%00"],
)  # fmt: skip
def test_a_query_of_nonsense_is_refused_or_ignored(api: Client, query: str) -> None:
    assert api.get(f"/api/v1/sessions?{query}").status_code in (200, 400, 404)


@pytest.mark.parametrize("path", ["/api/v1/applications/%00", "/api/v1/flows/%00", "/api/v1/%00"])
def test_an_address_of_nonsense_is_not_found(api: Client, path: str) -> None:
    problem(api.get(path), 404)


def test_a_body_without_end_is_not_read(api: Client, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    problem(post(api, "/api/v1/flows", {"name": "x" * 2000}), 413)
