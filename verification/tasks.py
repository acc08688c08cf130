"""Celery's way in. Ids only; every task is safe to run twice and safe to lose."""

from celery import shared_task

from verification import assessment, reading, recording_reading, sightings, upkeep


# A failed try gives its lease back, and the next one begins after a second, since somebody is
# watching a page; ``leases.MOST_TRIES`` ends it.
@shared_task(autoretry_for=(Exception,), default_retry_delay=1, max_retries=3)
def read_capture(capture_id: str) -> None:
    """Read one picture."""
    reading.read_capture(capture_id)


@shared_task(autoretry_for=(Exception,), default_retry_delay=1, max_retries=3)
def read_recording(recording_id: str) -> None:
    """Read one recorded challenge."""
    recording_reading.read_recording(recording_id)


@shared_task(autoretry_for=(Exception,), default_retry_delay=1, max_retries=3)
def assess_session(session_id: str) -> None:
    """Assess one session."""
    assessment.assess_session(session_id)


@shared_task
def find_lost_work() -> None:
    """Queue again what a dying worker or a lost message left undone."""
    for capture_id in upkeep.lost_captures():
        read_capture.delay(str(capture_id))
    upkeep.end_recordings()
    for recording_id in upkeep.lost_recordings():
        read_recording.delay(str(recording_id))
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
    upkeep.forget_networks()


@shared_task
def purge_sightings() -> None:
    """Delete digests of what sessions showed, once they are too old to count."""
    sightings.purge()
