"""The self-test's page, against a server that really runs."""

import socket
from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from applications.models import Application
from audit.models import Entry
from oidc import keys, selftest_http
from oidc.models import ApplicationFlow
from verification.models import Flow, Session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    keys.forget()
    yield
    cache.clear()
    keys.forget()


@pytest.fixture
def deployed(live_server: LiveServer, settings: LazySettings) -> Application:
    settings.PUBLIC_URL = live_server.url
    flow = Flow.objects.create(slug="passport", name="Passport and selfie")
    application: Application = Application.objects.create(
        name="Acme", redirect_uris="https://acme.okta.example/idp/identity-verification/callback"
    )
    ApplicationFlow.objects.create(application=application, flow=flow, is_default=True)
    return application


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that takes the connection and never answers, as one busy thread does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def page(application: Application) -> str:
    return f"/console/applications/application/{application.pk}/self-test/"


def test_the_applications_page_offers_it(console: Client, deployed: Application) -> None:
    shown = console.get(f"/console/applications/application/{deployed.pk}/change/").text

    assert f'action="{page(deployed)}"' in shown


def test_every_step_is_shown_and_what_is_wrong_in_words(
    console: Client, deployed: Application
) -> None:
    response = console.post(page(deployed))

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert response.text.count(">passed</span>") == 8
    assert "1 of 9 steps did not pass" in response.text
    assert "Okta takes an issuer with https:// only" in response.text
    assert Entry.objects.latest("seq").facts == {"not_passed": ["Issuer"]}
    assert Session.objects.get().status == Session.Status.CANCELLED


def test_it_is_run_by_a_button_and_by_no_link(console: Client, deployed: Application) -> None:
    assert console.get(page(deployed)).status_code == 405
    assert not Session.objects.exists()


@pytest.mark.parametrize("role", ["Auditor", "Support", "Reviewer"])
def test_only_who_may_change_the_application_runs_it(
    role: str, staff: Callable[[str], Client], deployed: Application
) -> None:
    browser = staff(role)

    assert browser.post(page(deployed)).status_code == 403
    assert not Session.objects.exists()


def test_a_server_that_cannot_answer_itself_is_told_so(
    console: Client,
    deployed: Application,
    settings: LazySettings,
    silent_port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selftest_http, "_SECONDS", 0.1)
    settings.PUBLIC_URL = f"http://127.0.0.1:{silent_port}"

    shown = console.post(page(deployed)).text

    assert "single thread cannot answer itself" in shown
    assert "Keys" not in shown.partition("<table")[2]


def test_it_does_not_run_over_and_over(console: Client, deployed: Application) -> None:
    deployed.redirect_uris = ""
    deployed.save()
    answers = [console.post(page(deployed)).text for _ in range(7)]

    assert "Not run." not in answers[5]
    assert "Not run." in answers[6]
