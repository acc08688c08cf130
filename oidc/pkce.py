"""Proof Key for Code Exchange with S256, the only method offered (RFC 7636). Pure."""

import base64
import hashlib
import re
import secrets

# SHA-256 in base64url without padding (section 4.2), and section 4.1.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def is_challenge(text: str) -> bool:
    return _CHALLENGE.fullmatch(text) is not None


def proves(verifier: str, challenge: str) -> bool:
    """Return whether ``verifier`` is the one that ``challenge`` was made from."""
    if _VERIFIER.fullmatch(verifier) is None:
        return False
    return secrets.compare_digest(challenge_of(verifier), challenge)


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of an ASCII verifier."""
    hashed = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
