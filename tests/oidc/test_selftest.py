"""The set-up self-test, against a server that really runs."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from applications.models import Application, ClientSecret
from oidc import endpoints, keys, selftest, selftest_http
from oidc.models import SigningKey
from tests.oidc.relying_party import REDIRECT_URI

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deployed(
    live_server: LiveServer, settings: LazySettings, application: Application
) -> Application:
    settings.PUBLIC_URL = live_server.url
    return application


def failures(application: Application) -> dict[str, str]:
    return {step.name: step.message for step in selftest.run(application) if not step.passed}


def test_a_good_set_up_passes_every_step_but_https(deployed: Application) -> None:
    steps = list(selftest.run(deployed))

    assert [step.name for step in steps][-1] == "ID token"
    assert {step.name for step in steps if not step.passed} == {"Issuer"}
    assert "https" in steps[0].message
    assert not ClientSecret.objects.exists()


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_it_authenticates_as_the_application_must(deployed: Application, method: str) -> None:
    deployed.authentication = method
    deployed.save()

    assert failures(deployed).keys() == {"Issuer"}


def test_it_names_a_redirect_uri_that_is_not_oktas(deployed: Application) -> None:
    deployed.redirect_uris = "https://acme.okta.example/callback"
    deployed.save()

    assert "https://acme.okta.example/callback" in failures(deployed)["Redirect URIs"]


def test_it_names_an_address_where_nobody_answers(
    deployed: Application, settings: LazySettings
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:1"

    assert "cannot be reached" in failures(deployed)["Discovery document"]


def test_it_names_another_deployments_issuer(
    deployed: Application, settings: LazySettings, live_server: LiveServer
) -> None:
    public = endpoints.public()
    attempt = selftest._Attempt(deployed)
    settings.PUBLIC_URL = "https://idv.example"
    attempt._public = public._replace(issuer="https://other.example")

    with pytest.raises(selftest.Wrong, match=r"https://idv\.example.*https://other\.example"):
        attempt.discovery()


def test_it_names_a_disabled_application(deployed: Application) -> None:
    deployed.enabled = False
    deployed.save()

    assert "401" in failures(deployed)["Pushed request"]


def test_it_names_an_application_without_a_flow(deployed: Application) -> None:
    deployed.flows.all().delete()

    assert "no default flow" in failures(deployed)["Pushed request"]


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A proxy in front that removes or changes what a test says."""
    wrong: dict[str, Any] = {}
    send = selftest_http._send

    def through(method: str, url: str, body: str | None, headers: dict[str, str]) -> Any:
        kept = {name: one for name, one in headers.items() if name != wrong.get("request")}
        answer = send(method, url, body, kept)
        del answer.headers[wrong.get("response", "none")]
        if "date" in wrong:
            answer.headers.replace_header("Date", wrong["date"])
        if wrong.get("stale") == urlsplit(url).path:
            return selftest_http.Answer(200, answer.headers, b'{"keys": []}')
        return answer

    monkeypatch.setattr(selftest_http, "_send", through)
    return wrong


@pytest.mark.parametrize(
    ("wrong", "step", "word"),
    [
        ({"request": "Authorization"}, "Pushed request", "Authorization"),
        ({"response": "Set-Cookie"}, "Authorization", "Set-Cookie"),
        ({"response": "Content-Security-Policy"}, "Authorization", "Content-Security-Policy"),
        ({"response": "Date"}, "Clock", "Date"),
        ({"date": "Tue, 01 Jan 2030 00:00:00 GMT"}, "Clock", "behind"),
        ({"date": "Tue, 01 Jan 2019 00:00:00 GMT"}, "Clock", "ahead"),
        ({"stale": "/oauth2/jwks"}, "ID token", "key set"),
        ({"stale": "/oauth2/token"}, "ID token", "signature"),
    ],
)
def test_it_names_what_a_proxy_spoils(
    deployed: Application, proxied: dict[str, Any], wrong: dict[str, Any], step: str, word: str
) -> None:
    proxied.update(wrong)

    assert word in failures(deployed)[step]


def test_it_works_while_keys_rotate(deployed: Application) -> None:
    SigningKey.objects.update(created_at=timezone.now() - timedelta(days=1))
    keys.rotate()

    assert failures(deployed).keys() == {"Issuer"}


def test_an_okta_org_is_known_by_its_callback() -> None:
    assert urlsplit(REDIRECT_URI).path == selftest.OKTA_CALLBACK


def test_it_names_an_application_without_a_redirect_uri(deployed: Application) -> None:
    deployed.redirect_uris = ""
    deployed.save()

    found = failures(deployed)

    assert "No redirect URI" in found["Redirect URIs"]
    assert "redirect URI" in found["Pushed request"]


def test_it_begins_no_step_when_its_time_is_over(
    deployed: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest, "_MOST_SECONDS", -1)

    steps = list(selftest.run(deployed))

    assert [(step.passed, step.message) for step in steps] == [(False, selftest._TOO_SLOW)]


def test_it_names_a_date_that_is_none(deployed: Application, proxied: dict[str, Any]) -> None:
    proxied["date"] = "yesterday"

    assert "no date" in failures(deployed)["Clock"]
