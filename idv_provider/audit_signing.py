"""Signs the audit trail at intervals, with an Ed25519 key of its own.

Whoever owns the database could rewrite the chain; without ``IDV_ENCRYPTION_KEYS`` they cannot sign
what they wrote, and a checkpoint that somebody kept elsewhere shows that it changed.
"""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from jwcrypto import jwk

from audit import offline, trail
from audit.models import Checkpoint, Entry, Key
from verification import sealing


def sign() -> bool:
    """Sign the trail up to its last entry; return whether there was something new to sign."""
    signer = key()
    with transaction.atomic():
        trail.lock()
        entry = Entry.objects.first()
        if entry is None or Checkpoint.objects.filter(seq=entry.seq).exists():
            return False
        now = timezone.now()
        text = offline.sign(entry.seq, entry.digest, now.isoformat(), signer)
        Checkpoint.objects.create(seq=entry.seq, at=now, kid=signer.thumbprint(), jws=text)
    return True


def last() -> Checkpoint | None:
    """Return the newest signature."""
    return Checkpoint.objects.order_by("seq").last()


def public_keys() -> str:
    """Return the public keys of all signatures, as a JWK set."""
    rows = Key.objects.order_by("created_at").values_list("public_jwk", flat=True)
    return json.dumps({"keys": list(rows)}, indent=2)


def new_key(actor: str) -> str:
    """Make the key that signs from now on; return its id. The trail tells of it."""
    key = jwk.JWK.generate(kty="OKP", crv="Ed25519")
    kid: str = key.thumbprint()
    with transaction.atomic():
        Key.objects.create(
            kid=kid,
            public_jwk=key.export_public(as_dict=True) | {"kid": kid, "use": "sig", "alg": "EdDSA"},
            private_sealed=sealing.seal(key.export_private().encode(), context=context(kid)),
        )
        trail.record(actor, "audit.key_made", kid=kid)
    return kid


def context(kid: str) -> str:
    """Return what a key's private part is sealed for."""
    return f"audit key:{kid}"


def key() -> Any:  # noqa: ANN401  # a JWK, published without types
    """Return the newest key; make the first."""
    with transaction.atomic():
        trail.lock()
        if not Key.objects.exists():
            new_key(trail.CLOCK)
    row = Key.objects.latest("created_at")
    text = sealing.unseal(bytes(row.private_sealed), context=context(row.kid))
    return jwk.JWK.from_json(text.decode())
