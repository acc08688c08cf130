"""What a signing key does at a moment, in words. Follows from its own row alone."""

from datetime import datetime
from typing import NamedTuple

from oidc.keys import PUBLISH_AFTER
from oidc.models import SigningKey


class KeyState(NamedTuple):
    """A word to colour, and a sentence."""

    word: str
    sentence: str


def key_state(key: SigningKey, now: datetime) -> KeyState:
    """Return what the key does at ``now``."""
    if key.retired_at is not None and key.retired_at <= now:
        return KeyState("retired", "No longer published.")
    if key.active_from is None:
        return KeyState("waiting", "Published, so that it is known before the next rotation.")
    if key.active_from > now:
        return KeyState("next", "Published; takes over at the moment named.")
    if key.retired_at is None or key.retired_at - PUBLISH_AFTER > now:
        return KeyState("signing", "Signs every new ID token.")
    return KeyState("verifying", "Signs no more; still published for tokens it has signed.")
