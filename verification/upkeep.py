"""What the clock demands: lost work found, sessions ended, evidence shredded. In batches."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from verification import recordings, vault
from verification.leases import free_for_work
from verification.models import Capture, HandoffEvent, Recording, Session
from verification.services import WAITING, expire

# A message that is merely waiting in a busy queue is not lost yet.
PATIENCE = timedelta(seconds=20)
BATCH = 500
# For whoever looks into a relayed link; like the protocol's log.
NETWORKS_KEPT = timedelta(days=30)


def lost_captures() -> list[UUID]:
    """Return captures that should have been read by now, and nobody is reading."""
    waiting = Capture.objects.filter(
        status=Capture.Status.READING, taken_at__lt=timezone.now() - PATIENCE
    )
    return list(waiting.filter(free_for_work("read_from")).values_list("pk", flat=True)[:BATCH])


def lost_recordings() -> list[UUID]:
    """Return recorded challenges that should have been judged by now, and nobody is on."""
    waiting = Recording.objects.filter(
        status=Recording.Status.READING, ended_at__lt=timezone.now() - PATIENCE
    )
    return list(waiting.filter(free_for_work("read_from")).values_list("pk", flat=True)[:BATCH])


def end_recordings() -> None:
    """Hand over challenges whose page went away before their end."""
    running = Recording.objects.filter(
        status=Recording.Status.RUNNING, begun_at__lt=timezone.now() - PATIENCE
    )
    for recording in running.order_by("begun_at")[:BATCH]:
        recordings.end_if_over(recording)


def lost_sessions() -> list[UUID]:
    """Return submitted sessions that should have been decided by now, and nobody is on."""
    waiting = Session.objects.filter(
        status=Session.Status.PROCESSING, submitted_at__lt=timezone.now() - PATIENCE
    )
    free = waiting.filter(free_for_work("assessed_from"))
    return list(free.values_list("pk", flat=True)[:BATCH])


def expire_sessions() -> int:
    """End undecided sessions whose time is up; return how many."""
    due = Session.objects.filter(status__in=WAITING, expires_at__lte=timezone.now())
    return sum(expire(session) for session in due.select_related("flow_version")[:BATCH])


def shred_evidence() -> int:
    """Shred sessions whose retention is over; return how many."""
    due = Session.objects.filter(session_key__isnull=False, shred_at__lte=timezone.now())[:BATCH]
    for session in due:
        vault.shred(session)
    return len(due)


def forget_networks() -> int:
    """Forget from which networks a hand-off was made and taken; return of how many rows."""
    old = HandoffEvent.objects.filter(at__lte=timezone.now() - NETWORKS_KEPT).exclude(network="")
    return old.update(network="")
