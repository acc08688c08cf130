"""Settings → Webhooks."""

import re

import pytest
from django.test import Client

from applications.models import Application
from audit.models import Entry
from idv_provider.webhooks import endpoint_secrets, sending, signing
from idv_provider.webhooks.models import Delivery, Endpoint
from oidc import safe_fetch

ADD = "/console/webhooks/endpoint/add/"
NEW = {"url": "https://hooks.example/idv", "kinds": ["session.verified"], "enabled": "on"}


@pytest.fixture(autouse=True)
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the receiver's name resolve, which it does not here."""
    monkeypatch.setattr(safe_fetch, "public_address", lambda host, port: "93.184.216.34")


def added(console: Client, **change: object) -> tuple[Endpoint, str]:
    page = console.post(ADD, NEW | change)
    secret = re.search(r'<code id="webhook-secret">([^<]+)</code>', page.text)
    assert secret is not None
    assert "no-store" in page.headers["Cache-Control"]
    return Endpoint.objects.get(), secret[1]


def living(endpoint: Endpoint) -> list[str]:
    endpoint.refresh_from_db()
    return [signing.shown(one) for one in endpoint_secrets.living(endpoint)]


def test_a_secret_is_shown_once_sealed_and_rotated(
    console: Client, application: Application
) -> None:
    endpoint, first = added(console, applications=[application.pk])
    page = f"/console/webhooks/endpoint/{endpoint.pk}"
    assert (list(endpoint.applications.all()), endpoint.only_chosen) == ([application], True)
    assert first not in console.get(f"{page}/change/").text

    assert "one of the available choices" in console.post(f"{page}/rotate/", {"overlap": -1}).text
    rotated = console.post(f"{page}/rotate/", {"overlap": 60}).text
    both = living(endpoint)
    console.post(f"{page}/rotate/", {"overlap": 0})

    assert both[1] == first
    assert both[0] in rotated
    assert len(living(endpoint)) == 1
    actions = list(Entry.objects.order_by("seq").values_list("action", flat=True))
    assert actions == ["endpoint.added", "endpoint.rotated", "endpoint.rotated"]


def test_a_changed_endpoint_begins_anew(console: Client) -> None:
    endpoint, _ = added(console)
    Endpoint.objects.update(enabled=False, failures=9, failing_since="2026-01-01T00:00Z")
    page = f"/console/webhooks/endpoint/{endpoint.pk}/change/"

    console.post(page, NEW | {"kinds": ["key.rotated"]})

    endpoint.refresh_from_db()
    assert (endpoint.enabled, endpoint.failing_since, endpoint.kinds) == (
        True, None, ["key.rotated"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"url": "http://hooks.example/"}, "not an https address"),
        ({"url": ""}, "Type the address"),
        ({"kinds": []}, "Tick what it is to be told of"),
        ({"kinds": ["session.guessed"]}, "session.guessed is not one of the available choices"),
    ],
)
def test_a_mistake_is_named_and_nothing_saved(
    console: Client, change: dict[str, object], named: str
) -> None:
    assert named in console.post(ADD, NEW | change).text
    assert not Endpoint.objects.exists()


def test_a_message_is_tested_and_sent_again_by_button(console: Client) -> None:
    endpoint, _ = added(console)
    page = console.post(f"/console/webhooks/endpoint/{endpoint.pk}/test/", follow=True)
    delivery = Delivery.objects.get()
    assert f"msg_{delivery.message_id.hex}" in page.text
    Delivery.objects.update(state="given_up", tries=10)

    again = f"/console/webhooks/delivery/{delivery.pk}/again/"
    assert "goes out again" in console.post(again, follow=True).text

    assert sending.due() == [delivery.pk]
    Endpoint.objects.update(enabled=False)
    assert "Switch it on first" in console.post(again, follow=True).text
    found = console.get(f"/console/webhooks/delivery/?q=msg_{delivery.message_id.hex}").text
    assert "webhook.test" in found
