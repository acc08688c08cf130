"""Celery's way in. Safe to run twice, and safe to lose: the next run does it."""

from celery import shared_task

from idv_provider import audit_signing


@shared_task
def sign_audit() -> None:
    """Sign what was added to the audit trail."""
    audit_signing.sign()
