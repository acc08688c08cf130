"""What the protocol keeps: keys, requests, codes and tokens, and its log.

request_uris, codes and tokens are kept as SHA-256 of 256 random bits; what was pushed and what is
answered are sealed with the deployment's key, bound to their row.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Application
from verification.models import Flow, Session

# Every column here that can hold personal data; all are sealed.
PERSONAL_COLUMNS = (
    ("oidc.PushedRequest", "payload_sealed"),
    ("oidc.AuthorizationCode", "answer_sealed"),
)


class SigningKey(models.Model):
    """One key that signs ID tokens.

    Published from ``created_at`` to ``retired_at``, so that every relying party has it before it is
    used and as long as a token it signed lives. Of an algorithm's published keys the one that began
    last signs; one without ``active_from`` waits for the next rotation.
    """

    kid = models.CharField("key id", max_length=43, unique=True, editable=False)
    algorithm = models.CharField(max_length=5, choices=Application.Algorithm, editable=False)
    public_jwk = models.JSONField(editable=False)
    private_sealed = models.BinaryField(editable=False)
    created_at = models.DateTimeField("published", default=timezone.now, editable=False)
    active_from = models.DateTimeField("signs from", null=True, editable=False)
    retired_at = models.DateTimeField("published until", null=True, editable=False)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.algorithm} {self.kid}"


class ApplicationFlow(models.Model):
    """That an application may ask for a flow, by the scope ``idv_flow_{slug}``."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="flows")
    flow = models.ForeignKey(Flow, on_delete=models.PROTECT, related_name="+")
    is_default = models.BooleanField(
        "default", default=False, help_text="Runs when a request names no flow."
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["application", "flow"], name="flow_once_an_application"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(is_default=True),
                name="one_default_flow_an_application",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application}: {self.flow}"


class PushedRequest(models.Model):
    """One authorization request (RFC 9126). Its id is that of the session that it leads to."""

    session = models.OneToOneField(
        Session,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,  # the session begins when the first browser arrives
        default=uuid.uuid4,
        related_name="+",
    )
    uri_digest = models.BinaryField(max_length=32, unique=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    flow = models.ForeignKey(Flow, on_delete=models.PROTECT, related_name="+")
    payload_sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    expires_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.pk)


class AuthorizationCode(models.Model):
    """One code, with the answer that it stands for, frozen when the code was made."""

    request = models.OneToOneField(PushedRequest, on_delete=models.CASCADE, related_name="code")
    digest = models.BinaryField(max_length=32, unique=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    answer_sealed = models.BinaryField()
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="Wrong verifiers so far.")

    def __str__(self) -> str:
        return f"code {self.pk}"


class AccessToken(models.Model):
    """One bearer token for the UserInfo endpoint; dead once its code is used again."""

    code = models.OneToOneField(AuthorizationCode, on_delete=models.CASCADE, related_name="token")
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"access token {self.pk}"


class UsedAssertion(models.Model):
    """The ``jti`` of a client assertion (RFC 7523), kept so that none is used twice."""

    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"assertion {self.pk}"


class ProtocolEvent(models.Model):
    """One request to a protocol endpoint and what became of it. Holds no personal data."""

    class Endpoint(models.TextChoices):
        PAR = "par", "Pushed request"
        AUTHORIZE = "authorize", "Authorization"
        COMPLETE = "complete", "Return to the client"
        TOKEN = "token", "Token"
        USERINFO = "userinfo", "UserInfo"

    at = models.DateTimeField(default=timezone.now)
    endpoint = models.CharField(max_length=10, choices=Endpoint)
    accepted = models.BooleanField()
    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="Empty when the client is not known.",
    )
    correlation_id = models.UUIDField(
        help_text="The same for all requests of one flow; sent as X-Correlation-Id."
    )
    state_digest = models.CharField(
        "SHA-256 of state", max_length=64, blank=True, help_text="In hexadecimal."
    )
    error = models.CharField(max_length=40, blank=True, help_text="The OAuth error code.")
    parameter = models.CharField(max_length=40, blank=True, help_text="The parameter at fault.")
    description = models.CharField(
        max_length=200, blank=True, help_text="What the client was told."
    )
    detail = models.CharField(max_length=200, blank=True, help_text="What only this log says.")

    class Meta:
        ordering = ("-at",)
        indexes = (
            models.Index(fields=["-at"]),
            models.Index(
                fields=["state_digest"], name="protocolevent_state", condition=~Q(state_digest="")
            ),
            models.Index(fields=["correlation_id"]),
            models.Index(fields=["application", "-at"]),
            models.Index(
                fields=["application", "-at"],
                name="protocolevent_refused",
                condition=Q(accepted=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.endpoint} {self.correlation_id}"
