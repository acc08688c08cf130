"""One try at the active challenge, as it is recorded and judged."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from verification.challenge.gestures import Challenge, Gesture
from verification.challenge.light import Colour


class Recording(models.Model):
    """What was demanded, and the frames that came. The pixels are in the vault.

    The server's clock is the only one: ``issued`` and ``received`` of every frame are seconds since
    ``begun_at``. No more than one of a session's recordings runs at a time.
    """

    class Status(models.TextChoices):
        RUNNING = "running", "Being recorded"
        READING = "reading", "Being judged"
        SETTLED = "settled", "Judged"
        UNUSABLE = "unusable", "To be done again"
        SUPERSEDED = "superseded", "Given up for a newer one"

    OPEN = (Status.RUNNING, Status.READING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "verification.Session", on_delete=models.CASCADE, related_name="recordings"
    )
    selfie = models.ForeignKey(
        "verification.Capture",
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Whose face the frames have to show.",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.RUNNING)
    gestures = models.JSONField(help_text="What is demanded, in order; never sent ahead of time.")
    colours = models.JSONField(
        default=list, help_text="That the page shows, in order; never sent ahead of time."
    )
    pace = models.FloatField(default=1.0)
    nonce_key = models.BinaryField(
        editable=False, help_text="Sealed with the deployment's key; emptied when it ends."
    )
    begun_at = models.DateTimeField(default=timezone.now)
    nonce_issued_at = models.DateTimeField(default=timezone.now)
    times = models.JSONField(default=list, help_text="Of each frame: issued and received, seconds.")
    guidance = models.JSONField(default=list, help_text="Codes of what the user was told.")
    ended_at = models.DateTimeField(null=True)
    read_from = models.DateTimeField(null=True, help_text="When the worker that has it began.")
    reads = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("begun_at",)
        indexes = (
            models.Index(
                fields=["ended_at"], name="recording_unread", condition=Q(status="reading")
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["session"],
                name="one_open_recording_a_session",
                condition=Q(status__in=["running", "reading"]),
            ),
        )

    def __str__(self) -> str:
        return f"recording {self.id} ({self.status})"

    @property
    def challenge(self) -> Challenge:
        gestures, colours = map(Gesture, self.gestures), map(Colour, self.colours)
        return Challenge(tuple(gestures), self.pace, tuple(colours))

    @property
    def frame_names(self) -> tuple[str, ...]:
        """Names in the vault of the frames that came, in order."""
        return tuple(self.frame_name(index) for index in range(len(self.times)))

    @property
    def evidence_name(self) -> str:
        return f"recording/{self.pk}/evidence"

    def frame_name(self, index: int) -> str:
        return f"recording/{self.pk}/frame/{index}"

    def seconds_at(self, moment: datetime) -> float:
        """Return the time since the recording began, in seconds."""
        return (moment - self.begun_at).total_seconds()

    def is_over(self, moment: datetime) -> bool:
        """Return whether nothing more is asked for at that moment."""
        return moment >= self.begun_at + timedelta(seconds=self.challenge.seconds)
