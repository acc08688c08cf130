"""What reviewers decided."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Review(models.Model):
    """One reviewer's judgement of a session, never altered. The note is in the vault, sealed."""

    class Verdict(models.TextChoices):
        VERIFY = "verify", "Verify"
        REFUSE = "refuse", "Refuse"

    class Reason(models.TextChoices):
        SAME_PERSON = "same_person", "Portrait and selfie show the same person"
        SAME_NAME = "same_name", "The names are those of the same person"
        MISREAD = "misread", "The machine misread what is plainly there"
        GENUINE = "genuine", "Nothing about document and person is doubtful"
        OTHER_PERSON = "other_person", "Portrait and selfie show two people"
        OTHER_NAME = "other_name", "The names are those of two people"
        NOT_LIVE = "not_live", "A picture or a film was shown in place of a person"
        DOUBTFUL_DOCUMENT = "doubtful_document", "The document was altered, or is no document"
        USED_BEFORE = "used_before", "The document or picture belongs to somebody else"
        UNREADABLE = "unreadable", "It cannot be made out"

    #: Which reasons are given for which verdict.
    REASONS = {
        Verdict.VERIFY: (Reason.SAME_PERSON, Reason.SAME_NAME, Reason.MISREAD, Reason.GENUINE),
        Verdict.REFUSE: (
            Reason.OTHER_PERSON,
            Reason.OTHER_NAME,
            Reason.NOT_LIVE,
            Reason.DOUBTFUL_DOCUMENT,
            Reason.USED_BEFORE,
            Reason.UNREADABLE,
        ),
    }

    session = models.ForeignKey(
        "verification.Session", on_delete=models.CASCADE, related_name="reviews"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(max_length=20, choices=Reason)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(
                fields=["session", "reviewer"], name="one_review_a_reviewer_and_session"
            ),
        )

    def __str__(self) -> str:
        return f"{self.verdict}: {self.reason}"

    @property
    def note_name(self) -> str:
        return f"review/{self.pk}/note"
