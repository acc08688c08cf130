"""Keys that sign ID tokens: made, published before use and after, rotated, never shown.

An algorithm has one key that signs and one that waits, published, for the next rotation. Which key
signs follows from the clock and the rows alone, so all workers change over at the same moment.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from jwcrypto import jwk

from audit import trail
from oidc.models import SigningKey
from outbox import models as outbox
from verification import sealing

# A relying party may keep the key set this long (Cache-Control of the JWKS endpoint) …
JWKS_MAX_AGE = timedelta(minutes=15)
# … so a key is published longer than that before it signs, and after the last token it signed.
PUBLISH_BEFORE = timedelta(minutes=30)
PUBLISH_AFTER = timedelta(hours=1)
ROTATE_EVERY = timedelta(days=90)
# A worker reads the keys again this often, and a rotation begins that much later than its button.
_FRESH_SECONDS = 0.5
_LEAD = timedelta(seconds=2)
_RSA_BITS = 2048
_LOCK = 0x1D5_0001  # of the advisory lock under which keys are made


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that is ready to sign.

    Attributes:
        kid: its id in the key set.
        algorithm: RS256, ES256 or PS256.
        key: the private JWK; leave it where it is.
        active_from: when it begins to sign.
    """

    kid: str
    algorithm: str
    key: Any
    active_from: datetime


class _Published:
    """The published keys as this process last read them."""

    read_at: float = float("-inf")
    signers: tuple[Signer, ...] = ()
    key_set: bytes = b""


_published = _Published()
_loaded: dict[str, Any] = {}


def ensure_signing_key(algorithm: str = "RS256") -> SigningKey:
    """Return the key that signs with ``algorithm``; make it, and the next one, where missing."""
    with transaction.atomic():
        _lock()
        now = timezone.now()  # after the lock: another process may just have made it
        current = _current(algorithm, now) or _create(algorithm, active_from=now)
        _ensure_next(algorithm)
    forget()
    return current


class AlreadyRotated(Exception):
    """Another key waits than the one that the caller saw: somebody was first."""


def rotate(
    algorithm: str = "RS256",
    *,
    by: trail.Actor = trail.COMMAND,
    withdraw: bool = False,
    seen: str = "",
) -> datetime:
    """Put the waiting key in the signing key's place; return the moment when all workers will.

    Args:
        algorithm: whose keys.
        by: who asked for it.
        withdraw: the old keys may be known to a thief. They are published no longer than until
            that moment, which is at once; otherwise it can be put off, as the waiting key's
            publication must be older than any key set that a relying party may have kept.
        seen: the id of the key that waited when the caller decided, so that the same form, sent
            twice, rotates once; or nothing.

    Raises:
        AlreadyRotated: another one waits now.
    """
    ensure_signing_key(algorithm)
    with transaction.atomic():
        _lock()
        now = timezone.now()
        following = _waiting(algorithm).get()
        if seen and following.kid != seen:
            raise AlreadyRotated
        begins = now + _LEAD if withdraw else max(now + _LEAD, _known_from(following))
        _retire(algorithm, begins if withdraw else begins + PUBLISH_AFTER)
        SigningKey.objects.filter(pk=following.pk).update(active_from=begins)
        _ensure_next(algorithm)
        outbox.note("key.rotated", following.kid)
        trail.record(
            by, "signing_key.rotated", following,
            algorithm=algorithm, begins=begins.isoformat(), withdrawn=withdraw,
        )  # fmt: skip
    forget()
    return begins


def rotate_due() -> list[str]:
    """Rotate every algorithm whose key has signed for ``ROTATE_EVERY``; drop keys long retired."""
    now = timezone.now()
    SigningKey.objects.filter(retired_at__lte=now).delete()
    due = SigningKey.objects.filter(retired_at__isnull=True, active_from__lte=now - ROTATE_EVERY)
    algorithms = sorted(set(due.values_list("algorithm", flat=True)))
    for algorithm in algorithms:
        rotate(algorithm, by=trail.CLOCK)
    return algorithms


