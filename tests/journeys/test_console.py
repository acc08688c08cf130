"""The console in a real browser: a newcomer, two reviewers, an auditor, and somebody's passkey."""

import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import _note
from tests.journeys.console_pages import add_authenticator, sign_in
from tests.journeys.deployment import Deployment
from tests.journeys.furnishing import FLOW
from tests.journeys.test_journeys import agree, hand_in, to_the_org

pytestmark = pytest.mark.journey

Desks = Callable[[], Page]
_WHO_SAW = """
    SELECT action, facts->>'kind' FROM audit_entry JOIN auth_user
    ON actor = 'user:' || auth_user.id WHERE username = 'vera' AND action LIKE '%%_seen'
"""


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

    def copy(self, page: Page, name: str) -> str:
        """Press a copy button; return what is in the clipboard then."""
        self.click(page.get_by_role("button", name=re.compile(f"Copy.*{name}")))
        return str(page.evaluate("navigator.clipboard.readText()"))


class Keys:
    """Somebody who has a keyboard alone, and sees where they are."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def to(self, where: Locator) -> None:
        """Press Tab until it is there; 60 times at the most."""
        expect(where).to_be_visible()
        for _ in range(60):
            self._page.keyboard.press("Tab")
            if where.evaluate("one => one === document.activeElement"):
                assert where.evaluate("one => getComputedStyle(one).outlineStyle !== 'none'")
                return
        raise AssertionError(f"{where}: not reached by keyboard")

    def press(self, where: Locator, key: str = "Enter") -> None:
        self.to(where)
        self._page.keyboard.press(key)

    def type(self, where: Locator, text: str) -> None:
        self.to(where)
        self._page.keyboard.type(text)


@pytest.fixture
def desks(browser: Browser, deployment: Deployment) -> Iterator[Desks]:
    """Desktop browsers of several people; what their pages complained about fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_one() -> Page:
        context = browser.new_context(
            base_url=deployment.url, viewport={"width": 1280, "height": 900}, accept_downloads=True,
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        context.set_default_timeout(30_000)
        context.on("console", lambda message: _note(message, complaints))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def password(furnished: dict[str, Any]) -> str:
    """Of the accounts that ``furnishing`` makes."""
    return str(furnished["password"])


def at_a_desk(desks: Desks, name: str, password: str) -> Page:
    page: Page = desks()
    page.goto("/console/")
    sign_in(page, name, password)
    expect(page.get_by_role("link", name="Dashboard")).to_be_visible()
    return page


def test_a_newcomer_sets_okta_up_and_verifies_somebody_in_under_25_steps(
    desks: Desks, furnished: dict[str, Any]
) -> None:
    hands, desk = Hands(), desks()
    desk.goto("/console/")
    hands.type(desk.get_by_label("Username"), "newcomer")
    hands.type(desk.get_by_label("Password"), furnished["newcomer"])
    hands.click(desk.get_by_role("button", name="Sign in", exact=True))
    hands.click(desk.get_by_role("link", name="Applications"))
    hands.click(desk.get_by_role("link", name="Add application"))
    hands.click(desk.get_by_role("link", name="Add Integration"))
    hands.type(desk.get_by_label("Name"), "Acme")
    hands.type(desk.get_by_label("Okta org domains"), "acme.okta.com")
    hands.click(desk.get_by_label("For the sandbox Okta org"))
    hands.click(desk.get_by_role("button", name="Create"))
    expect(desk.get_by_text("Copy the client secret now.")).to_be_visible()
    client_id, secret = hands.copy(desk, "Client ID"), hands.copy(desk, "Client secret")
    with desk.context.expect_page() as opened:
        hands.click(desk.get_by_role("link", name="Type them into the sandbox"))
    org = opened.value
    hands.type(org.get_by_label("Client ID"), client_id)
    hands.type(org.get_by_label("Client secret"), secret)
    hands.click(org.get_by_role("button", name="Use these credentials"))
    hands.click(org.get_by_role("button", name="Verify my identity"))
    expect(org.get_by_text("Acme").first).to_be_visible()
    hands.click(org.get_by_role("button", name="I agree"))
    hands.click(org.get_by_role("button", name="Use this device"))
    hands.click(org.get_by_role("button", name="Right person"))
    expect(org.get_by_role("heading", name="selfie")).to_be_visible()
    hands.click(org.get_by_role("button", name="Right person"))
    expect(org.get_by_role("heading", name="Your identity is confirmed")).to_be_visible()
    record = to_the_org(org)
    hands.did += 1  # the link that leads there

    assert record["judgement"]["result"] == "ALLOW"
    assert client_id in json.dumps(record["token"]["payload"]["aud"])
    assert hands.did < 25
    back_to_the_demos_credentials(org)


def back_to_the_demos_credentials(page: Page) -> None:
    """Leave the org as the other journeys know it."""
    page.goto("/sandbox/okta/vendor/")
    page.get_by_role("button", name="Back to the credentials").click()
    expect(page.get_by_role("heading", name="Verify an identity")).to_be_visible()


def test_two_people_judge_a_name_by_what_they_see_and_the_user_goes_on(
    page: Page, desks: Desks, deployment: Deployment, furnished: dict[str, Any]
) -> None:
    wait_for_a_reviewer(page)
    vera, password = desks(), furnished["password"]
    vera.context.add_cookies([furnished["vera"] | {"url": deployment.url}])
    vera.goto("/console/")
    keys = Keys(vera)
    keys.press(vera.get_by_role("link", name="Review queue"))
    keys.press(vera.get_by_role("button", name="Take it"))
    expect(vera.get_by_role("heading", name="Is it still you?")).to_be_visible()
    expect(vera.get_by_label("Password")).to_be_focused()
    vera.keyboard.type(password)
    vera.keyboard.press("Enter")
    look_by_keyboard(vera, keys)
    verify_by_keyboard(vera, keys)

    expect(vera.get_by_text("Now a second person has to look at it.")).to_be_visible()
    expect(vera.get_by_text("the first has verified")).to_be_visible()
    vera.get_by_role("button", name="Take it").click()
    expect(vera.get_by_text("You have judged this one.")).to_be_visible()
    assert "/progress/" in page.url
    viktor = at_a_desk(desks, "viktor", password)
    viktor.goto("/console/reviews/")
    viktor.get_by_role("button", name="Take it").click()
    expect(viktor.get_by_text("you are the second")).to_be_visible()
    assert "the same, plainly" not in viktor.content()
    viktor.get_by_label("The names are those of the same person").check()
    viktor.get_by_role("button", name="Decide").click()
    expect(viktor.get_by_text("Decided: Verified.")).to_be_visible()
    expect(page.get_by_role("heading", name="Your identity is confirmed")).to_be_visible()
    assert to_the_org(page)["judgement"]["result"] == "ALLOW"
    assert deployment.sql(_WHO_SAW) == [("session.picture_seen", "document")]


def wait_for_a_reviewer(page: Page) -> None:
    """Ask by a flow that leaves names to people, and show a passport with another name."""
    page.goto("/sandbox/okta/")
    page.get_by_text("Flow, and other ways").click()
    page.get_by_label("Flow", exact=True).fill(FLOW)
    page.get_by_role("button", name="Verify my identity").click()
    agree(page)
    hand_in(page, "Wrong name")
    expect(page.get_by_role("heading", name="selfie")).to_be_visible()
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="A person is looking")).to_be_visible()


