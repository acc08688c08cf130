"""API tokens: random, shown once, kept as a salted hash, looked up by a part that is no secret.

``idv_{token id}_{secret}``: the prefix lets a scanner of repositories know one when it sees it.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.utils import timezone

from idv_provider.api import scopes
from idv_provider.api.models import Token

_FORM = re.compile(r"idv_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_SALT_BYTES = 16
_NOBODY = b"\0" * _SALT_BYTES
# How exactly the last use is known; a row is not written for every request.
_NOTED_EVERY = timedelta(minutes=1)


def issue(
    name: str, granted: Iterable[str], made_by: User, expires_at: datetime
) -> tuple[Token, str]:
    """Store a new token; return it with its text, which nobody can read again."""
    public_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    salt = secrets.token_bytes(_SALT_BYTES)
    token = Token.objects.create(
        name=name,
        public_id=public_id,
        salt=salt,
        digest=_digest(salt, secret),
        scopes=sorted(granted),
        made_by=made_by,
        expires_at=expires_at,
    )
    return token, f"idv_{public_id}_{secret}"


def find(text: str) -> Token | None:
    """Return the living token that ``text`` is, its use noted; as slow for one that is unknown."""
    parts = _FORM.fullmatch(text)
    public_id, secret = parts.groups() if parts else ("", "")
    token = Token.objects.select_related("made_by").filter(public_id=public_id).first()
    salt, kept = (bytes(token.salt), bytes(token.digest)) if token else (_NOBODY, _NOBODY)
    same = secrets.compare_digest(kept, _digest(salt, secret))
    if token is None or not same or not is_alive(token):
        return None
    _note_use(token)
    return token


def is_alive(token: Token) -> bool:
    """Return whether it works: neither ended nor expired, and its maker still signs in."""
    maker = token.made_by
    return token.revoked_at is None and token.expires_at > timezone.now() and maker.is_active


def may(token: Token, scope: str) -> bool:
    """Return whether the token has the scope, and its maker still every right that it needs."""
    return scope in token.scopes and can_give(token.made_by, scope)


def can_give(user: User | AnonymousUser, scope: str) -> bool:
    """Return whether the administrator holds every right that a scope stands for."""
    needed = scopes.rights(scope)
    return needed is not None and user.has_perms(needed)


def _note_use(token: Token) -> None:
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - _NOTED_EVERY)
    Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def _digest(salt: bytes, secret: str) -> bytes:
    return hashlib.sha256(salt + secret.encode()).digest()
