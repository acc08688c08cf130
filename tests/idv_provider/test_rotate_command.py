"""Signing keys, changed before their time."""

from io import StringIO

import pytest
from django.core.management import call_command

from oidc import keys
from oidc.models import SigningKey


@pytest.mark.django_db
def test_the_waiting_key_gets_its_moment_and_another_one_waits() -> None:
    keys.forget()
    keys.ensure_signing_key()
    (waiting,) = SigningKey.objects.filter(active_from__isnull=True)
    said = StringIO()

    call_command("rotate_signing_key", stdout=said)

    waiting.refresh_from_db()
    assert waiting.active_from is not None
    assert f"{waiting.active_from:%Y-%m-%d %H:%M:%S}" in said.getvalue()
    assert SigningKey.objects.filter(active_from__isnull=True).count() == 1
