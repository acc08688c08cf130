"""Many at once, on PostgreSQL, each with a connection of its own: single use holds."""

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
from hypothesis import strategies as st
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
from verification.models import Session
from verification.secret_cookies import digest

WAYS = st.sampled_from((2, 2, 2, 3, 3, 5, 20, 50))


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
    """Push, arrive, begin, decide, return, redeem: in any order, each 2 to 50 times at once."""

    rp: RelyingParty  # of the test that runs the machine

    def __init__(self) -> None:
        super().__init__()
        self.request_uri = ""
        self.session: Session | None = None
        self.browsers: list[Client] = []
        self.owner: Client | None = None
        self.codes: list[str] = []
        self.tokens: list[str] = []
        self.failures = 0
        self.dead = False

    def status(self) -> str:
        return "" if self.session is None else Session.objects.get(pk=self.session.pk).status

    @precondition(lambda self: not self.request_uri)
    @rule(ways=WAYS)
    def push(self, ways: int) -> None:
        found = {one.json()["request_uri"] for one in at_once(ways, self.rp.push)}
        assert len(found) == ways
        self.request_uri = found.pop()

    @precondition(lambda self: self.request_uri)
    @rule(ways=WAYS)
    def arrive(self, ways: int) -> None:
        begun = self.owner is not None
        arrived = [Client() for _ in range(ways)]
        todo = iter(arrived)
        answers = at_once(ways, lambda: self.rp.authorize(self.request_uri, next(todo)))
        if begun:
            assert {answer.status_code for answer in answers} <= {403, 410}
            return
        assert len({session_id(answer) for answer in answers}) == 1
        self.session = Session.objects.get(pk=session_id(answers[0]))
        self.browsers += arrived

    @precondition(lambda self: self.browsers and self.owner is None)
    @rule(ways=WAYS)
    def begin(self, ways: int) -> None:
        assert self.session is not None
        todo = iter((self.browsers * ways)[:ways])
        answers = at_once(ways, lambda: next(todo).post(f"/verify/{self.session.pk}/"))  # type: ignore[union-attr]  # just looked

        assert {answer.status_code for answer in answers} <= {303, 403}
        bound = bytes(Session.objects.get(pk=self.session.pk).browser_digest)
        [self.owner] = [
            one for one in self.browsers if digest(secret_in(one, self.session.pk)) == bound
        ]

    @precondition(lambda self: self.status() == Session.Status.CAPTURING)
    @rule()
    def decide(self) -> None:
        assert self.session is not None
        decide(self.session, "verified")

    @precondition(lambda self: self.session is not None)
    @rule(ways=WAYS)
    def come_back(self, ways: int) -> None:
        cookies = (self.owner or self.browsers[0]).cookies

        def one() -> Any:
            browser = Client()
            browser.cookies = cookies
            return self.rp.complete(self.session, browser)  # type: ignore[arg-type]  # arrived

        sent_back = [
            one for one in at_once(ways, one) if "code=" in one.headers.get("Location", "")
        ]
        assert not sent_back or self.status() == Session.Status.VERIFIED
        self.codes += [query(one)["code"] for one in sent_back]

    @rule(ways=WAYS)
    def go_on(self, ways: int) -> None:
        """Take the step that comes next, so that most lives get to their end."""
        if not self.request_uri:
            self.push(ways)
        elif self.session is None:
            self.arrive(ways)
        elif self.owner is None:
            self.begin(ways)
        elif self.status() == Session.Status.CAPTURING:
            self.decide()
        elif not self.codes:
            self.come_back(ways)
        else:
            self.redeem(ways)

    @precondition(lambda self: self.session is not None and self.owner is not None)
    @rule()
    def somebody_else_comes_back(self) -> None:
        assert self.rp.complete(self.session, Client()).status_code == 403  # type: ignore[arg-type]

    @precondition(lambda self: self.codes)
    @rule(ways=st.integers(1, 3))
    def redeem_wrongly(self, ways: int) -> None:
        answers = at_once(ways, lambda: self.rp.redeem(self.codes[0], code_verifier="x" * 43))
        assert {answer.status_code for answer in answers} == {400}
        self.failures += ways
        self.dead |= self.failures >= 5

    @precondition(lambda self: self.codes)
    @rule(ways=WAYS)
    def redeem(self, ways: int) -> None:
        answers = at_once(ways, lambda: self.rp.redeem(self.codes[0]))
        assert {answer.status_code for answer in answers} <= {200, 400}
        found = [one.json()["access_token"] for one in answers if one.status_code == 200]
        assert len(found) == (0 if self.dead else 1)
        self.tokens += found
        self.dead = True

    @precondition(lambda self: self.tokens)
    @rule()
    def use_the_token(self) -> None:
        """It was asked for twice at least: a code used again takes its token with it."""
        headers = {"authorization": f"Bearer {self.tokens[0]}"}
        assert self.rp.machine.get("/oauth2/userinfo", headers=headers).status_code == 401

    @precondition(lambda self: self.codes and not self.dead)
    @rule()
    def let_the_code_expire(self) -> None:
        AuthorizationCode.objects.filter(digest=codes.digest_of(self.codes[0])).update(
            expires_at=timezone.now() - timedelta(seconds=1)
        )
        self.dead = True

    @invariant()
    def nothing_is_used_twice(self) -> None:
        assert len(self.codes) <= 1
        assert len(self.tokens) <= 1


@pytest.mark.django_db(transaction=True)
def test_the_life_of_a_code_in_any_order(rp: RelyingParty, settings_of_limits: None) -> None:
    """Checks 71, 72, 86, 87, 89, 102 to 105, 135."""
    LifeOfACode.rp = rp
    run_state_machine_as_test(
        LifeOfACode,
        settings=settings(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_of_limits(settings: Any) -> None:
    settings.CLIENT_REQUESTS_PER_MINUTE = settings.ADDRESS_REQUESTS_PER_MINUTE = 1_000_000
