"""Celery's way in. Ids only; safe to run twice, and safe to lose: the next run does it."""

from celery import shared_task

from idv_provider.webhooks import sending, spreading


@shared_task
def send_due() -> None:
    """Address what happened, and have what is due tried."""
    while spreading.spread() == spreading.BATCH:
        pass
    for delivery_id in sending.due():
        deliver.delay(delivery_id)


@shared_task
def deliver(delivery_id: int) -> None:
    """Try one delivery."""
    sending.deliver(delivery_id)


@shared_task
def purge() -> None:
    """Forget old deliveries."""
    sending.purge()
