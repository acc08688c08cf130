"""What a flow said, and when: versions that are never altered, and at most one draft."""

from copy import deepcopy
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone


class _Policy(models.Model):
    """A snapshot of a flow's policy, as ``Flow.snapshot`` makes it, and who said so."""

    policy = models.JSONField(editable=False)
    note = models.CharField(
        max_length=200, blank=True, help_text="Why. Kept for ever: no personal data."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class FlowVersion(_Policy):
    """One policy of a flow. A session is judged by the version that it began with.

    The database refuses to change one (migration ``flow_versions``).
    """

    flow = models.ForeignKey("verification.Flow", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["flow", "number"], name="one_flow_version_a_number"),
        )

    def __str__(self) -> str:
        return f"version {self.number}"


class FlowDraft(_Policy):
    """A policy that is not in force yet."""

    flow = models.OneToOneField(
        "verification.Flow", on_delete=models.CASCADE, related_name="draft", editable=False
    )
    edited_at = models.DateTimeField(auto_now=True)
    editors = models.JSONField(
        default=list, editable=False, help_text="Ids of all who had a hand in it."
    )

    def __str__(self) -> str:
        return f"draft of flow {self.flow_id}"


class Versioned(models.Model):
    """A flow's memory: saving one keeps a policy that is new as the next version."""

    NO_POLICY: frozenset[str]

    current = models.ForeignKey(
        FlowVersion,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="What is in force for sessions that begin now.",
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        """Save, and keep a policy that is new as the next version."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            # The statement above has locked the row, so that numbers follow one another.
            last = FlowVersion.objects.filter(flow_id=self.pk).first()
            if last is None or self.restored(last.policy).snapshot() != self.snapshot():
                number = last.number + 1 if last else 1
                last = FlowVersion.objects.create(
                    flow_id=self.pk, number=number, policy=self.snapshot()
                )
            if self.current_id != last.pk:
                self.current = last
                super().save(update_fields=["current"])

    @property
    def in_force(self) -> int:
        """Id of the version by which a session that begins now is judged.

        Raises:
            ValueError: the flow was never saved.
        """
        if self.current_id is None:
            raise ValueError("a flow without a version judges nobody")
        return self.current_id

    @classmethod
    def policy_fields(cls) -> "list[models.Field[Any, Any]]":
        """Return the fields that a version keeps."""
        every = cls._meta.concrete_fields
        return [field for field in every if field.name not in cls.NO_POLICY]

    def snapshot(self) -> dict[str, Any]:
        """Return the policy as JSON."""
        return {field.name: deepcopy(getattr(self, field.name)) for field in self.policy_fields()}

    def restore(self, policy: dict[str, Any]) -> None:
        """Take a policy on. A field that it does not know is as by default."""
        for field in self.policy_fields():
            value = policy[field.name] if field.name in policy else field.get_default()
            setattr(self, field.name, deepcopy(value))

    @classmethod
    def restored(cls, policy: dict[str, Any]) -> Self:
        """Return a policy to read, in the form of a flow that is saved nowhere."""
        flow = cls()
        flow.restore(policy)
        return flow
