"""What the API keeps: tokens as salted hashes, and answers to requests that may come again."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Token(models.Model):
    """One program's way in. It can never do more than the administrator who made it still may."""

    name = models.CharField(max_length=80, help_text="What uses it, so that you know it again.")
    public_id = models.CharField("token id", max_length=12, unique=True, editable=False)
    salt = models.BinaryField(max_length=16, editable=False)
    digest = models.BinaryField(max_length=32, editable=False)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = "API token"
        permissions = (("erase_session", "Can shred the evidence of a verification"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.public_id})"


class KeptAnswer(models.Model):
    """The answer to a request that carried an Idempotency-Key, for when it is sent again."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key_digest = models.BinaryField(max_length=32, editable=False)
    request_digest = models.BinaryField(max_length=32, editable=False)
    answer_sealed = models.BinaryField(editable=False, default=b"")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["token", "key_digest"], name="one_answer_a_key"),
        )

    def __str__(self) -> str:
        return f"answer {self.pk}"
