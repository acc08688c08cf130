"""Is an exported trail whole? Judged from the file and the public keys alone: no database."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jwcrypto import jwk, jws
from jwcrypto.common import JWException

from audit.chain import FIRST, Row, canonical

_FIELDS = {"seq", "at", "actor", "action", "object", "facts", "previous", "hash"}
_SIGNED = {"alg": "EdDSA", "typ": "audit-checkpoint+jws"}


class Broken(Exception):
    """The first line that does not hold, and why."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What the file proves.

    Attributes:
        entries: how many there are.
        signed: how many of them, from the first, a signature covers.
        signed_at: when the last signature was made; empty without one.
        head: the hash of the last entry.
    """

    entries: int = 0
    signed: int = 0
    signed_at: str = ""
    head: str = FIRST


def verify(lines: Iterable[str], keys: Mapping[str, Any]) -> Verified:
    """Follow the chain from the first entry to the last.

    Args:
        lines: of the export.
        keys: the public keys by ``kid``, as ``load_keys`` returns them.

    Raises:
        Broken: an entry was changed, removed, added or moved, or a signature is not genuine.
    """
    state = Verified()
    for number, line in enumerate(lines, 1):
        try:
            state = _follow(state, _parse(line), keys)
        except Broken as broken:
            raise Broken(f"Line {number}: {broken}") from broken
    return state


def load_keys(text: str) -> dict[str, Any]:
    """Read a JWK or a JWK set of public keys.

    Raises:
        ValueError: it is neither.
    """
    try:
        body = json.loads(text)
        found = [jwk.JWK(**one) for one in body.get("keys", [body])]
    except (JWException, TypeError, AttributeError, ValueError) as error:
        raise ValueError("This is not a JWK or a JWK set.") from error
    return {key.thumbprint(): key for key in found}


def sign(seq: int, digest: str, at: str, key: Any) -> str:  # noqa: ANN401  # published without types
    """Return a checkpoint: a compact JWS (RFC 7515, EdDSA by RFC 8037) over the last entry."""
    token = jws.JWS(canonical({"seq": seq, "hash": digest, "at": at}))
    header = _SIGNED | {"kid": key.thumbprint()}
    token.add_signature(key, alg="EdDSA", protected=canonical(header))
    text: str = token.serialize(compact=True)
    return text


def _follow(state: Verified, body: dict[str, Any], keys: Mapping[str, Any]) -> Verified:
    if set(body) == {"checkpoint"}:
        return _checkpoint(state, body["checkpoint"], keys)
    if set(body) != _FIELDS:
        raise Broken("this is neither an entry nor a checkpoint.")
    claimed = body.pop("hash")
    row = Row(**body)
    if row.seq != state.entries + 1:
        raise Broken(f"entry {state.entries + 1} is missing; here is {row.seq!r}.")
    if row.previous != state.head:
        raise Broken(f"entry {row.seq} does not follow the one before it.")
    if row.digest() != claimed:
        raise Broken(f"entry {row.seq} was changed: its hash does not fit.")
    return Verified(row.seq, state.signed, state.signed_at, claimed)


def _checkpoint(state: Verified, text: object, keys: Mapping[str, Any]) -> Verified:
    token = jws.JWS()
    try:
        token.deserialize(str(text))
        key = keys[token.jose_header["kid"]]
        token.allowed_algs = ["EdDSA"]
        token.verify(key)
        body = json.loads(token.payload)
        seq, digest, at = body["seq"], body["hash"], body["at"]
    except KeyError as missing:
        raise Broken("the checkpoint is signed by a key that was not given.") from missing
    except (JWException, ValueError, TypeError) as error:
        raise Broken("the checkpoint's signature is not genuine.") from error
    if (seq, digest) != (state.entries, state.head):
        raise Broken(f"the checkpoint signs entry {seq} with another hash: it was rewritten.")
    return Verified(state.entries, seq, at, state.head)


def _parse(line: str) -> dict[str, Any]:
    try:
        body = json.loads(line)
    except ValueError as error:
        raise Broken("this is not JSON.") from error
    if not isinstance(body, dict):
        raise Broken("this is not a JSON object.")
    return body
