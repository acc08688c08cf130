"""What the demo makes before it serves: tables, keys, an administrator, the sandbox."""

import secrets

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command

ADMINISTRATOR = "admin"


def prepare(*, reset_password: bool) -> str | None:
    """Make what is missing; return the administrator's password when it is new."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    # Modules with models are loadable only now.
    from oidc import keys  # noqa: PLC0415
    from sandbox.setup import ensure_sandbox  # noqa: PLC0415

    keys.ensure_signing_key()
    ensure_sandbox()
    return _administrator_password(reset=reset_password)


def _administrator_password(*, reset: bool) -> str | None:
    """Make the administrator, or give them a new password; None: they keep the one they have."""
    model = get_user_model()
    user = model.objects.filter(username=ADMINISTRATOR).first()
    if user is not None and not reset:
        return None
    password = secrets.token_urlsafe(12)
    if user is None:
        model.objects.create_superuser(username=ADMINISTRATOR, password=password)
    else:
        user.set_password(password)
        user.save(update_fields=["password"])
    return password
