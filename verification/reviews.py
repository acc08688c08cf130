"""Sessions that a person judges: who has one, and what becomes of it.

A reviewer holds a session by a lease, taken by compare-and-set; what two reviewers do at once is
done once. Each step is in the session's ledger and in the audit trail.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from audit import trail
from verification import services, vault
from verification.models import Review, Session

LEASE = timedelta(minutes=15)
MOST_NOTE = 2000  # characters


class ReviewRefused(Exception):
    """Not done; the message tells the reviewer why."""


def waiting() -> QuerySet[Session]:
    """Return what waits for reviewers and may still be decided, the oldest first."""
    open_ = Session.objects.filter(status=Session.Status.REVIEW, expires_at__gt=timezone.now())
    return open_.order_by("referred_at")


def claim(session_id: UUID, *, by: User) -> None:
    """Take a session for ``LEASE``, or hold it for as long again.

    Raises:
        ReviewRefused: somebody else has it, it is over, or this reviewer has judged it.
    """
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_by=by)
    with transaction.atomic():
        if Review.objects.filter(session=session_id, reviewer=by).exists():
            raise ReviewRefused("You have judged this one. A second person has to, now.")
        taken = waiting().filter(free, pk=session_id)
        if not taken.update(claimed_by=by, claimed_until=now + LEASE):
            raise ReviewRefused("Somebody else has it, or it is over.")
        _note(session_id, "claimed by a reviewer")
        trail.record(by, "review.claimed", Session(pk=session_id))


def release(session_id: UUID, *, by: User) -> None:
    """Give a session back to the others, if this reviewer has it."""
    with transaction.atomic():
        held = waiting().filter(pk=session_id, claimed_by=by)
        if held.update(claimed_by=None, claimed_until=None):
            _note(session_id, "given back by a reviewer")
            trail.record(by, "review.released", Session(pk=session_id))


def holds(session: Session, by: User) -> bool:
    """Return whether this reviewer has the session now."""
    until = session.claimed_until
    return session.claimed_by_id == by.pk and until is not None and until > timezone.now()


def decide(session_id: UUID, *, by: User, verdict: str, reason: str, note: str = "") -> Session:
    """Judge a session that this reviewer holds; return it as it is then.

    One refusal refuses. Where the flow wants a second person, one verification waits for another
    by somebody else. What a hard check refused, or never answered, nobody verifies.

    Raises:
        ReviewRefused: nothing was done, and why.
    """
    told = Review.Verdict(verdict)
    if reason not in Review.REASONS[told]:
        raise ReviewRefused("This is no reason for that. Choose one of the reasons below it.")
    if len(note) > MOST_NOTE:
        raise ReviewRefused(f"The note is longer than {MOST_NOTE} characters.")
    with transaction.atomic():
        session = services.lock(Session(pk=session_id))
        _check(session, by, told)
        review = Review.objects.create(session=session, reviewer=by, verdict=told, reason=reason)
        if note:
            vault.put(session, review.note_name, note.encode())
        _conclude(session, told, reason)
        trail.record(by, f"review.{_DONE[told]}", session, reason=reason)
    return session


_DONE = {Review.Verdict.VERIFY: "verified", Review.Verdict.REFUSE: "refused"}


def _check(session: Session, by: User, verdict: Review.Verdict) -> None:
    if session.status != Session.Status.REVIEW or session.expires_at <= timezone.now():
        raise ReviewRefused("This verification is over: there is nothing left to decide.")
    if not holds(session, by):
        raise ReviewRefused("You do not have this one any more. Take it again first.")
    if session.reviews.filter(reviewer=by).exists():
        raise ReviewRefused("You have judged this one. A second person has to, now.")
    hard = session.findings.filter(Q(refused=True) | Q(missing=True))
    if verdict is Review.Verdict.VERIFY and hard.exists():
        raise ReviewRefused("A check that no person can overrule refused. You can only refuse.")


def _conclude(session: Session, verdict: Review.Verdict, reason: str) -> None:
    if verdict is Review.Verdict.REFUSE:
        session.advance(Session.Status.FAILED, reason=f"refused by a reviewer: {reason}")
    elif session.policy.second_reviewer and session.reviews.count() < 2:
        Session.objects.filter(pk=session.pk).update(claimed_by=None, claimed_until=None)
        _note(session.pk, f"verified by the first of two reviewers: {reason}")
    else:
        session.advance(Session.Status.VERIFIED, reason=f"verified by a reviewer: {reason}")


def _note(session_id: UUID, what: str) -> None:
    """Write into the ledger what happened while the status stays."""
    status = Session.Status.REVIEW
    Session(pk=session_id).events.create(from_status=status, to_status=status, reason=what)
