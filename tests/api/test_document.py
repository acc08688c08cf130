"""The OpenAPI document: whoever writes a client from it alone has all they need."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from django.test import Client

from applications.models import Application
from idv_provider.api.scopes import SCOPES
from idv_provider.webhooks import endpoint_secrets, sending
from idv_provider.webhooks.models import Endpoint
from tests.api.test_operations import session  # noqa: F401  # a fixture
from verification.models import Flow, Session

Document = dict[str, Any]


@pytest.fixture
def document(client: Client) -> Document:
    found: Document = client.get("/api/v1/openapi.json").json()
    return found


def operations(document: Document) -> dict[str, dict[str, Any]]:
    """Return each operation with its path and method, by id."""
    return {
        one["operationId"]: one | {"path": path, "method": method}
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    }


def test_the_generator_has_nothing_to_warn_of(tmp_path: Path) -> None:
    """As its user runs it: the document is valid OpenAPI 3.1, and nothing in it was guessed."""
    file = str(tmp_path / "openapi.yaml")

    call_command("spectacular", validate=True, fail_on_warn=True, file=file)

    assert "openapi: 3.1.0" in Path(file).read_text(encoding="utf-8")


def test_every_operation_says_what_it_does_what_it_needs_and_how_it_refuses(
    document: Document,
) -> None:
    known = operations(document)
    scopes = {scope for scope, _, _ in SCOPES}

    assert len({one["description"] for one in known.values()}) == len(known)
    assert {one["description"].rpartition("`")[0].rpartition("`")[2] for one in known.values()} == (
        scopes
    )
    assert all(one["security"] == [{"token": []}] for one in known.values())
    for one in known.values():
        refusals = {status for status in one["responses"] if status >= "400"}
        assert {"401", "403", "429", "default"} <= refusals
        assert ("404" in refusals) == ("{" in one["path"])
        assert "requestBody" not in one or {"400", "415"} <= refusals
        assert all(
            list(one["responses"][status]["content"]) == ["application/problem+json"]
            for status in refusals
        )
    assert {"409", "422"} <= set(known["erase_session"]["responses"])


def test_every_body_that_is_sent_has_an_example(document: Document) -> None:
    taking = [one for one in operations(document).values() if "requestBody" in one]

    assert len(taking) == 5
    assert all(example(one) for one in taking)


@pytest.fixture
def addresses(application: Application, session: Session) -> dict[str, object]:  # noqa: F811  # a fixture
    """Something that exists for each part of a path."""
    endpoint = Endpoint(url="https://hooks.example/", kinds=["session.verified"])
    endpoint_secrets.give(endpoint)
    endpoint.save()
    return {
        "{client_id}": application.client_id,
        "{slug}": Flow.objects.get().slug,
        "{session_id}": session.pk,
        "{id}": sending.test(endpoint).pk,
    }


def test_every_operation_answers_as_the_document_says(
    program: Callable[..., Client], document: Document, addresses: dict[str, object]
) -> None:
    api = program()
    known = sorted(operations(document).values(), key=_order)
    for one in known:
        path = one["path"]
        for part, value in addresses.items():
            path = path.replace(part, str(value))
        sent = (example(one), "application/json") if one["method"] in {"post", "patch"} else ()
        answer = getattr(api, one["method"])(path, *sent)

        assert answer.status_code < 300, (one["operationId"], answer.text)
        told = one["responses"][str(answer.status_code)].get("content", {"": None})
        media = answer.headers.get("Content-Type", "").partition(";")[0]
        assert media in told
        if media == "application/json":
            schema = told[media]["schema"] | {"components": document["components"]}
            jsonschema.Draft202012Validator(schema).validate(answer.json())


def _order(one: dict[str, Any]) -> tuple[bool, bool]:
    """What an application needs comes before it, and what ends something last."""
    return one["method"] == "delete", one["operationId"] != "create_flow"


def example(one: dict[str, Any]) -> object:
    """Return the body that the document shows, if the operation takes one."""
    content = one.get("requestBody", {}).get("content", {}).get("application/json", {})
    return next((shown["value"] for shown in content.get("examples", {}).values()), {})
