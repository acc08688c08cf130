"""One person's way through a flow, and what is kept of it."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from outbox import models as outbox
from verification.check_models import CheckResult
from verification.flow_history import FlowDraft, FlowVersion
from verification.flow_models import Flow
from verification.handoff_models import Handoff, HandoffEvent
from verification.recording_models import Recording
from verification.review_models import Review
from verification.sighting_models import Sighting

__all__ = [
    "PERSONAL_COLUMNS",
    "Capture",
    "CheckResult",
    "Flow",
    "FlowDraft",
    "FlowVersion",
    "Handoff",
    "HandoffEvent",
    "Recording",
    "Review",
    "Session",
    "SessionEvent",
    "Sighting",
    "VaultItem",
]

# Every column that can hold personal data. All of them are sealed; a test compares this list with
# the tables, so that a new one has to be put here, and be thought about.
PERSONAL_COLUMNS = (
    ("verification.Session", "claims_sealed"),
    ("verification.Session", "account_sealed"),
    ("verification.VaultItem", "ciphertext"),
)


class Session(models.Model):
    """One person proving one identity, once. ``status`` changes only through ``advance``."""

    class Status(models.TextChoices):
        OFFERED = "offered", "Not begun"
        CAPTURING = "capturing", "Waiting for pictures"
        PROCESSING = "processing", "Being assessed"
        REVIEW = "review", "Waiting for a reviewer"
        VERIFIED = "verified", "Verified"
        FAILED = "failed", "Not verified"
        CANCELLED = "cancelled", "Cancelled by the user"
        EXPIRED = "expired", "Timed out"
        ERRORED = "errored", "Could not be assessed"

    class Step(models.TextChoices):
        """How far the worker is; only shown, never decided on."""

        WAITING = "waiting", "Waiting for a worker"
        DOCUMENT = "document", "Reading the document"
        FACES = "faces", "Comparing the faces"
        CLAIMS = "claims", "Comparing the details"
        DONE = "done", "Done"

    class Device(models.TextChoices):
        """Where the pictures are taken, as the person chose."""

        UNDECIDED = "", "Not chosen"
        HERE = "here", "The device where it was started"
        PHONE = "phone", "A phone"

    # Whether this request comes from a phone that may only take pictures; access.py sets it, and
    # no row holds it.
    at_phone = False

    TRANSITIONS = frozenset(
        {
            (Status.OFFERED, Status.CAPTURING),
            (Status.OFFERED, Status.CANCELLED),
            (Status.OFFERED, Status.EXPIRED),
            (Status.CAPTURING, Status.PROCESSING),
            (Status.CAPTURING, Status.CANCELLED),
            (Status.CAPTURING, Status.EXPIRED),
            (Status.PROCESSING, Status.VERIFIED),
            (Status.PROCESSING, Status.FAILED),
            (Status.PROCESSING, Status.ERRORED),
            (Status.PROCESSING, Status.REVIEW),
            (Status.PROCESSING, Status.CAPTURING),
            (Status.REVIEW, Status.VERIFIED),
            (Status.REVIEW, Status.FAILED),
            (Status.REVIEW, Status.CANCELLED),
            (Status.REVIEW, Status.EXPIRED),
        }
    )
    OPEN = (Status.OFFERED, Status.CAPTURING, Status.PROCESSING, Status.REVIEW)
    DECIDED = (Status.VERIFIED, Status.FAILED)
    # What others are told of, by the status that is reached.
    TOLD: ClassVar = {
        Status.CAPTURING: "session.started",
        Status.REVIEW: "session.review",
        Status.VERIFIED: "session.verified",
        Status.FAILED: "session.failed",
        Status.CANCELLED: "session.cancelled",
        Status.EXPIRED: "session.expired",
        Status.ERRORED: "session.errored",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flow = models.ForeignKey(Flow, on_delete=models.PROTECT, related_name="sessions")
    flow_version = models.ForeignKey(
        FlowVersion, on_delete=models.PROTECT, related_name="sessions", editable=False
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.OFFERED)
    step = models.CharField(max_length=12, choices=Step, default=Step.WAITING)
    device = models.CharField(max_length=5, choices=Device, default=Device.UNDECIDED, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="Which one this is.")
    organisation = models.CharField(max_length=100, help_text="Who asks; shown to the user.")
    relying_party = models.CharField(
        max_length=100,
        default="",
        blank=True,
        editable=False,
        help_text="Who asks, by an id that stays when the name is changed.",
    )
    branding = models.JSONField(
        default=dict,
        editable=False,
        help_text="How whoever asks looked when it began: services.Branding.",
    )
    return_path = models.CharField(max_length=200, help_text="Where the browser goes at the end.")
    sandbox = models.BooleanField(default=False, help_text="Offers specimens; proves nobody.")
    browser_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    session_key = models.BinaryField(
        null=True, editable=False, help_text="Sealed with the deployment's key; gone once shredded."
    )
    claims_sealed = models.BinaryField(editable=False)
    account_sealed = models.BinaryField(
        default=b"", editable=False, help_text="Their login at the relying party, masked."
    )
    subject_digest = models.BinaryField(
        max_length=32,
        default=b"",
        editable=False,
        help_text="Keyed digest of who is verified, as the relying party knows them.",
    )
    consent_version = models.CharField(max_length=20, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    challenge_waived = models.BooleanField(
        default=False, help_text="The person asked for somebody to judge instead of the movements."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    assessments = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker has begun to assess it."
    )
    assessed_from = models.DateTimeField(
        null=True, blank=True, help_text="When the worker that has it began."
    )
    referred_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was sent to a reviewer."
    )
    demanded = models.JSONField(
        null=True, editable=False, help_text="What was required of the findings, when assessed."
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="The reviewer who has it, until claimed_until.",
    )
    claimed_until = models.DateTimeField(null=True, editable=False)
    document_type = models.CharField(
        max_length=20, blank=True, help_text="Kind of the document that was assessed last."
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    shred_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        permissions = (("review_session", "Can decide verifications that wait for a person"),)
        indexes = (
            models.Index(fields=["-created_at"]),
            # For the console's filters (benchmarks/console.py).
            models.Index(fields=["relying_party", "-created_at"], name="session_by_relying_party"),
            models.Index(fields=["status", "-created_at"], name="session_by_status"),
            models.Index(
                fields=["subject_digest"], name="session_subject", condition=~Q(subject_digest=b"")
            ),
            models.Index(
                fields=["expires_at"],
                name="session_open",
                condition=Q(status__in=["offered", "capturing", "processing", "review"]),
            ),
            models.Index(
                fields=["referred_at"], name="session_to_review", condition=Q(status="review")
            ),
            models.Index(
                fields=["shred_at"], name="session_to_shred", condition=Q(session_key__isnull=False)
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="session_finished_iff_not_open",
                condition=Q(
                    status__in=["offered", "capturing", "processing", "review"],
                    finished_at__isnull=True,
                )
                | (
                    ~Q(status__in=["offered", "capturing", "processing", "review"])
                    & Q(finished_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="session_begun_has_browser",
                condition=Q(status__in=["offered", "cancelled", "expired"])
                | ~Q(browser_digest=b""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"

    @cached_property
    def policy(self) -> Flow:
        """What the flow said when the session began; to be read only."""
        return Flow.restored(self.flow_version.policy)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def findings(self) -> models.QuerySet["CheckResult"]:
        """Those of the last attempt that was judged, which decided."""
        judged = self.attempt - 1 if self.status == self.Status.CAPTURING else self.attempt
        return self.check_results.filter(attempt=judged)

    @property
    def attempts_left(self) -> int:
        """How often the person may still be judged, this attempt counted."""
        return max(0, self.policy.attempts - self.attempt + 1)

    @property
    def seconds_left(self) -> int:
        """Whole seconds until the session ends by itself; 0 and more."""
        return max(0, int((self.expires_at - timezone.now()).total_seconds()))

    def advance(self, to: Status, *, reason: str, **changes: object) -> bool:
        """Move to ``to``, with ``changes``, if nobody moved first; write the ledger row with it.

        Returns:
            True when this call made the change. False when another one won, in which case
            the caller should stop quietly.

        Raises:
            ValueError: the change is not in ``TRANSITIONS``; a bug, not a race.
        """
        before = self.Status(self.status)
        if (before, to) not in self.TRANSITIONS:
            raise ValueError(f"{before} -> {to} is not a transition")
        changes["status"] = to
        if to not in self.OPEN:
            now = timezone.now()
            kept = timedelta(hours=self.policy.retention_hours if to in self.DECIDED else 0)
            changes |= {"finished_at": now, "shred_at": now + kept}
        with transaction.atomic():
            moved = type(self).objects.filter(pk=self.pk, status=before).update(**changes)
            if not moved:
                return False
            self.events.create(from_status=before, to_status=to, reason=reason)
            if to in self.TOLD:
                outbox.note(self.TOLD[to], self.pk)
        for name, value in changes.items():
            setattr(self, name, value)
        return True


class SessionEvent(models.Model):
    """The ledger: one row for each change of a session's status, never altered."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    from_status = models.CharField(max_length=12, choices=Session.Status)
    to_status = models.CharField(max_length=12, choices=Session.Status)
    reason = models.CharField(max_length=80)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.from_status} -> {self.to_status}: {self.reason}"


