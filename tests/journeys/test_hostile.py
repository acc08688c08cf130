"""Hostile text in everything that others may say, through flow and console: threat H16.

Pushed in every claim, as the login and the state, in the organisation's name, file names and user
agents, and printed on the document, from which it is read again. And none of it is in a log.
"""

import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from sandbox.specimens import OUTCOMES, Claimed
from tests.journeys.conftest import visitor
from tests.journeys.deployment import ROOT, Deployment
from tests.journeys.films import specimen
from tests.journeys.pages import session_of

pytestmark = pytest.mark.journey

FORMULA = "=cmd|'/c calc'!A1"
HOSTILE = '"><svg onload=alert(1)>{{7*7}}\u202e anna'
ASCII = HOSTILE.replace("\u202e", "")
# A header takes no letters beyond Latin-1; what names a browser and a system is in it.
AGENT = 'Mozilla/5.0 "><svg onload=alert(1)>{{7*7}} =cmd (Windows NT 10.0) Firefox/140.0'
_MADE = """
import json
from applications import credentials
from applications.models import Application
from django.contrib.auth.models import User
from oidc.models import ApplicationFlow
from verification.models import Flow
one = Application.objects.create(
    name={name!r}, redirect_uris="https://hostile.example/cb", sandbox=True
)
ApplicationFlow.objects.create(
    application=one, flow=Flow.objects.get(slug="sandbox"), is_default=True
)
User.objects.create_superuser("harriet", password={password!r})
print(json.dumps([one.client_id, credentials.issue(one)]))
"""
Form = dict[str, str | float | bool]
_S256_OF_43_A = "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA"


@pytest.fixture(scope="module")
def password() -> str:
    return secrets.token_urlsafe(12)


@pytest.fixture(scope="module")
def client(deployment: Deployment, password: str) -> tuple[str, str]:
    """Register an application with a hostile name; return its credentials."""
    script = _MADE.format(name=f"{HOSTILE} Ltd", password=password)
    made = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", script],
        cwd=ROOT, env=deployment.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    client_id, secret = json.loads(made.stdout)
    return client_id, secret


def test_h16_hostile_text_stays_text_on_every_page_that_shows_it(
    browser: Browser, deployment: Deployment, client: tuple[str, str], password: str
) -> None:
    with visitor(browser, deployment, refusals="422", user_agent=AGENT) as page:
        page.goto(pushed(page, client))
        session = session_of(page)
        for _ in through_the_flow(page, browser, deployment):
            inert(page)
        redeem(page, client)
    with visitor(browser, deployment, viewport={"width": 1280, "height": 900}) as page:
        for _ in through_the_console(page, session, password):
            inert(page)
    unsaid_in_the_logs(deployment)


def unsaid_in_the_logs(deployment: Deployment) -> None:
    """Neither what was pushed is in a log, nor what was read, nor who else was verified here."""
    for name in ("web", "worker", "redis"):
        said = deployment.log(name).lower()
        assert said
        for personal in ("onload", "calc", "anna", "eriksson", "1974-08-12"):
            assert personal not in said, name


def pushed(page: Page, client: tuple[str, str]) -> str:
    """Push a request with hostile text wherever there may be any; return where it leads."""
    text = {"value": HOSTILE, "fuzzy": True}
    others = ("middle_name", "birthdate", "email", "phone_number")
    names = dict.fromkeys(("given_name", *others), text)
    parts = ("street_address", "locality", "region", "postal_code", "country")
    address = dict.fromkeys(parts, text)
    claims = {**names, "family_name": {"value": FORMULA, "fuzzy": True}, "address": address}
    verification = {
        "trust_framework": {"value": "IDV-DELEGATED", "essential": True},
        "assurance_level": {"value": "VERIFIED", "essential": True},
    }
    asked = {"id_token": {"verified_claims": [{"verification": verification, "claims": claims}]}}
    client_id, secret = client
    form: Form = {
        "client_id": client_id,
        "client_secret": secret,
        "response_type": "code",
        "redirect_uri": "https://hostile.example/cb",
        "scope": "openid profile identity_assurance",
        "state": ASCII,
        "nonce": ASCII,
        "login_hint": f"{HOSTILE}@example.com",
        "code_challenge": _S256_OF_43_A,
        "code_challenge_method": "S256",
        "claims": json.dumps(asked),
    }
    answer = page.request.post("/oauth2/par", form=form)
    assert answer.status == 201, answer.text()
    return f"/oauth2/idv-authorize?request_uri={answer.json()['request_uri']}"


def inert(page: Page) -> None:
    """Nothing of it became an element, a template's value or a title's end.

    What a dialog or the content policy would have said fails the visitor.
    """
    assert page.locator("svg[onload]").count() == 0, page.url
    assert not re.search(r"\b49\b.*anna", page.content()), page.url
    assert "<svg" not in page.title()


def through_the_flow(page: Page, browser: Browser, deployment: Deployment) -> Iterator[None]:
    expect(page.get_by_text(f"{HOSTILE} Ltd").first).to_be_visible()
    yield
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="Use my phone").click()
    link = page.locator("#link").input_value()
    yield
    with visitor(browser, deployment, user_agent=AGENT) as phone:
        phone.goto(link)
        expect(phone.get_by_text("Firefox on Windows")).to_be_visible()
        inert(phone)
    page.get_by_role("button", name="Continue on this device").click()
    send(page, b"no picture")
    expect(page.get_by_role("alert")).to_contain_text("not a picture")
    yield
    send(page, printed())
    expect(page.get_by_role("heading", name="Take a selfie")).to_be_visible()
    yield
    send(page, specimen("selfie"))
    expect(page.get_by_role("heading", name="could not confirm")).to_be_visible()
    yield


def redeem(page: Page, client: tuple[str, str]) -> None:
    """Take the result from where the browser would be sent, as the relying party does."""
    way_back = page.get_by_role("link", name="Continue to").get_attribute("href") or ""
    answer = page.request.get(way_back, max_redirects=0)
    told = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert told["state"] == ASCII
    client_id, secret = client
    form: Form = {
        "client_id": client_id,
        "client_secret": secret,
        "grant_type": "authorization_code",
        "code": told["code"],
        "redirect_uri": "https://hostile.example/cb",
        "code_verifier": "a" * 43,
    }
    assert page.request.post("/oauth2/token", form=form).status == 200


def send(page: Page, data: bytes) -> None:
    file: FilePayload = {"name": f"{HOSTILE}.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.locator("#picture").set_input_files(file)


def printed() -> bytes:
    """A passport on which it is printed, as far as there is room for it."""
    (draw,) = [outcome.draw for outcome in OUTCOMES if outcome.slug == "right-person"]
    return draw(Claimed(HOSTILE, FORMULA, date(1974, 8, 12), datetime.now(UTC).date())).passport


def through_the_console(page: Page, session: str, password: str) -> Iterator[None]:
    about = f"/console/verification/session/{session}/change/"
    page.goto(about)
    page.get_by_label("Username").fill("harriet")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{about}")
    expect(page.get_by_text(f"{HOSTILE} Ltd").first).to_be_visible()
    yield
    for button in ("Show the names", "The ID token"):
        page.goto(about)
        page.get_by_role("button", name=button).first.click()
        expect(page.get_by_role("main")).to_contain_text("svg onload=alert(1)")
        yield
    page.goto("/console/oidc/protocolevent/")
    yield
    page.locator("#result_list a").first.click()
    yield
