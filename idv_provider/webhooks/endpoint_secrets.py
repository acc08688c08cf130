"""Webhook secrets: random, shown once, sealed because each message is signed with them."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from idv_provider.webhooks import signing
from idv_provider.webhooks.models import Endpoint
from verification import sealing


def give(endpoint: Endpoint) -> str:
    """Put a new secret into an endpoint that is about to be saved; return its text."""
    secret = secrets.token_bytes(signing.SECRET_BYTES)
    endpoint.secret_sealed = sealing.seal(secret, context=context(endpoint))
    return signing.shown(secret)


def rotate(endpoint: Endpoint, overlap: timedelta) -> str:
    """Give a new secret; until ``overlap`` ends, the one before it signs messages, too."""
    with transaction.atomic():
        locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        locked.previous_sealed, locked.previous_until = (
            locked.secret_sealed,
            timezone.now() + overlap,
        )
        text = give(locked)
        locked.save(update_fields=["secret_sealed", "previous_sealed", "previous_until"])
    return text


def living(endpoint: Endpoint) -> list[bytes]:
    """Return the secrets to sign with now, the newest first."""
    sealed = [endpoint.secret_sealed]
    if endpoint.previous_until is not None and endpoint.previous_until > timezone.now():
        sealed.append(endpoint.previous_sealed)
    return [sealing.unseal(bytes(one), context=context(endpoint)) for one in sealed]


def context(endpoint: Endpoint) -> str:
    """Return what a sealed secret is bound to."""
    return f"webhook endpoint:{endpoint.pk}"
