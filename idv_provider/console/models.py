"""Rights in the console that belong to no table."""

from django.db import models


class Right(models.Model):  # noqa: DJ008  # nobody ever holds one
    """Has no table: Django keeps the permissions of models."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = (("see_images", "Can see the pictures and names of a verification"),)
