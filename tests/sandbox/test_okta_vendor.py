"""A newcomer types into the sandbox's org what the console showed, and the org uses it."""

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from applications.models import Application
from sandbox.models import Vendor
from sandbox.setup import ensure_sandbox
from tests.console.conftest import sign_in
from tests.console.test_add_integration import hidden, secret_on

ADD = "/console/applications/application/add/oidc/"
PAGE = "/sandbox/okta/vendor/"


@pytest.fixture
def made(client: Client, db: None, settings: LazySettings) -> tuple[Application, str]:
    """An integration for the sandbox, added in the console; with its secret."""
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    flow = ensure_sandbox().flow
    sign_in(client, User.objects.create(username="o", is_staff=True, is_superuser=True))
    form = {
        "ticket": hidden(client.get(ADD).text, "ticket"),
        "name": "Mine",
        "authorization_grant_type": "authorization-code",
        "algorithm": "RS256",
        "okta_domains": "acme.okta.com",
        "redirect_uris": "",
        "for_sandbox": "on",
        "flows": [flow.pk],
        "default_flow": flow.pk,
    }
    secret = secret_on(client.post(ADD, form).text)
    return Application.objects.get(name="Mine"), secret


def test_an_integration_for_the_sandbox_has_the_orgs_redirect_uri_too(
    made: tuple[Application, str],
) -> None:
    application, _ = made

    assert application.sandbox
    assert application.registered_redirect_uris == (
        "https://acme.okta.com/idp/identity-verification/callback",
        "http://127.0.0.1:8000/sandbox/okta/idp/identity-verification/callback",
    )


def test_the_org_uses_what_was_typed_and_can_go_back(
    client: Client, made: tuple[Application, str]
) -> None:
    application, secret = made
    sent = {"name": "Mine", "client_id": f" {application.client_id} ", "client_secret": secret}

    client.post(PAGE, sent)
    client.post(PAGE, sent)

    vendor = Vendor.objects.last()
    assert vendor is not None
    assert (vendor.client_id, vendor.secret) == (application.client_id, secret)
    assert application.client_id in client.get("/sandbox/okta/").text
    ensure_sandbox()  # as a restart does
    assert Vendor.objects.last() == vendor
    client.post(PAGE, {"original": "1"})
    assert application.client_id not in client.get("/sandbox/okta/").text


def test_what_cannot_work_is_named_and_nothing_typed_is_lost(client: Client, db: None) -> None:
    ensure_sandbox()
    other = Application.objects.create(name="Live", redirect_uris="https://a.example/cb")

    unknown = client.post(PAGE, {"name": "N", "client_id": "nobody's", "client_secret": "s3cret"})
    live = client.post(PAGE, {"name": "N", "client_id": other.client_id, "client_secret": ""})

    assert unknown.status_code == live.status_code == 400
    assert "No application of the console has this client ID." in unknown.text
    assert "nobody&#x27;s" in unknown.text
    assert "This application is not for the sandbox" in live.text
    assert Vendor.objects.count() == 1
