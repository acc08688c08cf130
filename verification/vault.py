"""The one door to personal data: put, get, shred.

Every session has a key of its own, sealed with the deployment's key. Deleting that key makes all
of the session's items unreadable at once, also in a backup of the items made earlier.
"""

import json
import secrets
from typing import Any

from django.db import transaction

from audit import trail
from verification import sealing
from verification.models import CheckResult, Session, VaultItem


class Shredded(Exception):
    """The session's key is gone, and with it everything that it encrypted."""


def new_session_key(session_id: object) -> bytes:
    """Return a fresh sealed key for the session."""
    return sealing.seal(secrets.token_bytes(sealing.KEY_BYTES), context=f"session:{session_id}")


def seal_claims(session: Session, claims: dict[str, Any]) -> bytes:
    """Return the pushed claims, encrypted with the session's key."""
    body = json.dumps(claims).encode()
    return sealing.encrypt(_key(session), body, context=f"claims:{session.pk}")


def open_claims(session: Session) -> dict[str, Any]:
    """Return what ``seal_claims`` sealed.

    Raises:
        Shredded: the session's evidence was shredded.
    """
    sealed = bytes(session.claims_sealed)
    opened: dict[str, Any] = json.loads(
        sealing.decrypt(_key(session), sealed, context=f"claims:{session.pk}")
    )
    return opened


def seal_account(session: Session, masked: str) -> bytes:
    """Return the person's masked login, encrypted with the session's key; empty for none."""
    if not masked:
        return b""
    return sealing.encrypt(_key(session), masked.encode(), context=f"account:{session.pk}")


def open_account(session: Session) -> str:
    """Return what ``seal_account`` sealed; empty where there was none, or it was shredded."""
    sealed = bytes(session.account_sealed)
    if not sealed or session.session_key is None:
        return ""
    return sealing.decrypt(_key(session), sealed, context=f"account:{session.pk}").decode()


def put(session: Session, name: str, value: bytes) -> None:
    """Encrypt ``value`` and keep it under ``name``, in place of what was there.

    Raises:
        Shredded: the session's evidence was shredded.
    """
    ciphertext = sealing.encrypt(_key(session), value, context=f"{session.pk}/{name}")
    VaultItem.objects.update_or_create(
        session=session, name=name, defaults={"ciphertext": ciphertext}
    )


def get(session: Session, name: str) -> bytes:
    """Return what was put under ``name``.

    Raises:
        Shredded: the session's evidence was shredded.
        VaultItem.DoesNotExist: nothing was put there.
    """
    key = _key(session)
    item = VaultItem.objects.get(session=session, name=name)
    return sealing.decrypt(key, bytes(item.ciphertext), context=f"{session.pk}/{name}")


def discard(session: Session, name: str) -> None:
    """Delete one item, if it is there."""
    VaultItem.objects.filter(session=session, name=name).delete()


def shred(session: Session, *, by: trail.Actor = trail.CLOCK) -> None:
    """Delete the session's key, all that it encrypted, and dates in findings. Safe to run twice."""
    with transaction.atomic():
        held = Session.objects.filter(pk=session.pk, session_key__isnull=False)
        shredded = held.update(session_key=None, claims_sealed=b"", account_sealed=b"")
        VaultItem.objects.filter(session=session).delete()
        # A number of days until a document expires tells its date of expiry.
        CheckResult.objects.filter(session=session, unit="days").update(measured=None)
        if shredded:
            trail.record(by, "session.shredded", session)


def _key(session: Session) -> bytes:
    if session.session_key is None:
        raise Shredded
    return sealing.unseal(bytes(session.session_key), context=f"session:{session.pk}")
