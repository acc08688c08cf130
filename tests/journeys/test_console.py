"""The console in a real browser: a newcomer, an auditor, hostile names, people who see nothing."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from tests.console import totp
from tests.journeys.conftest import _note
from tests.journeys.deployment import ROOT, Deployment
from tests.journeys.test_journeys import hand_in, to_the_org

pytestmark = pytest.mark.journey

HOSTILE = '"><svg onload=alert(1)>{{7*7}}\u202e anna'
ACTIVATE = "/console/account/factors/totp/activate/"
_COUNT = "SELECT count(*) FROM verification_session WHERE status = %(status)s"


class Hands:
    """Somebody's hands: every click and every field is counted."""

    def __init__(self) -> None:
        self.did = 0

    def click(self, where: Locator) -> None:
        self.did += 1
        where.click()

    def type(self, where: Locator, text: str) -> None:
        self.did += 1
        where.fill(text)


@pytest.fixture
def desk(browser: Browser, deployment: Deployment) -> Iterator[Page]:
    """A desktop browser that keeps what its pages complained about."""
    context = browser.new_context(
        base_url=deployment.url, viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(30_000)
    complaints: list[str] = []
    context.on("dialog", lambda dialog: _refuse(dialog, complaints))
    context.on("console", lambda message: _note(message, complaints))
    yield context.new_page()
    context.close()
    assert complaints == []


def _refuse(dialog: Dialog, complaints: list[str]) -> None:
    complaints.append(dialog.message)
    dialog.dismiss()


def manage(deployment: Deployment, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=deployment.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def account(deployment: Deployment, name: str) -> str:
    """Make an owner on the server, as the operator does; return the password."""
    return manage(deployment, "administrator", name, "--make-owner").stdout.split()[-1]


def sign_in(hands: Hands, page: Page, name: str, password: str) -> None:
    page.goto("/console/")
    hands.type(page.get_by_label("Username"), name)
    hands.type(page.get_by_label("Password"), password)
    hands.click(page.get_by_role("button", name="Sign in", exact=True))
    expect(page.get_by_role("link", name="Applications")).to_be_visible()


def code_on(page: Page, key: str) -> str:
    return page.locator(f"#{key}").inner_text()


def test_a_newcomer_sets_okta_up_and_verifies_somebody_in_under_25_steps(
    desk: Page, deployment: Deployment
) -> None:
    hands = Hands()
    sign_in(hands, desk, "newcomer", account(deployment, "newcomer"))
    hands.click(desk.get_by_role("link", name="Applications"))
    hands.click(desk.get_by_role("link", name="Add application"))
    hands.click(desk.get_by_role("link", name="Add Integration"))
    hands.type(desk.get_by_label("Name"), "Acme")
    hands.type(desk.get_by_label("Okta org domains"), "acme.okta.com")
    hands.click(desk.get_by_label("For the sandbox Okta org"))
    hands.click(desk.get_by_role("button", name="Create"))
    expect(desk.get_by_text("Copy the client secret now.")).to_be_visible()
    client_id, secret = code_on(desk, "client-id"), code_on(desk, "client-secret")
    with desk.context.expect_page() as opened:
        hands.click(desk.get_by_role("link", name="Type them into the sandbox"))
    org = opened.value
    hands.did += 2  # two copy buttons
    hands.type(org.get_by_label("Client ID"), client_id)
    hands.type(org.get_by_label("Client secret"), secret)
    hands.click(org.get_by_role("button", name="Use these credentials"))
    hands.click(org.get_by_role("button", name="Verify my identity"))
    expect(org.get_by_text("Acme").first).to_be_visible()
    hands.click(org.get_by_role("button", name="I agree"))
    hands.click(org.get_by_role("button", name="Use this device"))
    hands.did += 3  # two specimens, and back to the org
    hand_in(org, "Right person")
    expect(org.get_by_role("heading", name="selfie")).to_be_visible()
    hand_in(org, "Right person")
    expect(org.get_by_role("heading", name="Your identity is confirmed")).to_be_visible()
    record = to_the_org(org)

    assert record["judgement"]["result"] == "ALLOW"
    assert client_id in json.dumps(record["token"]["payload"]["aud"])
    assert hands.did < 25
    back_to_the_demos_credentials(org)


def back_to_the_demos_credentials(page: Page) -> None:
    """Leave the org as the other journeys know it."""
    page.goto("/sandbox/okta/vendor/")
    page.get_by_role("button", name="Back to the credentials").click()
    expect(page.get_by_role("heading", name="Verify an identity")).to_be_visible()


def test_an_auditor_follows_the_trail_and_proves_it_elsewhere(
    desk: Page, deployment: Deployment, tmp_path: Path
) -> None:
    auditor = Hands()
    sign_in(auditor, desk, "auditor", account(deployment, "auditor"))
    # Their second factor first: the trail has to tell of it.
    desk.goto(ACTIVATE)
    desk.get_by_label("Authenticator code").fill(totp.code(code_on(desk, "totp-secret")))
    desk.get_by_role("button", name="Set it up").click()
    expect(desk.get_by_text("Keep these now.")).to_be_visible()
    auditor.click(desk.get_by_role("link", name="Audit"))
    expect(desk.get_by_role("cell", name="factor.added").first).to_be_visible()
    with desk.expect_download() as download:
        auditor.click(desk.get_by_role("button", name="Export as JSON lines"))
    file, key = tmp_path / "audit.jsonl", tmp_path / "key.json"
    download.value.save_as(file)
    key.write_text(manage(deployment, "audit_key").stdout)

    proved = manage(deployment, "verify_audit", str(file), "--key", str(key))
    assert "The trail is whole" in proved.stdout, proved.stderr
    lines = file.read_text().splitlines()
    changed = next(number for number, line in enumerate(lines) if "factor.added" in line)
    lines[changed] = lines[changed].replace("factor.added", "factor.removed")
    file.write_text("\n".join(lines))
    disproved = manage(deployment, "verify_audit", str(file), "--key", str(key))
    assert f"Line {changed + 1}: entry" in disproved.stderr


@pytest.fixture(scope="module")
def owner(deployment: Deployment) -> str:
    return account(deployment, "owner")


def test_hostile_names_are_inert_and_no_page_shuts_anybody_out(
    desk: Page, deployment: Deployment, owner: str
) -> None:
    session = hostile_verification(desk)
    sign_in(Hands(), desk, "owner", owner)
    register_hostile_application(desk)
    found: dict[str, Any] = {}
    for path in crawled(desk, session):
        desk.goto(path)
        assert desk.locator("svg[onload]").count() == 0, path
        assert ">49" not in desk.content(), path
        found |= violations(desk, path)
    desk.goto(f"/console/verification/session/{session}/change/")
    desk.get_by_role("button", name="Show the names side by side").click()
    expect(desk.get_by_role("cell").filter(has_text="svg").first).to_be_visible()
    found |= violations(desk, "names side by side")

    assert found == {}


def hostile_verification(page: Page) -> str:
    """Push hostile names, and go the whole way; return the verification's id."""
    page.goto("/sandbox/okta/")
    page.get_by_role("textbox", name="First name").fill(HOSTILE)
    page.get_by_role("textbox", name="Last name").fill("=cmd|'/c calc'!A1")
    page.get_by_role("button", name="Verify my identity").click()
    found = re.search(r"/verify/([0-9a-f-]{36})", page.url)
    assert found is not None
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="Use this device").click()
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="selfie")).to_be_visible()
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="could not confirm")).to_be_visible()
    return found[1]


