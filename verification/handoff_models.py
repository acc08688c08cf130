"""A session's way onto a phone, and the ledger of who did what on which end of it."""

import uuid
from datetime import timedelta
from itertools import product

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from verification.ends import End

# A link is opened, and the number typed, within this time each.
LINK_LIFE = timedelta(minutes=5)


class Handoff(models.Model):
    """One link for one phone. ``status`` changes only through ``advance``."""

    class Status(models.TextChoices):
        OFFERED = "offered", "Link shown"
        BOUND = "bound", "Opened on a phone"
        CONFIRMED = "confirmed", "Number typed on the first screen"
        DECLINED = "declined", "The phone's user did not start it"
        WRONG_NUMBER = "wrong_number", "Wrong number too often"
        ELSEWHERE = "elsewhere", "The phone was somewhere else"
        REPLACED = "replaced", "Replaced by a new link"
        WITHDRAWN = "withdrawn", "Taken back by the first screen"

    LIVE = (Status.OFFERED, Status.BOUND, Status.CONFIRMED)
    # The session ended with these.
    FATAL = (Status.DECLINED, Status.WRONG_NUMBER)
    TRANSITIONS = frozenset(
        {
            (Status.OFFERED, Status.BOUND),
            (Status.OFFERED, Status.ELSEWHERE),
            (Status.BOUND, Status.CONFIRMED),
            (Status.BOUND, Status.WRONG_NUMBER),
            *product(LIVE, (Status.DECLINED, Status.REPLACED, Status.WITHDRAWN)),
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "verification.Session", on_delete=models.CASCADE, related_name="handoffs"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.OFFERED)
    token_digest = models.BinaryField(max_length=32, unique=True, editable=False)
    phone_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    number_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    wrong_numbers = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(help_text="Until it is confirmed; then the session's time.")

    class Meta:
        ordering = ("created_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["session"],
                name="one_live_handoff_a_session",
                condition=Q(status__in=["offered", "bound", "confirmed"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE and not self.is_late

    @property
    def is_late(self) -> bool:
        """Whether its time went by before the number was typed."""
        unconfirmed = self.status in (self.Status.OFFERED, self.Status.BOUND)
        return unconfirmed and self.expires_at <= timezone.now()

    def advance(self, to: Status, *, by: End, **changes: object) -> bool:
        """Move to ``to``, with ``changes``, if nobody moved first; write the ledger row with it.

        Args:
            to: where to.
            by: whoever asked for it.
            changes: other columns.

        Raises:
            ValueError: the change is not in ``TRANSITIONS``; a bug, not a race.
        """
        before = self.Status(self.status)
        if (before, to) not in self.TRANSITIONS:
            raise ValueError(f"{before} -> {to} is not a transition")
        changes["status"] = to
        with transaction.atomic():
            moved = type(self).objects.filter(pk=self.pk, status=before).update(**changes)
            if not moved:
                return False
            self.note(HandoffEvent.What(to.value), by=by)
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    def count_wrong_number(self, most: int) -> bool:
        """Count a wrong number while fewer than ``most`` were given."""
        counted = type(self).objects.filter(
            pk=self.pk, status=self.Status.BOUND, wrong_numbers__lt=most
        )
        if not counted.update(wrong_numbers=F("wrong_numbers") + 1):
            return False
        self.refresh_from_db(fields=["wrong_numbers"])
        return True

    def note(self, what: "HandoffEvent.What", *, by: End) -> None:
        """Write a row of the ledger."""
        self.events.create(what=what, browser=by.browser, network=by.network, country=by.country)


class HandoffEvent(models.Model):
    """The ledger of a hand-off: what happened, and on what kind of device, roughly where."""

    class What(models.TextChoices):
        OFFERED = "offered", "Link made"
        BOUND = "bound", "Opened on a phone"
        OTHER_COUNTRY = "other_country", "The phone is in another country"
        OTHER_NETWORK = "other_network", "The phone is in another network"
        SECOND = "second", "Refused to a second phone"
        WRONG = "wrong", "Wrong number typed"
        CONFIRMED = "confirmed", "Right number typed"
        DECLINED = "declined", "“I did not start this”"
        WRONG_NUMBER = "wrong_number", "Ended: wrong number too often"
        ELSEWHERE = "elsewhere", "Refused: the phone is somewhere else"
        REPLACED = "replaced", "Replaced by a new link"
        WITHDRAWN = "withdrawn", "Taken back"

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=14, choices=What)
    browser = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=50, blank=True, help_text="Cut; forgotten after a while.")
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.what}"

    @property
    def end(self) -> End:
        return End(browser=self.browser, network=self.network, country=self.country)
