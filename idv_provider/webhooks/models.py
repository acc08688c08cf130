"""Who is told, and every message to them."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Application
from idv_provider.webhooks.kinds import KINDS
from oidc import safe_fetch

_KNOWN = frozenset(kind for kind, _ in KINDS)


class Endpoint(models.Model):
    """An address that is told of what happens. Its secrets are sealed with the deployment's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    url = models.URLField(
        "address", max_length=500, help_text="https, on the public internet. No redirects."
    )
    kinds = models.JSONField("is told of", default=list)
    applications = models.ManyToManyField(
        Application,
        blank=True,
        related_name="+",
        help_text="Tell of these applications' verifications only. None ticked: of all.",
    )
    only_chosen = models.BooleanField(
        default=False,
        editable=False,
        help_text="Applications were ticked: when the last of them is deleted, it hears of none.",
    )
    enabled = models.BooleanField(default=True)
    secret_sealed = models.BinaryField(editable=False)
    previous_sealed = models.BinaryField(editable=False, default=b"")
    previous_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    failures = models.PositiveIntegerField(
        default=0, editable=False, help_text="Tries that failed since the last that did not."
    )
    failing_since = models.DateTimeField(null=True, editable=False)
    rests_until = models.DateTimeField(
        null=True, editable=False, help_text="Not tried before: it just failed."
    )

    class Meta:
        ordering = ("url",)
        verbose_name = "webhook"

    def __str__(self) -> str:
        return self.url

    def clean(self) -> None:
        """Refuse an address that nothing would be sent to.

        Raises:
            ValidationError: by field.
        """
        if unknown := sorted(set(self.kinds) - _KNOWN):
            raise ValidationError({"kinds": f"There is no event {', '.join(map(str, unknown))}."})
        if not self.kinds:
            raise ValidationError({"kinds": "Tick what it is to be told of."})
        held = Endpoint.objects.filter(pk=self.pk).values_list("url", flat=True).first()
        if self.url and self.url != held:
            try:
                safe_fetch.check(self.url)
            except safe_fetch.FetchRefused as refused:
                raise ValidationError({"url": f"Nothing is sent there: {refused}."}) from refused


class Delivery(models.Model):
    """One message to one endpoint, with what came of it. Holds ids, no personal data."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        GIVEN_UP = "given_up", "Given up"

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.UUIDField(help_text="The same for every try, and to every endpoint.")
    kind = models.CharField("event", max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status_code = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = "deliveries"
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(fields=["endpoint", "message_id"], name="one_delivery_each"),
        )
        indexes = (
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["-created_at"], name="delivery_newest"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