class Capture(models.Model):
    """One picture that somebody gave us. The pixels are in the vault, under ``vault_name``."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Document"
        BACK = "back", "Other side of the document"
        SELFIE = "selfie", "Selfie"

    class Status(models.TextChoices):
        READING = "reading", "Being read"
        USABLE = "usable", "Usable"
        UNUSABLE = "unusable", "To be taken again"
        REFUSED = "refused", "Not enough: of an earlier attempt"

    class Source(models.TextChoices):
        CAMERA = "camera", "Camera in the page"
        UPLOAD = "upload", "File"
        SPECIMEN = "specimen", "Specimen of the sandbox"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="captures")
    kind = models.CharField(max_length=12, choices=Kind)
    source = models.CharField(max_length=12, choices=Source, help_text="As the page said.")
    status = models.CharField(max_length=12, choices=Status, default=Status.READING)
    digest = models.BinaryField(
        max_length=32, default=b"", editable=False, help_text="Keyed; of the file as it came."
    )
    guidance = models.JSONField(default=list, help_text="Codes of what the user was told.")
    other_side = models.BooleanField(
        default=False, help_text="Of a document: its other side is needed, too."
    )
    taken_at = models.DateTimeField(default=timezone.now)
    read_from = models.DateTimeField(null=True, help_text="When the worker that has it began.")
    reads = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("taken_at",)
        indexes = (
            models.Index(fields=["taken_at"], name="capture_unread", condition=Q(status="reading")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.status})"

    @property
    def image_name(self) -> str:
        return f"capture/{self.pk}/image"

    @property
    def second_name(self) -> str:
        """Of a selfie's second shot, until one of the two is chosen."""
        return f"capture/{self.pk}/second"

    @property
    def evidence_name(self) -> str:
        return f"capture/{self.pk}/evidence"


class VaultItem(models.Model):
    """One encrypted value of a session: only ``verification.vault`` reads or writes it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="vault_items")
    name = models.CharField(max_length=80)
    ciphertext = models.BinaryField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "name"], name="one_vault_item_a_name"),
        )

    def __str__(self) -> str:
        return self.name
