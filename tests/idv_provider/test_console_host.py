"""Check X140: where the console has a host of its own, it and the rest keep apart."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
PUBLIC, CONSOLE = "testserver", "console.example"
# The protocol, the hosted flow, the legal pages, the sandbox, and what is not there at all.
ELSEWHERE = (
    "/",
    "/.well-known/openid-configuration",
    "/oauth2/jwks",
    "/oauth2/par",
    "/oauth2/idv-authorize",
    "/oauth2/complete/00000000-0000-4000-8000-000000000000",
    "/oauth2/token",
    "/oauth2/userinfo",
    "/verify/00000000-0000-4000-8000-000000000000/",
    "/legal/terms",
    "/sandbox/okta/",
    "/consolex/",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def apart(settings: LazySettings) -> None:
    settings.CONSOLE_URL = f"http://{CONSOLE}"
    settings.ALLOWED_HOSTS = [PUBLIC, CONSOLE]


def on(host: str, *, enforce_csrf_checks: bool = False) -> Client:
    return Client(headers={"host": host}, enforce_csrf_checks=enforce_csrf_checks)


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("path", ["/console", "/console/", "/console/login/"])
def test_the_console_is_not_on_the_public_host(path: str) -> None:
    """Check 140 of the protocol."""
    response = on(PUBLIC).get(path)

    assert response.status_code == 404
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert on(CONSOLE).get(path).status_code in (200, 302)


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("path", ELSEWHERE)
def test_nothing_but_the_console_is_on_its_host(path: str) -> None:
    """Check 140 of the protocol."""
    for method in ("get", "post"):
        assert getattr(on(CONSOLE), method)(path).status_code == 404


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/oauth2/jwks"])
def test_the_protocol_stays_on_the_public_host(path: str) -> None:
    assert on(PUBLIC).get(path).status_code == 200


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("host", [PUBLIC, CONSOLE, f"{CONSOLE}:8443"])
def test_health_and_static_files_are_on_both(host: str) -> None:
    for path in ("/health/live", "/health/ready", "/static/console/console.css"):
        assert on(host).head(path).status_code == 200


@pytest.mark.usefixtures("apart")
def test_a_third_host_is_refused_everywhere() -> None:
    for path in ("/console/", "/oauth2/jwks", "/health/live"):
        assert on("evil.example").get(path).status_code == 400


@pytest.mark.usefixtures("apart")
def test_an_administrator_signs_in_there_by_a_form_of_that_host_only() -> None:
    User.objects.create_superuser("owner", password="a long enough passphrase")
    browser = on(CONSOLE, enforce_csrf_checks=True)
    token = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/console/login/").text
    )
    assert token is not None
    form = {
        "login": "owner",
        "password": "a long enough passphrase",
        "csrfmiddlewaretoken": token[1],
    }

    foreign = browser.post("/console/login/", form, headers={"origin": f"http://{PUBLIC}"})
    own = browser.post("/console/login/", form, headers={"origin": f"http://{CONSOLE}"})

    assert foreign.status_code == 403
    assert own.status_code == 302
    assert browser.get("/console/").status_code == 200
    # Host-only: what is set there is never sent to the public host.
    assert not any(cookie["domain"] for cookie in browser.cookies.values())


def test_without_the_setting_the_console_is_on_the_public_host() -> None:
    assert on(PUBLIC).get("/console/login/").status_code == 200


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://console.example", "must begin with https://"),
        ("https://console.example/there", "no path"),
        ("https://idv.example:8443", "another host"),
        ("https://user@console.example", "no query, fragment or user"),
    ],
)
def test_an_address_that_would_not_keep_them_apart_stops_the_start(
    url: str, complaint: str
) -> None:
    assert complaint in start(url).stderr


def test_both_hosts_are_allowed_and_no_other() -> None:
    assert "['idv.example', 'console.example']" in start("https://console.example").stdout


def start(console_url: str) -> "subprocess.CompletedProcess[str]":
    """Read the settings as production does."""
    code = "from idv_provider import settings; print(settings.ALLOWED_HOSTS)"
    environment = {
        "PATH": os.environ["PATH"],
        "IDV_PUBLIC_URL": "https://idv.example",
        "IDV_CONSOLE_URL": console_url,
        "IDV_SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "IDV_ENCRYPTION_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "DATABASE_URL": "postgresql://idv@localhost/idv",
        "REDIS_URL": "redis://localhost/0",
    }
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
