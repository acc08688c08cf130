"""From the first screen to a phone and back, in two browsers: threat H1, and its ends."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.agents import AGENTS
from tests.journeys.conftest import A_DESK, visitor
from tests.journeys.deployment import Deployment
from tests.journeys.films import specimen
from tests.journeys.pages import session_of
from tests.journeys.steps import press, upload
from tests.journeys.test_journeys import start, to_the_org

pytestmark = pytest.mark.journey

# As if so much time had gone by since the link was made.
_SIX_MINUTES_LATER = """
    UPDATE verification_handoff SET expires_at = expires_at - interval '6 minutes'
    WHERE session_id = %(id)s
"""
_TO_BE_SHREDDED = """
    SELECT session_key IS NULL OR shred_at <= now() FROM verification_session WHERE id = %(id)s
"""


@pytest.fixture
def desk(browser: Browser, deployment: Deployment) -> Iterator[Page]:
    with visitor(browser, deployment, refusals="422", viewport=A_DESK) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, deployment: Deployment) -> Iterator[Page]:
    agent = AGENTS["ios-safari"]
    with visitor(browser, deployment, refusals="410", user_agent=agent) as page:
        yield page


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def show_a_link(desk: Page) -> str:
    """Go from the org to the code for the phone, by keyboard; return the link in it."""
    start(desk)
    press(desk, "I agree")
    heading(desk, "Where do you want")
    press(desk, "Use my phone")
    return shown_link(desk)


def shown_link(desk: Page) -> str:
    heading(desk, "Continue on your phone")
    expect(desk.get_by_role("img", name="QR code")).to_be_visible()
    return desk.locator("#link").input_value()


def open_link(phone: Page, link: str, answer: str) -> None:
    phone.goto(link)
    heading(phone, "Did you start this identity check?")
    expect(phone.get_by_text("Chrome on Linux")).to_be_visible()  # what the first screen is
    press(phone, answer)


def type_number(desk: Page, number: str) -> None:
    """The field has the focus: nobody has to reach for it."""
    heading(desk, "Type the number")
    expect(desk.get_by_label("The number on your phone")).to_be_focused()
    desk.keyboard.type(number)
    desk.keyboard.press("Enter")


def touch_number(desk: Page, number: str) -> None:
    heading(desk, "Type the number")
    for digit in number:
        desk.get_by_role("button", name=digit, exact=True).click()
    expect(desk.get_by_label("The number on your phone")).to_have_value(number)
    desk.get_by_role("button", name="Go on").click()


def another(number: str, turn: int = 1) -> str:
    return str(10 + (int(number) - 10 + turn) % 90)


def picture_is(desk: Page, name: str, state: str) -> None:
    expect(desk.get_by_role("listitem").filter(has_text=name)).to_have_class(state)


def stopped(desk: Page, deployment: Deployment) -> None:
    """The first screen says so by itself, the evidence goes, and the org hears of it."""
    heading(desk, "The check was stopped")
    assert deployment.sql(_TO_BE_SHREDDED, {"id": session_of(desk)}) == [(True,)]
    record = to_the_org(desk)
    expect(desk.get_by_role("heading", name=re.compile("DENY"))).to_be_visible()
    assert record["token"] is None
    assert "access_denied" in json.dumps(record["exchanges"])


def test_h1_a_phone_takes_the_pictures_and_the_first_screen_has_the_result(
    desk: Page, phone: Page, browser: Browser, deployment: Deployment
) -> None:
    link = show_a_link(desk)
    open_link(phone, link, "Yes, I started it")
    number = phone.locator(".number").inner_text()
    with visitor(browser, deployment, refusals="410") as second:
        refused(second, link, "already opened on another phone")
    type_number(desk, another(number))
    expect(desk.get_by_role("alert")).to_contain_text("not the number that your phone shows")
    expect(desk.get_by_text("You have 2 tries left")).to_be_visible()
    type_number(desk, number)

    heading(desk, "Your phone is connected")
    heading(phone, "Photograph your document")
    upload(phone, specimen("passport"))
    heading(phone, "Take a selfie")
    picture_is(desk, "Picture of the document", "done")
    picture_is(desk, "Selfie", "ahead")
    upload(phone, specimen("selfie"))

    heading(phone, "Go back to the screen where you started")
    heading(desk, "Your identity is confirmed")
    record = to_the_org(desk)
    (verified,) = record["token"]["payload"]["verified_claims"]
    assert verified["verification"]["assurance_level"] == "VERIFIED"
    phone.reload()
    heading(phone, "Go back to the screen where you started")
    expect(phone.get_by_role("main").get_by_role("link")).to_have_count(0)


def refused(page: Page, link: str, why: str) -> None:
    page.goto(link)
    heading(page, "This link cannot be used here")
    expect(page.get_by_text(why)).to_be_visible()


def test_h1_who_did_not_start_it_says_so_on_the_phone_and_everybody_hears_it(
    desk: Page, phone: Page, deployment: Deployment
) -> None:
    late = show_a_link(desk)
    deployment.sql(_SIX_MINUTES_LATER, {"id": session_of(desk)})
    heading(desk, "The link is no longer good")
    refused(phone, late, "This one is too old")
    press(desk, "Make a new link")
    link = shown_link(desk)
    assert link != late

    open_link(phone, link, "No, stop it")

    heading(phone, "The check was stopped")
    stopped(desk, deployment)


def test_h1_three_wrong_numbers_end_it_on_both_screens(
    desk: Page, phone: Page, deployment: Deployment
) -> None:
    open_link(phone, show_a_link(desk), "Yes, I started it")
    number = phone.locator(".number").inner_text()
    for turn, left in enumerate(("2 tries left", "1 try left"), start=1):
        type_number(desk, another(number, turn))
        expect(desk.get_by_text(f"You have {left}")).to_be_visible()
    touch_number(desk, another(number, 3))

    heading(phone, "The check was stopped")
    expect(phone.get_by_text("A wrong number was typed")).to_be_visible()
    stopped(desk, deployment)
