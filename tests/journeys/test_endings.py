"""How a check ends otherwise, and how much a person is told on the way there."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import A_DESK, visitor
from tests.journeys.deployment import Deployment
from tests.journeys.films import specimen
from tests.journeys.pages import session_of
from tests.journeys.steps import selfie_step, upload
from tests.journeys.test_journeys import agree, start, to_the_org

pytestmark = pytest.mark.journey

# The server's clock, as it were; the page's own is moved by Playwright.
_LATER = """
    UPDATE verification_session SET
        expires_at = expires_at - make_interval(secs => %(seconds)s),
        created_at = created_at - make_interval(secs => %(seconds)s)
    WHERE id = %(id)s
"""
# As if the second attempt had ended as the first one did.
_LAST_ATTEMPT = """
    WITH ended AS (
        UPDATE verification_session SET attempt = 3 WHERE id = %(id)s RETURNING id
    )
    UPDATE verification_checkresult SET attempt = 2 WHERE session_id IN (SELECT id FROM ended)
"""


def test_who_takes_long_is_warned_given_more_time_and_at_last_led_back(
    page: Page, deployment: Deployment
) -> None:
    page.clock.install()
    start(page)
    agree(page)
    warning = page.get_by_role("region", name="Time left")
    expect(warning).to_be_hidden()

    go_by(page, deployment, minutes=18.5)  # of 20
    expect(warning).to_contain_text("This check ends in less than two minutes.")
    warning.get_by_role("button", name="Yes, give me more time").click()
    expect(warning).to_be_hidden()
    go_by(page, deployment, minutes=18.5)  # of 20 again
    expect(warning).to_be_visible()
    go_by(page, deployment, minutes=2)

    expect(page.get_by_role("heading", name="The time is up")).to_be_visible()
    denied(page)


def go_by(page: Page, deployment: Deployment, *, minutes: float) -> None:
    """Have time go by, for the server and for the page, whose script has to be there."""
    page.wait_for_load_state()
    deployment.sql(_LATER, {"id": session_of(page), "seconds": 60 * minutes})
    page.clock.fast_forward(int(60_000 * minutes))


def denied(page: Page) -> None:
    record = to_the_org(page)
    expect(page.get_by_role("heading", name=re.compile("DENY"))).to_be_visible()
    assert record["token"] is None
    assert "access_denied" in json.dumps(record["exchanges"])


def test_attempts_are_counted_down_with_a_reason_and_then_it_is_refused(
    browser: Browser, deployment: Deployment
) -> None:
    expired = specimen("passport", "expired")
    with visitor(browser, deployment, refusals="422", viewport=A_DESK) as page:
        start(page)
        agree(page)
        upload(page, expired)
        selfie_step(page)
        upload(page, specimen("selfie"))
        told_to_try_again(page, "You have 2 of 3 attempts left")
        upload(page, expired)
        expect(page.get_by_role("alert")).to_contain_text("not good enough before")
        page.reload()
        told_to_try_again(page, "You have 2 of 3 attempts left")
        deployment.sql(_LAST_ATTEMPT, {"id": session_of(page)})
        page.reload()
        told_to_try_again(page, "You have 1 of 3 attempts left")
        upload(page, expired + b" ")

        expect(page.get_by_role("heading", name="could not confirm")).to_be_visible()
        expect(page.get_by_text("The document is no longer valid")).to_be_visible()
        (verified,) = to_the_org(page)["token"]["payload"]["verified_claims"]
        assert verified["verification"]["assurance_level"] == "FAILED"


def told_to_try_again(page: Page, left: str) -> None:
    expect(page.get_by_text(left)).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("The document is no longer valid")


_ARABIC = re.compile("[\u0600-\u06ff]")


def test_the_right_person_is_verified_in_arabic(browser: Browser, deployment: Deployment) -> None:
    with visitor(browser, deployment, locale="ar") as page:
        page.clock.install()
        page.goto("/sandbox/okta/")
        page.get_by_role("button", name="Verify my identity").click()
        mirrored(page)
        page.locator("form[data-once] .primary").click()
        page.wait_for_url("**/choose/")
        mirrored(page)
        page.locator("button[value=here]").click()
        for kind, data in (("document", "passport"), ("selfie", "selfie")):
            page.wait_for_url(f"**/{kind}/")
            mirrored(page)
            page.locator("#picture").set_input_files(
                {"name": "صورة.jpg", "mimeType": "image/jpeg", "buffer": specimen(data)}
            )
        page.wait_for_url("**/done/")
        mirrored(page)
        expect(page.locator("#continue-note")).to_be_visible()
        page.clock.run_for(5_000)  # second by second
        page.wait_for_url("**/sandbox/okta/transactions/**")  # by itself
        expect(page.get_by_role("heading", name=re.compile("ALLOW"))).to_be_visible()
        record = page.request.get(f"{page.url}record.json").json()
        assert record["judgement"]["reason"] == "CLAIMS_VERIFIED"
        (verified,) = record["token"]["payload"]["verified_claims"]
        assert verified["verification"]["assurance_level"] == "VERIFIED"
        assert verified["claims"]["family_name"] == {"value": "Eriksson", "fuzzy": True}


def mirrored(page: Page) -> None:
    """It is Arabic, from right to left, and nothing has to be scrolled sideways."""
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text(_ARABIC)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