def look_by_keyboard(page: Page, keys: Keys) -> None:
    """See the passport in a tab of its own, blurred until it is asked for."""
    with page.context.expect_page() as opened:
        keys.press(page.get_by_role("button", name="Document"))
    tab = opened.value
    picture = tab.locator("img.evidence")
    assert "blur" in picture.evaluate("one => getComputedStyle(one).filter")
    Keys(tab).press(tab.get_by_label("Show the picture sharp"), " ")
    assert picture.evaluate("one => getComputedStyle(one).filter") == "none"
    assert picture.evaluate("one => one.naturalWidth") > 500
    tab.close()


def verify_by_keyboard(page: Page, keys: Keys) -> None:
    keys.press(page.get_by_role("button", name="Decide"))
    expect(page.get_by_role("alert")).to_contain_text("Choose a decision and its reason.")
    keys.press(page.get_by_role("radio").first, " ")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("The names are those of the same person")).to_be_checked()
    keys.type(page.get_by_label("Note"), "the same, plainly")
    keys.press(page.get_by_role("button", name="Decide"))


def test_an_auditor_reads_everything_changes_nothing_and_proves_it_elsewhere(
    desks: Desks, password: str, tmp_path: Path
) -> None:
    desk = at_a_desk(desks, "ada", password)
    menu = desk.locator("#nav-sidebar li a[href^='/console/']")
    for path in menu.evaluate_all("all => all.map(one => one.pathname)"):
        desk.goto(path)
        assert_nothing_to_change(desk)
        first = desk.locator("#result_list a[href$='/change/']").first
        if first.count():
            first.click()
            assert_nothing_to_change(desk)

    desk.goto("/console/audit/entry/")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Export as JSON lines").click()
    file, key = tmp_path / "audit.jsonl", tmp_path / "key.json"
    download.value.save_as(file)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="public keys").click()
    download.value.save_as(key)
    proof, said = ("verify_audit", str(file), "--key", str(key)), StringIO()
    call_command(*proof, stdout=said)
    assert "The trail is whole" in said.getvalue()
    lines = file.read_text().splitlines()
    changed = next(number for number, line in enumerate(lines) if "sign_in.done" in line)
    lines[changed] = lines[changed].replace("sign_in.done", "sign_in.refused")
    file.write_text("\n".join(lines))
    with pytest.raises(CommandError, match=f"Line {changed + 1}: entry"):
        call_command(*proof)


