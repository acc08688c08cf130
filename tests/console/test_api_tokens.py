"""Settings → API tokens."""

import re
from collections.abc import Callable

from django.test import Client

from audit.models import Entry
from idv_provider.api import tokens
from idv_provider.api.models import Token

ADD = "/console/api/token/add/"


def made(console: Client, *scopes: str) -> str:
    page = console.post(ADD, {"name": "Terraform", "scopes": scopes, "days": 30})
    found = re.search(r'<code id="api-token">([^<]+)</code>', page.text)
    assert found is not None
    assert "no-store" in page.headers["Cache-Control"]
    return found[1]


def test_a_token_is_shown_once_works_and_is_ended(console: Client) -> None:
    text = made(console, "applications:read")
    token = Token.objects.get()
    assert tokens.find(text) == token

    page = f"/console/api/token/{token.pk}/change/"
    assert text.split("_", 2)[2] not in console.get(page).text
    assert "works" in console.get("/console/api/token/").text
    ended = console.post(f"/console/api/token/{token.pk}/revoke/", follow=True)

    assert "no longer works" in ended.text
    assert tokens.find(text) is None
    actions = list(Entry.objects.order_by("seq").values_list("action", flat=True))
    assert actions == ["token.added", "token.ended"]


def test_mistakes_are_named_and_nothing_is_made(console: Client) -> None:
    page = console.post(ADD, {"name": "", "scopes": ["everything"], "days": 5}).text

    assert "Give the token a name." in page
    assert "everything is not one of the available choices" in page
    assert not Token.objects.exists()


def test_nobody_gives_a_token_more_than_they_may_themselves(
    staff: Callable[[str], Client],
) -> None:
    manager = staff("Integration manager")

    offered = manager.get(ADD).text
    refused = manager.post(ADD, {"name": "X", "scopes": ["sessions:read"], "days": 30})

    assert "applications:write" in offered
    assert "sessions:read" not in offered
    assert "audit:export" not in offered
    assert "Nothing was saved yet" in refused.text
    assert not Token.objects.exists()
