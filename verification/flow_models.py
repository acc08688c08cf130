"""The flow that an administrator edits; ``verification.models`` has it among the others."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from verification import accepted_documents
from verification.documents.kinds import Accepted
from verification.flow_history import Versioned
from verification.matching import stored
from verification.requirements import REVIEWABLE, reviewed_by_default


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

    class Colours(models.TextChoices):
        OFF = "off", "Not shown"
        ASKED = "asked", "Shown, unless the person asks for none"
        REQUIRED = "required", "Required: without them it cannot be told"

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
    colours = models.CharField(
        "colours in the active challenge",
        max_length=8,
        choices=Colours,
        default=Colours.REQUIRED,
        help_text="The page lights the face with slow colours that the server draws.",
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
    review_everybody = models.BooleanField(
        "a person looks at everybody",
        default=False,
        help_text="Also where every check passed: nobody is verified by the checks alone.",
    )
    review_share = models.PositiveSmallIntegerField(
        "per cent of whom every check passed",
        default=0,
        validators=[MaxValueValidator(100)],
        help_text="Chosen by chance for a person to look at; the user is not told. 0: nobody.",
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
        problems = {
            "documents": accepted_documents.problem_of_documents(self.documents),
            "countries": accepted_documents.problem_of_countries(self.countries),
            "review": _problem_of_review(self.review),
        }
        if told := {field: problem for field, problem in problems.items() if problem}:
            raise ValidationError(told)

    @property
    def leaves_to_a_person(self) -> bool:
        """Whether somebody may look at the pictures before the verdict."""
        return self.review_everybody or bool(self.review_share) or bool(self.review)

    @property
    def accepts_passports_only(self) -> bool:
        return bool(self.documents == accepted_documents.passports_only())

    @property
    def accepted(self) -> Accepted:
        """Which documents this flow accepts, for the checks."""
        return accepted_documents.load(self.documents, self.countries, self.minimum_age)


def _problem_of_review(stored: object) -> str:
    codes = accepted_documents.words_of(stored)
    if codes is None:
        return "A list of codes of findings."
    unknown = [code for code in codes if code not in REVIEWABLE]
    return f"No person may judge {', '.join(unknown)}." if unknown else ""
