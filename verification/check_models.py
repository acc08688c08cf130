"""The table of findings; ``verification.models`` has it among the others."""

from django.db import models
from django.db.models import Q

from verification import finding_wording


class CheckResult(models.Model):
    """One finding, as it was when the session was decided."""

    class Outcome(models.TextChoices):
        PASS = "pass", "Passed"  # an outcome, not a password
        FAIL = "fail", "Failed"
        INCONCLUSIVE = "inconclusive", "Could not tell"

    session = models.ForeignKey(
        "verification.Session", on_delete=models.CASCADE, related_name="check_results"
    )
    attempt = models.PositiveSmallIntegerField(default=1, db_default=1)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    outcome = models.CharField(max_length=12, choices=Outcome)
    required = models.BooleanField(help_text="Without a pass, the flow refuses.")
    refused = models.BooleanField(help_text="This finding is a reason for the refusal.")
    referred = models.BooleanField(
        db_default=False, help_text="A person had to judge this finding."
    )
    missing = models.BooleanField(db_default=False, help_text="Required, and reported by no check.")
    message = models.CharField(max_length=200)
    measured = models.FloatField(null=True)
    threshold = models.FloatField(null=True)
    unit = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("attempt", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "attempt", "position"], name="one_finding_a_position"
            ),
        )
        indexes = (
            models.Index(
                fields=["code", "session"],
                name="finding_that_decided",
                condition=Q(refused=True) | Q(referred=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.outcome}"

    @property
    def question(self) -> str:
        """What was asked, in plain words."""
        return finding_wording.question(self.code)
