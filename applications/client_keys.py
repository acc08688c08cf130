"""A client's public keys for private_key_jwt (RFC 7517): what is accepted, and what is not."""

import json

from jwcrypto import jwk
from jwcrypto.common import JWException

ALGORITHMS = ("RS256", "PS256", "ES256")
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_MOST = 20


def problems(key_set: object) -> list[str]:
    """Return a sentence for each thing wrong with a key set, none when it is fit to use."""
    keys = key_set.get("keys") if isinstance(key_set, dict) else None
    if not isinstance(keys, list) or not 0 < len(keys) <= _MOST:
        return [f'A key set is an object with a list "keys" of 1 to {_MOST} keys.']
    return [text for number, key in enumerate(keys, 1) if (text := _problem(key, number))]


def load(key_set: object) -> list[jwk.JWK]:
    """Return the keys of a set that has no problems; none of one that has."""
    if not isinstance(key_set, dict) or problems(key_set):
        return []
    return [jwk.JWK(**key) for key in key_set["keys"]]


def _problem(key: object, number: int) -> str:
    if not isinstance(key, dict) or not all(isinstance(name, str) for name in key):
        return f"Key {number} is not an object."
    if _PRIVATE & key.keys():
        return f"Key {number} is a private or a shared key. Register public keys only."
    try:
        loaded = jwk.JWK.from_json(json.dumps(key))
    except (JWException, ValueError, TypeError):
        return f"Key {number} cannot be read."
    if loaded["kty"] == "RSA":
        size = loaded.get_op_key("verify").key_size
        return "" if size >= 2048 else f"Key {number} has fewer than 2048 bits."
    if loaded["kty"] == "EC" and loaded.get("crv") == "P-256":
        return ""
    return f"Key {number} is neither an RSA key nor an EC key on P-256."