def signer(algorithm: str) -> Signer:
    """Return the key to sign with now; made on the spot when the algorithm never had one."""
    found = _signer(algorithm)
    if found is None:
        ensure_signing_key(algorithm)
        found = _signer(algorithm)
    if found is None:
        raise SigningKey.DoesNotExist(algorithm)
    return found


def key_set() -> bytes:
    """Return the JWKS document (RFC 7517): the same bytes from every worker.

    Never empty: a relying party that kept an empty one would refuse the first tokens.
    """
    _refresh()
    if not _published.signers:
        ensure_signing_key()
        _refresh()
    return _published.key_set


def forget() -> None:
    """Have this process read the keys again at their next use."""
    _published.read_at = float("-inf")


def _signer(algorithm: str) -> Signer | None:
    _refresh()
    now = timezone.now()
    begun = [
        one for one in _published.signers if one.algorithm == algorithm and one.active_from <= now
    ]
    return max(begun, key=lambda one: one.active_from, default=None)


def _refresh() -> None:
    if time.monotonic() - _published.read_at < _FRESH_SECONDS:
        return
    read_at = time.monotonic()
    rows = list(_still_published().order_by("created_at", "kid"))
    _published.signers = tuple(
        Signer(row.kid, row.algorithm, _load(row), row.active_from)
        for row in rows
        if row.active_from is not None
    )
    body = {"keys": [row.public_jwk for row in rows]}
    _published.key_set = json.dumps(body, separators=(",", ":"), sort_keys=True).encode()
    _published.read_at = read_at


def _still_published() -> QuerySet[SigningKey]:
    return SigningKey.objects.filter(Q(retired_at__isnull=True) | Q(retired_at__gt=timezone.now()))


def _load(row: SigningKey) -> Any:  # noqa: ANN401  # a JWK, published without types
    """Return the private key, opened once a process."""
    if row.kid not in _loaded:
        text = sealing.unseal(bytes(row.private_sealed), context=_context(row.kid))
        _loaded[row.kid] = jwk.JWK.from_json(text.decode())
    return _loaded[row.kid]


def _current(algorithm: str, now: datetime) -> SigningKey | None:
    begun = SigningKey.objects.filter(algorithm=algorithm, active_from__lte=now)
    return begun.order_by("-active_from").first()


def _waiting(algorithm: str) -> QuerySet[SigningKey]:
    return SigningKey.objects.filter(algorithm=algorithm, active_from__isnull=True)


def _known_from(key: SigningKey) -> datetime:
    """Return when every relying party has a key set with this key in it."""
    return key.created_at + PUBLISH_BEFORE


def _retire(algorithm: str, moment: datetime) -> None:
    """End the publication of every key that has a place; none is published longer than before."""
    ended = SigningKey.objects.filter(algorithm=algorithm, active_from__isnull=False)
    later = Q(retired_at__isnull=True) | Q(retired_at__gt=moment)
    ended.filter(later).update(retired_at=moment)


def _ensure_next(algorithm: str) -> None:
    if not _waiting(algorithm).exists():
        _create(algorithm, active_from=None)


def _create(algorithm: str, *, active_from: datetime | None) -> SigningKey:
    kind = {"kty": "EC", "crv": "P-256"} if algorithm == "ES256" else {"kty": "RSA"}
    size = {} if algorithm == "ES256" else {"size": _RSA_BITS}
    key = jwk.JWK.generate(**kind, **size)
    kid = key.thumbprint()
    public = key.export_public(as_dict=True) | {"kid": kid, "use": "sig", "alg": algorithm}
    return SigningKey.objects.create(
        kid=kid,
        algorithm=algorithm,
        public_jwk=public,
        private_sealed=sealing.seal(key.export_private().encode(), context=_context(kid)),
        active_from=active_from,
    )


def _lock() -> None:
    """Let one process at a time make keys; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _context(kid: str) -> str:
    return f"signing key:{kid}"
