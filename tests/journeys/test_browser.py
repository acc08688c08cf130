"""The whole way in a real browser, with every process real: from the org, and back to it."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.deployment import Deployment

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def start(page: Page) -> None:
    """From the org's start page to the vendor's welcome."""
    page.goto("/sandbox/okta/")
    page.get_by_role("button", name="Verify my identity").click()
    expect(page.get_by_role("heading", name="Confirm who you are")).to_be_visible()


def agree(page: Page) -> None:
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("heading", name="Photograph your passport")).to_be_visible()


def hand_in(page: Page, specimen: str) -> None:
    """Hand in one of the specimens that this step offers."""
    page.get_by_role("button", name=specimen).click()


def to_the_org(page: Page) -> dict[str, Any]:
    """Go back to the org; return its record of what happened."""
    page.get_by_role("link", name="Continue to").click()
    page.wait_for_url("**/sandbox/okta/transactions/**")
    record: dict[str, Any] = page.request.get(f"{page.url}record.json").json()
    return record


def test_the_right_person_is_verified(page: Page) -> None:
    start(page)
    agree(page)
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="selfie")).to_be_visible()
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="Your identity is confirmed")).to_be_visible()
    record = to_the_org(page)

    expect(page.get_by_role("heading", name=re.compile("ALLOW"))).to_be_visible()
    assert record["judgement"]["reason"] == "CLAIMS_VERIFIED"
    (verified,) = record["token"]["payload"]["verified_claims"]
    assert verified["verification"]["assurance_level"] == "VERIFIED"
    assert verified["claims"]["family_name"] == {"value": "Eriksson", "fuzzy": True}


def test_somebody_else_with_the_same_passport_is_not(page: Page) -> None:
    start(page)
    agree(page)
    hand_in(page, "Right person")
    hand_in(page, "Wrong person")
    expect(page.get_by_role("heading", name="could not confirm")).to_be_visible()
    record = to_the_org(page)

    expect(page.get_by_role("heading", name=re.compile("DENY"))).to_be_visible()
    assert record["judgement"]["reason"] == "CLAIMS_NOT_VERIFIED"
    (verified,) = record["token"]["payload"]["verified_claims"]
    assert verified["verification"]["assurance_level"] == "FAILED"


def test_a_blurred_picture_is_taken_again_without_starting_over(page: Page) -> None:
    start(page)
    agree(page)
    hand_in(page, "Blurred")

    expect(page.get_by_role("alert")).to_be_visible()
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="selfie")).to_be_visible()


def test_who_stops_is_led_back_and_the_org_hears_access_denied(page: Page) -> None:
    start(page)
    agree(page)
    page.get_by_role("link", name="Stop and go back").click()
    page.get_by_role("button", name="Yes, stop").click()
    expect(page.get_by_role("heading", name="You stopped the check")).to_be_visible()
    record = to_the_org(page)

    expect(page.get_by_role("heading", name=re.compile("DENY"))).to_be_visible()
    assert record["token"] is None
    assert "access_denied" in json.dumps(record["exchanges"])


def test_nobody_s_name_is_in_a_log(page: Page, deployment: Deployment) -> None:
    start(page)
    agree(page)
    hand_in(page, "Wrong name")
    expect(page.get_by_role("heading", name="selfie")).to_be_visible()

    for name in ("web", "worker", "redis"):
        said = deployment.log(name).lower()
        assert said
        for personal in ("eriksson", "anna", "quixano", "1974-08-12"):
            assert personal not in said, name
