"""The second factor: its secrets are sealed, and what becomes of it is in the audit trail."""

import base64

from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save

from audit import trail
from idv_provider.console.freshness import ENROLLED
from idv_provider.console.unfold import TITLE
from verification import sealing

_CONTEXT = "second factor"
# The keys of an authenticator's data that hold a secret, by its type.
_SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # published without types
    """Authenticator apps, passkeys and recovery codes."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal(text.encode(), context=_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(base64.b64decode(encrypted_text), context=_CONTEXT).decode()

    def get_totp_issuer(self) -> str:
        return f"{TITLE} ({self._get_site_name()})"

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # allauth's
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"


def reseal() -> int:
    """Seal the secrets with the deployment's first key; return how many there are."""
    adapter = FactorAdapter()
    rows = Authenticator.objects.filter(type__in=_SECRETS)
    for row in rows:
        name = _SECRETS[Authenticator.Type(row.type)]
        row.data[name] = adapter.encrypt(adapter.decrypt(row.data[name]))
        row.save(update_fields=["data"])
    return len(rows)


def connect() -> None:
    """Have allauth's signals write into the trail."""
    post_save.connect(_made, sender=Authenticator)
    signals.authenticator_removed.connect(_removed)
    signals.authenticator_reset.connect(_reset)
    signals.authentication_failed.connect(_failed)
    user_logged_out.connect(_signed_out)


def _made(sender: object, instance: Authenticator, created: bool, **_: object) -> None:
    """Let the session in which a factor was set up go on; any other needs the factor."""
    request = context.request
    if created and request is not None and request.user.pk == instance.user_id:
        request.session[ENROLLED] = instance.user_id
        trail.record(request.user, "factor.added", request.user, type=str(instance.type))


def _removed(sender: object, user: User, authenticator: Authenticator, **_: object) -> None:
    trail.record(user, "factor.removed", user, type=str(authenticator.type))


def _reset(sender: object, user: User, authenticator: Authenticator, **_: object) -> None:
    trail.record(user, "factor.renewed", user, type=str(authenticator.type))


def _failed(sender: object, user: User, **_: object) -> None:
    trail.record(trail.NOBODY, "sign_in.refused", user, by="second factor")


def _signed_out(sender: object, user: User | None, **_: object) -> None:
    if user is not None:
        trail.record(user, "sign_in.ended")
