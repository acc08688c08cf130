"""Counting how often something is done, and by whom."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import RequestFactory

from verification import limits


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_what_is_over_the_limit_waits_for_the_window_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_040.5)

    assert [limits.hit("a", 2) for _ in range(4)] == [0, 0, 40, 40]
    assert limits.hit("b", 2) == 0
    assert (limits.waiting("a", 2), limits.waiting("b", 2)) == (40, 0)


def test_the_next_window_counts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_019.0)
    limits.hit("a", 1)
    assert limits.hit("a", 1)
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_080.0)

    assert limits.hit("a", 1) == 0


def test_a_cache_that_is_down_stops_nobody(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1"}}

    assert limits.hit("a", 0) == 0
    assert limits.waiting("a", 0) == 0
    assert "ConnectionError" in caplog.text


def address(forwarded: str = "", **meta: str) -> str:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return limits.address_of(RequestFactory().get("/", **meta, **headers))


def test_nobody_chooses_their_own_address(settings: LazySettings) -> None:
    settings.BEHIND_PROXY = False
    assert address("203.0.113.1") == address("203.0.113.2") == address()

    settings.BEHIND_PROXY = True
    assert address("6.6.6.6, 203.0.113.1") == address("7.7.7.7, 203.0.113.1")
    assert address("203.0.113.1") != address("203.0.113.2")


def test_one_network_of_ipv6_counts_as_one() -> None:
    one, two = "2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2"

    assert address(REMOTE_ADDR=one) == address(REMOTE_ADDR=two)
    assert address(REMOTE_ADDR=one) != address(REMOTE_ADDR="2001:db8:1:3::1")
    assert "2001" not in address(REMOTE_ADDR=one)
