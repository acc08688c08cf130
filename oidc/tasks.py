"""Celery's way in. Safe to run twice, and safe to lose: the next run does it."""

from celery import shared_task

from oidc import keys, upkeep


@shared_task
def rotate_signing_keys() -> None:
    """Rotate the signing keys that have served their time."""
    keys.rotate_due()


@shared_task
def purge() -> None:
    """Delete what the protocol needs no more."""
    upkeep.purge()
