"""Signed cookies with a secret each: how a browser, or a phone, is known again.

One cookie a session, so that two flows in one browser stay apart. We keep the secret's digest
alone.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase


@dataclass(frozen=True, slots=True)
class SecretCookie:
    """One kind of them.

    Attributes:
        salt: of the signature, so that none is taken for one of another kind.
        prefix: the setting that says how their names begin; the session's id follows.
        kept: for how long a browser keeps one.
    """

    salt: str
    prefix: str
    kept: timedelta

    def offer(self, response: HttpResponseBase, session_id: UUID) -> None:
        """Give a new one with the response."""
        response.set_cookie(
            self._name(session_id),
            self._signer().sign(f"{session_id}:{secrets.token_urlsafe(32)}"),
            secure=settings.FLOW_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
            max_age=self.kept,
        )

    def secret_of(self, request: HttpRequest, session_id: UUID) -> str | None:
        """Return the secret of the one that was given for this session, if one was."""
        try:
            value = self._signer().unsign(request.COOKIES.get(self._name(session_id), ""))
        except signing.BadSignature:
            return None
        owner, _, secret = value.partition(":")
        return secret if owner == str(session_id) else None

    def _name(self, session_id: UUID) -> str:
        return f"{getattr(settings, self.prefix)}{session_id.hex}"

    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=self.salt)


def digest(secret: str) -> bytes:
    """Return what is stored of a secret: SHA-256, as it has 160 random bits or more."""
    return hashlib.sha256(secret.encode()).digest()
