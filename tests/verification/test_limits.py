"""Counting how often something is done, and by whom."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import RequestFactory

from tests.journeys.programs import redis_server
from verification import limits


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_what_is_over_the_limit_waits_for_the_window_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000_040.5)

    assert [limits.hit("a", 2) for _ in range(4)] == [0, 0, 40, 40]
    assert limits.hit("b", 2) == 0


def test_the_next_window_counts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000_019.0)
    limits.hit("a", 1)
    assert limits.hit("a", 1)
    monkeypatch.setattr(time, "time", lambda: 1_000_000_080.0)

    assert limits.hit("a", 1) == 0


def test_a_cache_that_is_down_stops_nobody(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"

    assert limits.hit("a", 0) == 0
    assert "ConnectionError" in caplog.text


def address(forwarded: str = "", *, remote: str = "127.0.0.1") -> str:
    request = RequestFactory().get("/", REMOTE_ADDR=remote)
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return limits.address_of(request)


def test_nobody_chooses_their_own_address(settings: LazySettings) -> None:
    settings.BEHIND_PROXY = False
    assert address("203.0.113.1") == address("203.0.113.2") == address()

    settings.BEHIND_PROXY = True
    assert address("6.6.6.6, 203.0.113.1") == address("7.7.7.7, 203.0.113.1")
    assert address("203.0.113.1") != address("203.0.113.2")


def test_one_network_of_ipv6_counts_as_one() -> None:
    one, two = "2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2"

    assert address(remote=one) == address(remote=two)
    assert address(remote=one) != address(remote="2001:db8:1:3::1")
    assert "2001" not in address(remote=one)


def test_redis_counts_for_all_processes(settings: LazySettings, tmp_path: Path) -> None:
    program = redis_server()
    socket = tmp_path / "redis.sock"
    process = subprocess.Popen(  # noqa: S603  # our own command
        [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    try:
        while not socket.exists():
            assert process.poll() is None
            time.sleep(0.02)
        settings.REDIS_URL = f"unix://{socket}"

        assert [limits.hit("a", 2) > 0 for _ in range(4)] == [False, False, True, True]
        assert limits.hit("b", 2) == 0
    finally:
        process.terminate()
        process.wait(10)
