"""The table of what sessions showed; ``verification.models`` has it among the others."""

from django.db import models


class Sighting(models.Model):
    """A keyed digest of something that a session showed: see ``verification.sightings``."""

    session = models.ForeignKey(
        "verification.Session", on_delete=models.CASCADE, related_name="sightings"
    )
    kind = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32, editable=False)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "digest", "session"], name="one_sighting_a_session"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.session_id}"
