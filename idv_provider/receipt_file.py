"""A receipt as a file: readable JSON beside a signature over it, by the audit's own key.

Not by a key of ID tokens: a receipt must never pass for one.
"""

import json
from collections.abc import Mapping
from typing import Any

from jwcrypto import jws
from jwcrypto.common import JWException

from audit.chain import canonical
from idv_provider import audit_signing

_HEADER = {"alg": "EdDSA", "typ": "decision-receipt+jws"}


class Altered(Exception):
    """The file is not as it was signed; the message says how that shows."""


def write(receipt: Mapping[str, Any]) -> str:
    """Return the file's text."""
    key = audit_signing.key()
    token = jws.JWS(canonical(receipt))
    token.add_signature(key, alg="EdDSA", protected=canonical(_HEADER | {"kid": key.thumbprint()}))
    signature = token.serialize(compact=True)
    return json.dumps({"receipt": receipt, "signature": signature}, indent=2) + "\n"


def read(text: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return the receipt of a file that is as it was signed.

    Args:
        text: the file's.
        keys: public keys by ``kid``, from ``audit.offline.load_keys``.

    Raises:
        Altered: it is not, or was signed by another key.
    """
    try:
        body = json.loads(text)
        receipt, signature = body["receipt"], str(body["signature"])
    except (ValueError, KeyError, TypeError) as error:
        raise Altered("this is no receipt's file") from error
    if canonical(receipt) != _signed(signature, keys):
        raise Altered("what can be read in it is not what was signed")
    if not isinstance(receipt, dict):
        raise Altered("this is no receipt's file")
    return receipt


def _signed(signature: str, keys: Mapping[str, Any]) -> str:
    token = jws.JWS()
    try:
        token.deserialize(signature)
        header = token.jose_header
        key = keys[header["kid"]]
        token.allowed_algs = ["EdDSA"]
        token.verify(key)
    except KeyError as missing:
        raise Altered("it is signed by a key that was not given") from missing
    except (JWException, ValueError, TypeError) as error:
        raise Altered("its signature is not genuine") from error
    if header.get("typ") != _HEADER["typ"]:
        raise Altered("its signature is one over something else")
    payload: bytes = token.payload
    return payload.decode()
