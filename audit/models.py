"""The trail's tables. A trigger in the database refuses to change or delete a row of the first two.

Actors and objects are ids, not references: an entry outlives whom and what it tells of.
"""

from datetime import UTC

from django.db import models

from audit.chain import Row


class Entry(models.Model):
    """One thing that somebody did."""

    seq = models.BigIntegerField("number", primary_key=True, editable=False)
    at = models.DateTimeField(db_index=True, editable=False)
    actor = models.CharField(max_length=80, editable=False)
    action = models.CharField(max_length=60, editable=False)
    object = models.CharField(max_length=160, blank=True, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    previous = models.CharField("hash of the entry before", max_length=64, editable=False)
    digest = models.CharField("hash", max_length=64, editable=False)

    class Meta:
        verbose_name_plural = "entries"
        ordering = ("-seq",)
        default_permissions = ("view",)
        permissions = (("export_entry", "Can export the audit trail"),)
        indexes = (
            models.Index(fields=["object", "-seq"], name="audit_entry_object"),
            models.Index(fields=["actor", "-seq"], name="audit_entry_actor"),
            models.Index(fields=["action", "-seq"], name="audit_entry_action"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def row(self) -> Row:
        """Return what the hash covers."""
        return Row(
            self.seq,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor,
            self.action,
            self.object,
            self.facts,
            self.previous,
        )


class Checkpoint(models.Model):
    """A signature over the trail up to one entry."""

    seq = models.BigIntegerField("up to entry", primary_key=True, editable=False)
    at = models.DateTimeField(editable=False)
    kid = models.CharField(max_length=64, editable=False)
    jws = models.TextField(editable=False)

    class Meta:
        ordering = ("seq",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"up to {self.seq}"


class Key(models.Model):
    """An Ed25519 key that signs checkpoints; the newest does. The private part is sealed."""

    kid = models.CharField(max_length=64, primary_key=True, editable=False)
    public_jwk = models.JSONField(editable=False)
    private_sealed = models.BinaryField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        ordering = ("created_at",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.kid
