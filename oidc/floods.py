"""Floods are told to wait; the log hears of each once a minute, so that none fills it."""

from oidc.errors import SlowDown
from verification import limits

_DETAIL = "The first in this minute; the others leave no row."


def hold_off(name: str, most: int, description: str) -> None:
    """Count one use of ``name``.

    Raises:
        SlowDown: it is used more than ``most`` times a minute.
    """
    wait = limits.hit(name, most)
    if wait:
        first = not limits.hit(f"logged:{name}", 1)
        raise SlowDown(description, retry_after=wait, first=first, detail=_DETAIL)
