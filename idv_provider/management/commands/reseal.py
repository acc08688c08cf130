"""After a new key was put in front of IDV_ENCRYPTION_KEYS: seal with it what the old one sealed."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Model, QuerySet

from audit.models import Key
from idv_provider import audit_signing
from idv_provider.console import second_factor
from idv_provider.webhooks import endpoint_secrets
from idv_provider.webhooks.models import Endpoint
from oidc.models import SigningKey
from verification import sealing
from verification.models import Session

# Long-lived values only: pushed requests and codes are gone a day after they were made.
_BATCH = 500


class Command(BaseCommand):
    help = "Seal the keys in the database with the first of IDV_ENCRYPTION_KEYS. Safe to repeat."

    def handle(self, *args: object, **options: object) -> None:
        sessions = _reseal(
            Session.objects.filter(session_key__isnull=False),
            "session_key",
            lambda session: f"session:{session.pk}",
        )
        keys = _reseal(
            SigningKey.objects.all(), "private_sealed", lambda key: f"signing key:{key.kid}"
        )
        audit = _reseal(
            Key.objects.all(), "private_sealed", lambda key: audit_signing.context(key.kid)
        )
        factors = second_factor.reseal()
        webhooks = sum(
            _reseal(endpoints, column, endpoint_secrets.context)
            for column, endpoints in (
                ("secret_sealed", Endpoint.objects.all()),
                ("previous_sealed", Endpoint.objects.exclude(previous_sealed=b"")),
            )
        )
        self.stdout.write(
            f"Sealed anew: {sessions} session keys, {keys} signing keys, {audit} audit keys, "
            f"{factors} second factors, {webhooks} webhook secrets."
        )


def _reseal(rows: QuerySet[Any], column: str, context_of: Callable[[Any], str]) -> int:
    """Seal a column of these rows anew, one row a statement; return how many were changed.

    A row that changes meanwhile, because its evidence is shredded, is left as it then is.
    """
    return sum(
        _reseal_row(rows, row, column, context_of(row)) for row in rows.iterator(chunk_size=_BATCH)
    )


def _reseal_row(rows: QuerySet[Any], row: Model, column: str, context: str) -> int:
    before = bytes(getattr(row, column))
    after = sealing.seal(sealing.unseal(before, context=context), context=context)
    return rows.filter(pk=row.pk, **{column: before}).update(**{column: after})
