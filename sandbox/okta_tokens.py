"""Validation of an ID token with PyJWT, which the provider does not use."""

from dataclasses import dataclass
from typing import Any

import jwt

ALGORITHM = "RS256"
REQUIRED = ("iss", "aud", "exp", "iat")
# The two clocks are one machine's here; between an org and a vendor they may differ a little.
LEEWAY_SECONDS = 5


class TokenRefused(Exception):
    """The token does not prove anything; the message says why, without quoting it."""


@dataclass(frozen=True, slots=True)
class IdToken:
    """A token's two readable parts, once its signature was verified."""

    header: dict[str, Any]
    payload: dict[str, Any]


def validated(token: str, keys: object, *, issuer: str, audience: str) -> IdToken:
    """Verify the signature with the key that the header names, then issuer, audience and times.

    Args:
        token: compact JWS.
        keys: the vendor's JWKS, as parsed from its JSON.
        issuer: as configured.
        audience: Okta's client id at the vendor.

    Raises:
        TokenRefused: anything at all is wrong.
    """
    try:
        header = jwt.get_unverified_header(token)
        payload = jwt.decode(
            token,
            _key(header, keys),
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": list(REQUIRED), "strict_aud": True},
        )
    except jwt.PyJWTError as error:
        raise TokenRefused(_WORDS.get(type(error), str(error))) from error
    return IdToken(header, payload)


def _key(header: dict[str, Any], keys: object) -> jwt.PyJWK:
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise TokenRefused("The token's header names no key (kid).")
    if not isinstance(keys, dict) or not isinstance(keys.get("keys"), list):
        raise TokenRefused("The JWKS is not a JSON object with keys.")
    matching = [key for key in keys["keys"] if isinstance(key, dict) and key.get("kid") == kid]
    if len(matching) != 1:
        raise TokenRefused(f"The JWKS holds {len(matching)} keys with the token's kid, not one.")
    if "d" in matching[0]:
        raise TokenRefused("The JWKS publishes the private part of the key.")
    return jwt.PyJWK.from_dict(matching[0], algorithm=ALGORITHM)


_WORDS: dict[type[Exception], str] = {
    jwt.InvalidSignatureError: "The signature is not by the key that the header names.",
    jwt.ExpiredSignatureError: "The token has expired.",
    jwt.ImmatureSignatureError: "The token is not valid yet.",
    jwt.InvalidAudienceError: "The audience (aud) is not Okta's client ID.",
    jwt.InvalidIssuerError: "The issuer (iss) is not the configured one.",
    jwt.InvalidAlgorithmError: f"The token is not signed with {ALGORITHM}.",
}
