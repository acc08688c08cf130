"""A newcomer registers an Okta org, and sees its secret once."""

import html
import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session as BrowserSession
from django.core import serializers
from django.db import connection
from django.test import Client
from django.utils import timezone

from applications import credentials
from applications.models import Application, ClientSecret
from oidc.models import ApplicationFlow
from tests.console.conftest import sign_in
from verification.models import Flow

ADD = "/console/applications/application/add/oidc/"
CALLBACK = "https://acme.okta.com/idp/identity-verification/callback"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def typed(console: Client, flow: Flow) -> dict[str, object]:
    """What a newcomer sends: the form as it was served, with a name and a domain."""
    return {
        "ticket": hidden(console.get(ADD).text, "ticket"),
        "name": "Acme",
        "authorization_grant_type": "authorization-code",
        "algorithm": "RS256",
        "okta_domains": "acme.okta.com",
        "redirect_uris": "",
        "flows": [flow.pk],
        "default_flow": flow.pk,
    }


def secret_on(page: str) -> str:
    found = re.search(r'<code id="client-secret">([^<]+)</code>', page)
    assert found is not None
    return found[1]


def test_the_way_there_is_applications_add_application_oidc(console: Client, flow: Flow) -> None:
    assert ADD.removesuffix("oidc/") in console.get("/console/applications/application/").text
    assert ADD in console.get(ADD.removesuffix("oidc/")).text


def test_the_form_arrives_filled_in_but_for_name_and_domain(console: Client, flow: Flow) -> None:
    page = console.get(ADD).text

    assert "openid profile identity_assurance" in page
    assert '<option value="RS256" selected>' in page
    assert '<option value="authorization-code" selected>' in page
    assert f'value="{flow.pk}"' in page


def test_an_okta_domain_is_enough(console: Client, typed: dict[str, object], flow: Flow) -> None:
    response = console.post(ADD, typed)

    application = Application.objects.get()
    assert response.status_code == 200
    assert application.registered_redirect_uris == (CALLBACK,)
    assert application.algorithm == "RS256"
    allowed = ApplicationFlow.objects.get(application=application)
    assert (allowed.flow, allowed.is_default) == (flow, True)


def test_the_secret_on_the_page_authenticates(console: Client, typed: dict[str, object]) -> None:
    secret = secret_on(console.post(ADD, typed).text)

    candidates = Application.objects.get().secrets.all()
    assert credentials.find(candidates, secret, timezone.now()) is not None


def test_the_card_has_what_okta_asks_for_in_its_order(
    console: Client, typed: dict[str, object]
) -> None:
    page = console.post(ADD, typed).text

    ids = re.findall(r'<code id="([a-z-]+)">', page)
    assert ids[:12] == [
        *("name", "vendor", "eula", "privacy", "client-id", "client-secret", "scopes"),
        *("issuer", "par", "authorize", "token", "jwks"),
    ]
    assert Application.objects.get().client_id in page


def test_the_card_says_the_same_as_a_request_to_oktas_api(
    console: Client, typed: dict[str, object]
) -> None:
    page = html.unescape(console.post(ADD, typed).text)

    found = re.search(r'<code id="idp-json">(.*?)</code>', page, re.DOTALL)
    assert found is not None
    body = json.loads(found[1])
    client = body["protocol"]["credentials"]["client"]
    assert client["client_secret"] == secret_on(page)
    assert body["protocol"]["endpoints"]["par"]["url"] == "http://testserver/oauth2/par"
    assert body["type"] == "IDV_STANDARD"


def test_each_operation_has_a_rule_for_oktas_policy(
    console: Client, typed: dict[str, object]
) -> None:
    page = html.unescape(console.post(ADD, typed).text)

    for operation in ("recover", "enroll", "unenroll", "unlockAccount"):
        assert f"accessRequest.operation == '{operation}'" in page


def test_the_secret_is_kept_by_nobody(console: Client, typed: dict[str, object]) -> None:
    response = console.post(ADD, typed)
    secret = secret_on(response.text)

    assert "no-store" in response["Cache-Control"]
    rows = [
        row
        for model in apps.get_models()
        if model._meta.managed
        for row in model._default_manager.all()
    ]
    assert any(isinstance(row, ClientSecret) for row in rows)
    assert secret not in serializers.serialize("json", rows)
    opened = [row.get_decoded() for row in BrowserSession.objects.all()]
    assert opened
    assert secret not in str(opened)
    assert secret not in "".join(str(cookie) for cookie in console.cookies.values())


def test_sending_the_form_again_shows_no_secret_and_makes_no_second_application(
    console: Client, typed: dict[str, object]
) -> None:
    secret = secret_on(console.post(ADD, typed).text)

    again = console.post(ADD, typed, follow=True)

    assert "shown once and cannot be shown again" in again.text
    assert secret not in again.text
    assert Application.objects.count() == 1
    assert ClientSecret.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_form_sent_twice_at_once_makes_one_application(
    transactional_db: None, console: Client, typed: dict[str, object]
) -> None:
    def send(_: int) -> None:
        try:
            assert console.post(ADD, typed).status_code in (200, 302)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))

    assert Application.objects.count() == 1
    assert ClientSecret.objects.count() == 1


def test_later_pages_do_not_show_the_secret(console: Client, typed: dict[str, object]) -> None:
    secret = secret_on(console.post(ADD, typed).text)
    pk = Application.objects.get().pk

    for page in ("change/", "connection/", "rotate/"):
        response = console.get(f"/console/applications/application/{pk}/{page}")
        assert response.status_code == 200
        assert secret not in response.text


