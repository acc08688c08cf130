"""Many at once, on PostgreSQL, each with a connection of its own: single use holds."""

import secrets
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from oidc import codes, keys
from oidc.models import AccessToken, AuthorizationCode, PushedRequest, SigningKey
from tests.oidc.relying_party import RelyingParty, decide, query, secret_in, session_id
from verification import services
from verification.models import Session


def at_once(count: int, action: Callable[[], Any]) -> list[Any]:
    """Return what ``count`` threads got from ``action``, all started at the same moment."""
    barrier = Barrier(count)

    def one(_: int) -> Any:
        try:
            barrier.wait(30)
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_twenty_redemptions_of_one_code_make_one_token(self, rp: RelyingParty) -> None:
        """Check 103."""
        code = rp.code()

        statuses = Counter(
            response.status_code for response in at_once(20, lambda: rp.redeem(code))
        )

        assert statuses == {200: 1, 400: 19}
        assert AccessToken.objects.count() == 1

    def test_fifty_pushes_make_fifty_requests(self, rp: RelyingParty) -> None:
        """Check 135."""
        responses = at_once(50, rp.push)

        assert {response.status_code for response in responses} == {201}
        assert len({response.json()["request_uri"] for response in responses}) == 50
        assert PushedRequest.objects.count() == 50

    def test_ten_arrivals_at_once_make_one_session(self, rp: RelyingParty) -> None:
        request_uri = rp.request_uri()

        responses = at_once(10, lambda: rp.authorize(request_uri, Client()))

        assert len({session_id(response) for response in responses}) == 1
        assert Session.objects.count() == 1

    def test_ten_returns_at_once_make_one_code(self, rp: RelyingParty) -> None:
        """Check 89."""
        session = rp.decided()
        cookies = rp.browser.cookies

        def come_back() -> Any:
            browser = Client()
            browser.cookies = cookies
            return rp.complete(session, browser)

        statuses = Counter(response.status_code for response in at_once(10, come_back))

        assert statuses == {303: 1, 410: 9}
        assert AuthorizationCode.objects.count() == 1

    def test_ten_first_uses_make_one_pair_of_keys(self) -> None:
        at_once(5, keys.ensure_signing_key)

        assert SigningKey.objects.count() == 2

    def test_two_rotations_at_once_leave_one_key_waiting(self) -> None:
        keys.ensure_signing_key()

        at_once(2, keys.rotate)

        assert SigningKey.objects.filter(active_from__isnull=True).count() == 1


class LifeOfACode(RuleBasedStateMachine):
    """Push, arrive, begin, decide, return, redeem: in any order, with expiry."""

    rp: RelyingParty  # of the test that runs the machine

    def __init__(self) -> None:
        super().__init__()
        self.request_uri = ""
        self.session: Session | None = None
        self.codes: list[str] = []
        self.tokens = 0
        self.expired = False

    @precondition(lambda self: not self.request_uri)
    @rule()
    def push(self) -> None:
        self.request_uri = self.rp.request_uri(state=secrets.token_hex(8))

    @precondition(lambda self: self.request_uri)
    @rule()
    def arrive(self) -> None:
        response = self.rp.authorize(self.request_uri)
        if response.status_code == 303:
            self.session = Session.objects.get(pk=session_id(response))
        else:
            assert response.status_code in (403, 410)

    @precondition(lambda self: self.session is not None)
    @rule()
    def begin(self) -> None:
        assert self.session is not None
        self.session.refresh_from_db()
        if self.session.status == Session.Status.OFFERED:
            services.begin(self.session, browser_secret=secret_in(self.rp.browser, self.session.pk))

    @precondition(lambda self: self.session is not None)
    @rule()
    def decide(self) -> None:
        assert self.session is not None
        self.session.refresh_from_db()
        if self.session.status == Session.Status.CAPTURING:
            decide(self.session, "verified")

    @precondition(lambda self: self.session is not None)
    @rule()
    def come_back(self) -> None:
        assert self.session is not None
        self.session.refresh_from_db()
        response = self.rp.complete(self.session)
        if response.status_code == 303 and "code=" in response.headers["Location"]:
            assert self.session.status == Session.Status.VERIFIED
            self.codes.append(query(response)["code"])

    @precondition(lambda self: self.codes)
    @rule()
    def redeem_wrongly(self) -> None:
        assert self.rp.redeem(self.codes[0], code_verifier="x" * 43).status_code == 400

    @precondition(lambda self: self.codes)
    @rule()
    def redeem(self) -> None:
        status = self.rp.redeem(self.codes[0]).status_code
        assert status in (200, 400)
        self.tokens += status == 200
        assert not (self.expired and status == 200)

    @precondition(lambda self: self.codes and not self.expired)
    @rule()
    def let_the_code_expire(self) -> None:
        AuthorizationCode.objects.filter(digest=codes.digest_of(self.codes[0])).update(
            expires_at=timezone.now() - timedelta(seconds=1)
        )
        self.expired = True

    @invariant()
    def nothing_is_used_twice(self) -> None:
        assert len(self.codes) <= 1
        assert self.tokens <= 1


@pytest.mark.django_db
def test_the_life_of_a_code_in_any_order(rp: RelyingParty, settings_of_limits: None) -> None:
    LifeOfACode.rp = rp
    run_state_machine_as_test(
        LifeOfACode,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_of_limits(settings: Any) -> None:
    settings.CLIENT_REQUESTS_PER_MINUTE = settings.ADDRESS_REQUESTS_PER_MINUTE = 1_000_000
