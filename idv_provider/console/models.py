"""What the console itself keeps."""

from django.db import models


class Right(models.Model):  # noqa: DJ008  # nobody ever holds one
    """Has no table: Django keeps the permissions of models."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = (("see_images", "Can see the pictures and names of a verification"),)


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
