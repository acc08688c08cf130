"""Authenticated encryption with the deployment's key: for session keys, signing keys and the like.

A sealed value is ``key id (4 bytes) | nonce (12 bytes) | AES-256-GCM ciphertext and tag``. The
``context`` is authenticated with it, so a value copied into another row or column does not open.
"""

import hashlib
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
_NONCE_BYTES = 12
_ID_BYTES = 4


class UnsealError(Exception):
    """The value was not sealed with any of our keys, for this context."""


def seal(plaintext: bytes, *, context: str) -> bytes:
    """Encrypt with the deployment's current key."""
    key = settings.ENCRYPTION_KEYS[0]
    return _key_id(key) + encrypt(key, plaintext, context=context)


def unseal(sealed: bytes, *, context: str) -> bytes:
    """Decrypt with whichever of the deployment's keys sealed it.

    Raises:
        UnsealError: unknown key, altered value or another context.
    """
    wanted, body = bytes(sealed[:_ID_BYTES]), bytes(sealed[_ID_BYTES:])
    for key in settings.ENCRYPTION_KEYS:
        if secrets.compare_digest(_key_id(key), wanted):
            return decrypt(key, body, context=context)
    raise UnsealError(f"No deployment key opens this value ({context.partition(':')[0]}).")


def encrypt(key: bytes, plaintext: bytes, *, context: str) -> bytes:
    """Encrypt with ``key`` (32 bytes) under a fresh random nonce."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context.encode())


def decrypt(key: bytes, body: bytes, *, context: str) -> bytes:
    """Reverse ``encrypt``.

    Raises:
        UnsealError: wrong key, altered value or another context.
    """
    try:
        return AESGCM(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise UnsealError(f"The value does not open ({context.partition(':')[0]}).") from error


@cache
def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"idv key id" + key).digest()[:_ID_BYTES]
