"""A bad line, two tabs and the back button: nothing is lost, and nothing given twice."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.axe import violations
from tests.journeys.deployment import Deployment
from tests.journeys.films import specimen
from tests.journeys.pages import session_of
from tests.journeys.steps import another_page, selfie_step, upload
from tests.journeys.test_journeys import agree, start

pytestmark = pytest.mark.journey

_ASKS_BEFORE_LEAVING = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"
_GIVEN = "SELECT count(*) FROM verification_capture WHERE session_id = %(id)s"


def test_a_bad_line_two_tabs_and_the_back_button_lose_nothing(
    browser: Browser, deployment: Deployment
) -> None:
    sent = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.url)
        if len(sent) == 1:
            route.fulfill(status=503, headers={"Retry-After": "1"})  # a server that is busy
            return
        route.fetch()
        route.abort("connectionreset")

    with another_page(browser, deployment) as page:
        start(page)
        agree(page)
        # The script enables it, and must be there before the connection goes.
        expect(page.get_by_role("button", name="Use the camera")).to_be_enabled()
        here = {"id": session_of(page)}
        other = page.context.new_page()
        other.goto(page.url)

        assert not page.evaluate(_ASKS_BEFORE_LEAVING)
        page.context.set_offline(True)
        upload(page, specimen("passport"))
        expect(page.get_by_role("status").filter(has_text="no connection")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate(_ASKS_BEFORE_LEAVING), "the picture would be lost unasked"
        page.route("**/document/", lose_the_answer)
        page.context.set_offline(False)

        selfie_step(page)
        assert len(sent) == 2
        assert deployment.sql(_GIVEN, here) == [(1,)]

        other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        selfie_step(other)
        page.go_back()
        selfie_step(page)
        upload(other, specimen("selfie"))
        confirmed = "Your identity is confirmed"
        expect(other.get_by_role("heading", name=confirmed)).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name=confirmed)).to_be_visible()
