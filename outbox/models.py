"""One table: what happened and nobody was told of yet."""

import uuid

from django.db import models
from django.utils import timezone


class Notice(models.Model):
    """Something that happened; deleted once it is addressed to everybody who is to hear of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=100, help_text="The id of what it happened to.")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("at",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


def note(kind: str, subject: object) -> None:
    """Note that something happened, in the caller's transaction.

    Args:
        kind: one of ``idv_provider.webhooks.kinds``.
        subject: the id of what it happened to; an id only, never a name.
    """
    Notice.objects.create(kind=kind, subject=str(subject))
