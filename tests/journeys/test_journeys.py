"""The whole way with every process real, mostly in a real browser: from the org, and back to it.

One file, so that pytest-xdist gives it to one of its processes: each that runs journeys starts a
deployment of its own.
"""

import json
import re
import threading
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sandbox import journey
from sandbox.journey import Journey
from tests.journeys.deployment import Deployment, wait_for

pytestmark = pytest.mark.journey

_IN_HAND = """
    SELECT id FROM verification_capture
    WHERE status = 'reading' AND read_from IS NOT NULL
"""
# The lease of the dead worker runs out, as it would after a while.
_LATER = """
    UPDATE verification_capture
    SET read_from = read_from - interval '1 hour', taken_at = taken_at - interval '1 hour'
    WHERE id = %(id)s
"""


def start(page: Page) -> None:
    """From the org's start page to the vendor's welcome."""
    page.goto("/sandbox/okta/")
    page.get_by_role("button", name="Verify my identity").click()
    expect(page.get_by_role("heading", name="Confirm who you are")).to_be_visible()


def agree(page: Page) -> None:
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="Use this device").click()
    expect(page.get_by_role("heading", name="Photograph your")).to_be_visible()


def hand_in(page: Page, specimen: str) -> None:
    """Hand in one of the specimens that this step offers."""
    page.get_by_role("button", name=specimen).click()


def to_the_org(page: Page) -> dict[str, Any]:
    """Go back to the org; return its record of what happened."""
    page.get_by_role("link", name="Continue to").click()
    page.wait_for_url("**/sandbox/okta/transactions/**")
    record: dict[str, Any] = page.request.get(f"{page.url}record.json").json()
    return record


def test_somebody_else_is_not_verified_after_a_blurred_picture_either(page: Page) -> None:
    start(page)
    agree(page)
    hand_in(page, "Blurred")
    expect(page.get_by_role("alert")).to_be_visible()
    hand_in(page, "Right person")
    expect(page.get_by_role("heading", name="selfie")).to_be_visible()
    hand_in(page, "Wrong person")
    expect(page.get_by_role("heading", name="could not confirm")).to_be_visible()
    record = to_the_org(page)

    expect(page.get_by_role("heading", name=re.compile("DENY"))).to_be_visible()
    assert record["judgement"]["reason"] == "CLAIMS_NOT_VERIFIED"
    (verified,) = record["token"]["payload"]["verified_claims"]
    assert verified["verification"]["assurance_level"] == "FAILED"


def test_who_stops_is_led_back_and_the_org_hears_access_denied(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    start(page)
    agree(page)
    page.get_by_role("link", name="Stop and go back").click()
    page.get_by_role("button", name="Yes, stop").click()
    expect(page.get_by_role("heading", name="You stopped the check")).to_be_visible()
    record = to_the_org(page)

    expect(page.get_by_role("heading", name=re.compile("DENY"))).to_be_visible()
    assert record["token"] is None
    assert "access_denied" in json.dumps(record["exchanges"])


def test_the_work_of_a_killed_worker_is_done_once(deployment: Deployment) -> None:
    """Check 138 of the protocol."""
    journeys: list[Journey] = []
    person = threading.Thread(target=lambda: journeys.append(journey.run(deployment.url)))
    person.start()
    wait_for("a picture in a worker's hands", lambda: bool(deployment.sql(_IN_HAND)), every=0.002)
    ((capture,),) = deployment.sql(_IN_HAND)

    deployment.kill(deployment.worker)
    assert deployment.sql(_IN_HAND) == [(capture,)], "the worker had finished: nothing was lost"
    deployment.worker = deployment.start_worker()
    deployment.sql(_LATER, {"id": capture})
    deployment.queue("verification.tasks.find_lost_work")
    person.join(120)

    assert [one.level for one in journeys] == ["VERIFIED"]
    rows = deployment.sql("SELECT reads, session_id FROM verification_capture WHERE id = %(id)s",
                          {"id": capture})  # fmt: skip
    ((reads, session),) = rows
    assert reads == 2
    reached = deployment.sql(
        "SELECT to_status, count(*) FROM verification_sessionevent WHERE session_id = %(id)s"
        " GROUP BY to_status ORDER BY to_status",
        {"id": session},
    )
    assert reached == [("capturing", 1), ("processing", 1), ("verified", 1)]
    duplicates = deployment.sql(
        "SELECT code FROM verification_checkresult WHERE session_id = %(id)s"
        " GROUP BY code HAVING count(*) > 1",
        {"id": session},
    )
    assert duplicates == []