def register_hostile_application(page: Page) -> None:
    page.goto("/console/applications/application/add/oidc/")
    page.get_by_label("Name").fill(f"{HOSTILE} Ltd")
    page.get_by_label("Okta org domains").fill("hostile.okta.com")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("Copy the client secret now.")).to_be_visible()


def crawled(page: Page, session: str) -> list[str]:
    """Return a page of each kind that the menu and the lists lead to."""
    page.goto("/console/")
    menu = page.locator("#nav-sidebar a").evaluate_all("all => all.map(one => one.pathname)")
    paths = dict.fromkeys(path for path in menu if path.startswith("/console/"))
    for path in list(paths):
        page.goto(path)
        links = page.locator("#result_list a").evaluate_all("all => all.map(one => one.pathname)")
        paths |= dict.fromkeys([link for link in links if link.endswith("/change/")][:1])
        adds = page.locator("main a[href$='/add/']").evaluate_all("all => all.map(a => a.pathname)")
        paths |= dict.fromkeys(adds)
    application = next(path for path in paths if re.search("application/.+/change/$", path))
    paths |= dict.fromkeys(
        [
            *("/console/account/factors/", "/console/account/factors/totp/activate/"),
            *("/console/account/reauthenticate/", "/console/account/factors/webauthn/add/"),
            "/console/applications/application/add/oidc/",
            *(application.replace("change", page) for page in ("connection", "rotate", "delete")),
            f"/console/verification/session/{session}/change/",
        ]
    )
    return list(paths)


def violations(page: Page, path: str) -> dict[str, Any]:
    """Return what axe-core finds wrong, by page and rule."""
    found = Axe().run(page).response["violations"]
    return {f"{path} {one['id']}": one["nodes"][0]["html"][:200] for one in found}
