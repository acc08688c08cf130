"""How often something may be done: fixed windows, counted in the cache that all workers share."""

import hashlib
import logging
import time
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

WINDOW_SECONDS = 60
# A Redis that does not answer is left alone for a while: nobody waits for it again and again.
_REST_SECONDS = 5
_rests_until: dict[str, float] = {}  # by URL, on the monotonic clock


def hit(name: str, most: int) -> int:
    """Count one use of ``name``; return 0, or for how many seconds it is now over ``most``."""
    if time.monotonic() < _rests_until.get(settings.REDIS_URL, 0):
        return 0
    window, left = _window()
    try:
        return left if _count(f"{name}:{window}") > most else 0
    except RedisError as error:
        return _uncounted(error)


def client_address(request: HttpRequest) -> str:
    """Return the network address that the request came from.

    Behind a proxy that is the last one in X-Forwarded-For: the only one the proxy wrote itself.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded.rpartition(",")[2].strip() or address
    return address


def address_of(request: HttpRequest) -> str:
    """Return the network address that the request came from, as a short digest.

    An IPv6 address counts by its /64, which is what one household or host has.
    """
    address = client_address(request)
    if address.count(":") > 3:
        address = ":".join(address.split(":")[:4])
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def _window() -> tuple[int, int]:
    """Return the number of the window, and for how many seconds it goes on."""
    window, used = divmod(time.time(), WINDOW_SECONDS)
    return int(window), int(WINDOW_SECONDS - used) + 1


def _uncounted(error: RedisError) -> int:
    """Let through what cannot be counted: limits hold off floods, they keep no secret."""
    _rests_until[settings.REDIS_URL] = time.monotonic() + _REST_SECONDS
    log.warning("limits are not counted: %s", type(error).__name__)
    return 0


def _count(name: str) -> int:
    key = f"limit:{name}"
    if settings.REDIS_URL:
        return _count_in_redis(key)
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # evicted in between: a cache that small counts nothing
        return 0


def _count_in_redis(key: str) -> int:
    """Count in one round trip, where Django's cache takes two or three."""
    with _redis(settings.REDIS_URL).pipeline(transaction=False) as pipe:
        pipe.incr(key)
        pipe.expire(key, 2 * WINDOW_SECONDS)
        counted, _ = pipe.execute()
    return int(counted)


@lru_cache(maxsize=1)
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