def assert_nothing_to_change(page: Page) -> None:
    """Of all that can be sent from the page, there are exports alone."""
    forms = page.locator("#content form[method=post]:has(button:visible, [type=submit]:visible)")
    actions = set(forms.evaluate_all("all => all.map(one => new URL(one.action).pathname)"))
    assert all(re.search("/(audit|session)/export/$|/receipt/$", action) for action in actions)
    assert page.get_by_role("button", name=re.compile("Save|Delete|Add|Rotate")).count() == 0
    assert page.get_by_role("link", name=re.compile("^(Add|Rotate|Delete)")).count() == 0


def test_a_passkey_signs_in_by_itself_from_then_on(desks: Desks, password: str) -> None:
    desk = at_a_desk(desks, "petra", password)
    add_authenticator(desk)
    desk.goto("/console/account/factors/")
    desk.get_by_role("link", name="Add a passkey").click()
    desk.get_by_label("It may sign in by itself").check()
    desk.get_by_role("button", name="Add it").click()
    expect(desk.get_by_text("Keep these now.")).to_be_visible()
    desk.context.clear_cookies()

    desk.goto("/console/verification/session/")
    desk.get_by_role("button", name="Sign in with a passkey").click()
    desk.wait_for_url("**/console/verification/session/")
    expect(desk.get_by_role("link", name="Verifications").first).to_be_visible()
    desk.context.clear_cookies()
    desk.goto("/console/")
    sign_in(desk, "petra", password)
    expect(desk.get_by_role("button", name="Use a passkey")).to_be_visible()


def test_tokens_and_webhooks_are_looked_after_by_keyboard_alone(
    desks: Desks, password: str
) -> None:
    desk = at_a_desk(desks, "igor", password)
    keys = Keys(desk)
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to the content")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#content")).to_be_focused()
    desk.reload()
    keys.press(desk.get_by_role("link", name="API tokens"))
    keys.press(desk.get_by_role("link", name="Add API token"))
    keys.type(desk.get_by_label("Name"), "By keyboard")
    keys.press(desk.get_by_role("button", name="Make token"))
    expect(desk.get_by_role("alert")).to_be_visible()
    expect(desk.get_by_label("Name")).to_have_value("By keyboard")
    keys.press(desk.get_by_role("checkbox").first, " ")
    keys.press(desk.get_by_role("button", name="Make token"))
    keys.to(desk.get_by_role("button", name=re.compile("Copy")))
    keys.press(desk.get_by_role("link", name="I have copied it"))
    keys.press(desk.get_by_role("button", name="End this token now"))
    expect(desk.get_by_text("no longer works.")).to_be_visible()

    keys.press(desk.get_by_role("link", name="Webhooks"))
    keys.press(desk.get_by_role("link", name="Add webhook"))
    keys.type(desk.get_by_label("Address"), "https://hooks.example/keyboard")
    keys.press(desk.get_by_role("checkbox").first, " ")
    keys.press(desk.get_by_role("button", name="Add webhook"))
    expect(desk.get_by_role("alert")).to_contain_text("the name does not resolve")
    expect(desk.get_by_role("checkbox").first).to_be_checked()
    keys.press(desk.get_by_role("link", name="Webhooks"))
    keys.press(desk.get_by_role("link", name="hooks.example"))
    keys.press(desk.get_by_role("link", name="Rotate secret"))
    keys.press(desk.get_by_role("button", name="Rotate"))
    keys.to(desk.get_by_role("button", name=re.compile("Copy")))
    keys.press(desk.get_by_role("link", name="I have copied it"))
    keys.press(desk.get_by_role("button", name="Send a test message"))
    expect(desk.get_by_text("A test message goes out within seconds.")).to_be_visible()
