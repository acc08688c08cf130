"""What the sandbox org keeps: the vendor as set up, and transactions, for a short while."""

import hashlib
import json
import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from verification import sealing

# Longer than any flow may take (two hours).
LIFE = timedelta(hours=3)
# Every column here that can hold personal data; it is sealed.
PERSONAL_COLUMNS = (("sandbox.Transaction", "record_sealed"),)


class Vendor(models.Model):
    """The identity verification vendor, as an Okta administrator would have typed it in."""

    name = models.CharField(max_length=80)
    client_id = models.CharField(max_length=100, unique=True)
    secret_sealed = models.BinaryField(editable=False)
    redirect_uri = models.URLField(max_length=300)
    issuer = models.URLField(max_length=300)
    par = models.URLField("PAR URL", max_length=300)
    authorize = models.URLField("authorize URL", max_length=300)
    token = models.URLField("token URL", max_length=300)
    jwks = models.URLField("JWKS URL", max_length=300)

    class Meta:
        ordering = ("pk",)  # the newest is the one that the org uses

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        """The client secret, in clear.

        Raises:
            verification.sealing.UnsealError: it was sealed by another deployment's key.
        """
        return sealing.unseal(
            bytes(self.secret_sealed), context=f"vendor:{self.client_id}"
        ).decode()

    def keep_secret(self, secret: str) -> None:
        """Seal ``secret`` into the column; save afterwards."""
        self.secret_sealed = sealing.seal(secret.encode(), context=f"vendor:{self.client_id}")


class Transaction(models.Model):
    """One identity verification that the org asked for, bound to a browser and to a state."""

    class Status(models.TextChoices):
        AWAY = "away", "The browser is at the vendor"
        RETURNED = "returned", "The browser came back"
        JUDGED = "judged", "Judged"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    browser_digest = models.BinaryField(max_length=32, editable=False)
    state_digest = models.BinaryField(max_length=32, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.AWAY)
    record_sealed = models.BinaryField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.pk} ({self.status})"

    @property
    def record(self) -> dict[str, Any]:
        """What the org knows of the transaction: profile, request, exchanges, judgement."""
        opened = sealing.unseal(bytes(self.record_sealed), context=f"transaction:{self.pk}")
        record: dict[str, Any] = json.loads(opened)
        return record

    def keep_record(self, record: dict[str, Any]) -> None:
        """Seal ``record`` into the column; save afterwards."""
        body = json.dumps(record).encode()
        self.record_sealed = sealing.seal(body, context=f"transaction:{self.pk}")

    def claim(self) -> bool:
        """Take the browser's return for this request alone: True once, for the first."""
        mine = Transaction.objects.filter(pk=self.pk, status=self.Status.AWAY)
        return mine.update(status=self.Status.RETURNED) == 1


def living() -> models.QuerySet[Transaction]:
    """Return the transactions whose time is not over."""
    return Transaction.objects.filter(created_at__gt=timezone.now() - LIFE)


def purge() -> int:
    """Delete the transactions whose time is over; return how many."""
    gone, _ = Transaction.objects.filter(created_at__lte=timezone.now() - LIFE).delete()
    return gone


def digest(secret: str) -> bytes:
    """Return what is stored of a state or a browser's secret, both random: its SHA-256."""
    return hashlib.sha256(secret.encode()).digest()
