"""What the console itself keeps."""

from django.db import models
from django.utils import timezone


class Right(models.Model):  # noqa: DJ008  # nobody ever holds one
    """Has no table: Django keeps the permissions of models."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = (
            ("see_images", "Can see the pictures and names of a verification"),
            ("shred_evidence", "Can shred evidence before its time"),
        )


class OfferedRight(models.Model):
    """That a role was given a right of its own accord once: its owner may take it away for good."""

    role = models.CharField(max_length=150, editable=False)
    right = models.CharField(max_length=200, editable=False, help_text="As in app.codename.")

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("role", "right"), name="one_offer_a_role_and_right"),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.right}"


class WrongPassword(models.Model):
    """Guesses at a password: a digest of account and address, or of an address alone."""

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    count = models.PositiveIntegerField(default=0, editable=False)
    last_at = models.DateTimeField(db_index=True, editable=False)
    blocked_until = models.DateTimeField(editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count} until {self.blocked_until:%H:%M:%S}"


class LegalText(models.Model):
    """What the operator says on the legal pages; each save is a version, and the newest holds."""

    operator = models.CharField(
        max_length=200, blank=True, help_text="Who runs this service: the name of your company."
    )
    contact = models.CharField(
        max_length=200,
        blank=True,
        help_text="Where people reach whoever looks after their data: a postal or mail address.",
    )
    terms = models.TextField("terms of use", max_length=20_000, blank=True)
    privacy = models.TextField("privacy statement", max_length=20_000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-pk",)
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"of {self.created_at:%Y-%m-%d}"
