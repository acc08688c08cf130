"""The signature of Standard Webhooks (github.com/standard-webhooks, version 1). Pure."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32


def headers(
    message_id: str, timestamp: int, body: bytes, secrets: Iterable[bytes]
) -> dict[str, str]:
    """Return what a message is sent with.

    Args:
        message_id: the same however often the message is sent.
        timestamp: of this try, seconds since 1970; receivers refuse what is five minutes off.
        body: as it is sent.
        secrets: one signature for each; two while one secret replaces another.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = (hmac.digest(secret, signed, hashlib.sha256) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_text(one)}" for one in signatures),
    }


def shown(secret: bytes) -> str:
    """Return a secret as its receiver is given it."""
    return f"{PREFIX}{_text(secret)}"


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
