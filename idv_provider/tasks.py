"""Celery's way in. Safe to run twice, and safe to lose: the next run does it."""

from celery import shared_task

from idv_provider import audit_signing
from idv_provider.api import idempotency


@shared_task
def sign_audit() -> None:
    """Sign what was added to the audit trail."""
    audit_signing.sign()


@shared_task
def purge_api_answers() -> None:
    """Forget answers of the API that nobody may ask for again."""
    idempotency.purge()
