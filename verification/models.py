"""The flow an administrator edits, and one person's way through it."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from outbox import models as outbox
from verification import accepted_documents, finding_wording
from verification.documents.kinds import Accepted
from verification.flow_history import FlowDraft, FlowVersion, Versioned
from verification.handoff_models import Handoff, HandoffEvent
from verification.matching import stored
from verification.recording_models import Recording
from verification.requirements import REVIEWABLE, reviewed_by_default
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


class Flow(Versioned):
    """How strictly identities are verified, and how long the evidence is kept.

    Every field but those in ``NO_POLICY`` is policy. Saving makes a version of it, and a session is
    judged by the version that it began with: read ``session.policy``. A new field needs a default,
    which is what older versions are then taken to say.
    """

    NO_POLICY = frozenset({"id", "slug", "created_at", "current"})

    class Liveness(models.TextChoices):
        NONE = "none", "None (sandbox only: a printed photo passes)"
        PASSIVE = "passive", "Passive presentation attack detection"
        ACTIVE = "active", "Active challenge"

    class Disclosure(models.TextChoices):
        VALUES = "values", "The matching values, as the relying party sent them"
        MATCHED = "matched", "The word MATCHED, and no personal data"
        EMPTY = "empty", "Nothing: the level alone, and no claim at all"

    class Mismatch(models.TextChoices):
        IGNORE = "ignore", "Go on, and record it"
        WARN = "warn", "Warn the person on the phone, and record it"
        REFUSE = "refuse", "Refuse the phone; a place that is not known is refused, too"

    slug = models.CharField(
        "flow id",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9-]+\Z", "Use small letters, digits and hyphens.")],
        help_text="A relying party asks for this flow with the scope idv_flow_{flow id}.",
    )
    name = models.CharField(max_length=80)
    liveness = models.CharField(max_length=8, choices=Liveness, default=Liveness.ACTIVE)
    challenge_tries = models.PositiveSmallIntegerField(
        "tries of the active challenge",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="A film of another session fits by chance once in 180 tries.",
    )
    face_fmr = models.FloatField(
        "false match rate of the face comparison",
        default=0.001,
        validators=[MinValueValidator(0.0001), MaxValueValidator(0.01)],
        help_text="The share of different people who would be taken for the same, at most.",
    )
    face_review_fmr = models.FloatField(
        "rate up to which a person may judge the faces",
        null=True,
        blank=True,
        default=None,
        validators=[MinValueValidator(0.0001), MaxValueValidator(0.01)],
        help_text="Between the two rates it cannot be told. Beyond this one it is somebody else, "
        "and no person lets it pass. Empty: there is no such band.",
    )
    disclosure = models.CharField(
        max_length=8,
        choices=Disclosure,
        default=Disclosure.VALUES,
        help_text="What the ID token says of a claim that matched.",
    )
    matching = models.JSONField(
        default=stored.default, help_text="How each claim is compared: verification.matching."
    )
    minutes = models.PositiveSmallIntegerField(
        "minutes to finish",
        default=20,
        validators=[MinValueValidator(15), MaxValueValidator(120)],
    )
    retakes = models.PositiveSmallIntegerField(
        "pictures per step",
        default=10,
        validators=[MinValueValidator(3), MaxValueValidator(50)],
        help_text="How many pictures of the document, and of the face, may be tried.",
    )
    attempts = models.PositiveSmallIntegerField(
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="How often a person may be judged, where better pictures can help.",
    )
    handoff = models.BooleanField(
        "may go on on a phone",
        default=True,
        help_text="By a QR code or a link, from the screen where the check was started.",
    )
    handoff_country = models.CharField(
        "phone in another country", max_length=8, choices=Mismatch, default=Mismatch.WARN
    )
    handoff_network = models.CharField(
        "phone in another network", max_length=8, choices=Mismatch, default=Mismatch.IGNORE
    )
    retention_hours = models.PositiveIntegerField(
        "hours that evidence is kept",
        default=24,
        validators=[MaxValueValidator(24 * 365)],
        help_text="After the decision; then images and extracted values are shredded. 0: at once.",
    )
    documents = models.JSONField(
        "accepted documents",
        default=accepted_documents.passports_only,
        help_text="Kinds of documents: verification.documents.kinds.",
    )
    countries = models.JSONField(
        "accepted countries",
        default=list,
        blank=True,
        help_text="Issuers' codes as in a machine-readable zone; none: every country.",
    )
    minimum_age = models.PositiveSmallIntegerField(
        "minimum age", default=0, validators=[MaxValueValidator(100)], help_text="In years; 0: any."
    )
    review = models.JSONField(
        "what goes to review",
        default=reviewed_by_default,
        blank=True,
        help_text="Codes of findings that a person judges when they do not pass.",
    )
    review_minutes = models.PositiveSmallIntegerField(
        "minutes for reviewers",
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
        help_text="The user waits in the page; then they are sent back without a result.",
    )
    second_reviewer = models.BooleanField(
        "a second reviewer",
        default=False,
        help_text="Two reviewers have to verify; one is enough to refuse.",
    )
    four_eyes = models.BooleanField(
        "published by a second person",
        default=False,
        help_text="Whoever edits the flow makes a draft, and somebody else publishes it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            stored.load(self.matching)
        except stored.PolicyRefused as refused:
            raise ValidationError(str(refused)) from refused
        if unknown := [str(code) for code in self.review if code not in REVIEWABLE]:
            raise ValidationError(f"No person may judge {', '.join(unknown)}.")
        if problem := accepted_documents.problem_of(self.documents, self.countries):
            raise ValidationError(problem)

    @property
    def accepts_passports_only(self) -> bool:
        return bool(self.documents == accepted_documents.passports_only())

    @property
    def accepted(self) -> Accepted:
        """Which documents this flow accepts, for the checks."""
        return accepted_documents.load(self.documents, self.countries, self.minimum_age)


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
    branding = models.JSONField(
        default=dict, editable=False, help_text="Addresses of how they look: services.Branding."
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
            models.Index(fields=["organisation", "-created_at"], name="session_by_organisation"),
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


class CheckResult(models.Model):
    """One finding, as it was when the session was decided."""

    class Outcome(models.TextChoices):
        PASS = "pass", "Passed"  # an outcome, not a password
        FAIL = "fail", "Failed"
        INCONCLUSIVE = "inconclusive", "Could not tell"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="check_results")
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
