"""Celery's way in. Ids only; every task is safe to run twice and safe to lose."""

from celery import shared_task

from verification import assessment, upkeep


@shared_task
def read_capture(capture_id: str) -> None:
    """Read one picture."""
    assessment.read_capture(capture_id)


@shared_task
def assess_session(session_id: str) -> None:
    """Assess one session."""
    assessment.assess_session(session_id)


@shared_task
def find_lost_work() -> None:
    """Queue again what a dying worker or a lost message left undone."""
    for capture_id in upkeep.lost_captures():
        read_capture.delay(str(capture_id))
    for session_id in upkeep.lost_sessions():
        assess_session.delay(str(session_id))


@shared_task
def expire_sessions() -> None:
    """End sessions whose time is up."""
    upkeep.expire_sessions()


@shared_task
def shred_evidence() -> None:
    """Shred the evidence of sessions whose retention is over."""
    upkeep.shred_evidence()