def test_a_ticket_of_somebody_elses_making_is_replaced(
    console: Client, typed: dict[str, object]
) -> None:
    console.post(ADD, typed | {"ticket": "chosen:forged"})

    assert Application.objects.get().client_id != "chosen"


MISTAKES = [
    pytest.param({"name": ""}, "Give the application a name.", id="no-name"),
    pytest.param({"okta_domains": ""}, "Give at least one redirect URI.", id="no-redirect"),
    pytest.param(
        {"okta_domains": "https://acme.okta.com/app"},
        "Type the domain alone: acme.okta.com",
        id="address-for-domain",
    ),
    pytest.param(
        {"okta_domains": "acme-admin.okta.com"},
        "The org&#x27;s own domain is acme.okta.com",
        id="admin-domain",
    ),
    pytest.param({"okta_domains": "acme"}, "acme is not a domain name", id="one-label"),
    pytest.param({"okta_domains": "*.okta.com"}, "holds a wildcard", id="wildcard-domain"),
    pytest.param({"okta_domains": "acme.okta.com:8443"}, "names a port", id="port"),
    pytest.param({"okta_domains": "ökta.com"}, "is not ASCII", id="unicode-domain"),
    pytest.param({"redirect_uris": "http://a.example/"}, "must begin with https://", id="http"),
    pytest.param({"redirect_uris": "https://*.a.example/"}, "a wildcard", id="wildcard"),
    pytest.param({"redirect_uris": "https://a.example/#x"}, "a fragment", id="fragment"),
    pytest.param({"redirect_uris": "acme.example/cb"}, "must begin with https://", id="bare"),
    pytest.param({"flows": []}, "Allow at least one flow.", id="no-flow"),
    pytest.param({"flows": [999_999]}, "not one of the available choices", id="unknown-flow"),
    pytest.param({"algorithm": "none"}, "none is not one of the available choices", id="algorithm"),
]


@pytest.mark.parametrize(("change", "named"), MISTAKES)
def test_names_the_mistake_and_loses_nothing(
    console: Client, typed: dict[str, object], change: Mapping[str, object], named: str
) -> None:
    sent = typed | {"name": "Precious Ltd", **change}

    response = console.post(ADD, sent)

    assert response.status_code == 200
    assert named in response.text
    assert not Application.objects.exists()
    for name in ("name", "okta_domains", "redirect_uris"):
        assert str(sent[name]) in response.text


def test_a_default_flow_must_be_allowed(console: Client, typed: dict[str, object]) -> None:
    other = Flow.objects.create(slug="other", name="Another flow")

    response = console.post(ADD, typed | {"default_flow": other.pk})

    assert "“Another flow” is not allowed" in response.text


def test_two_applications_cannot_share_a_name(console: Client, typed: dict[str, object]) -> None:
    console.post(ADD, typed)
    typed["ticket"] = hidden(console.get(ADD).text, "ticket")

    response = console.post(ADD, typed | {"name": "ACME"})

    assert "Another application has this name" in response.text


def test_the_preset_fills_in_without_creating(console: Client, typed: dict[str, object]) -> None:
    response = console.post(
        ADD, typed | {"fill": "1", "name": "", "okta_domains": "acme.okta.com\nid.acme.example"}
    )

    assert CALLBACK in response.text
    assert "https://id.acme.example/idp/identity-verification/callback" in response.text
    assert "Give the application a name" not in response.text
    assert not Application.objects.exists()


def test_a_uri_that_okta_never_uses_is_pointed_out(
    console: Client, typed: dict[str, object]
) -> None:
    wrong = "https://acme.okta.com/callback"

    page = console.post(ADD, typed | {"okta_domains": "", "redirect_uris": wrong}).text

    assert "yet Okta returns to /idp/identity-verification/callback only" in page


def test_without_a_flow_the_page_says_what_to_do_first(console: Client) -> None:
    assert "There is no flow yet" in console.get(ADD).text


def test_hostile_names_are_inert(console: Client, typed: dict[str, object]) -> None:
    name = '"><svg onload=alert(1)>{{7*7}}'

    pages = [console.post(ADD, typed | {"name": name}).text]
    pk = Application.objects.get().pk
    pages += [
        console.get(path).text
        for path in (
            "/console/",
            "/console/applications/application/",
            f"/console/applications/application/{pk}/change/",
            f"/console/applications/application/{pk}/connection/",
        )
    ]

    assert all("<svg onload" not in page for page in pages)
    assert all("{{7*7}}" in page for page in (pages[0], *pages[2:]))


@pytest.mark.parametrize("permission", [None, "view_application", "change_application"])
def test_without_the_permission_nobody_adds(
    client: Client, typed: dict[str, object], permission: str | None
) -> None:
    clerk = User.objects.create(username="clerk", is_staff=True)
    if permission:
        clerk.user_permissions.add(
            apps.get_model("auth.Permission").objects.get(codename=permission)
        )
    sign_in(client, clerk)

    assert client.get(ADD).status_code == 403
    assert client.post(ADD, typed).status_code == 403
    assert not Application.objects.exists()


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    response = client.get(ADD)

    assert response.status_code == 302
    assert "/console/login/" in response["Location"]


def test_the_form_is_refused_without_its_token(owner: User, flow: Flow) -> None:
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, owner)

    assert strict.post(ADD, {"name": "Acme"}).status_code == 403
