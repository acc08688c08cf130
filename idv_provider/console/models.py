"""Who saw whose pictures and names. Written before they are shown, never altered."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from verification.models import Capture

COMPARISONS = "comparisons"


class ImageView(models.Model):
    """One look of an administrator at one picture, or at what was compared.

    Holds ids instead of references, so that it outlives both the pictures and the administrator.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    username = models.CharField("administrator", max_length=150, editable=False)
    session_id = models.UUIDField("verification", db_index=True, editable=False)
    capture_id = models.UUIDField("picture", null=True, editable=False)
    kind = models.CharField(
        "what",
        max_length=12,
        choices=[*Capture.Kind.choices, (COMPARISONS, "Names, compared")],
        editable=False,
    )

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=["-at"], name="console_imageview_at"),)
        permissions = (("see_images", "Can see the pictures and names of a verification"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.session_id}"
