"""A new key in front of IDV_ENCRYPTION_KEYS, and the old one taken away."""

import secrets
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from oidc import keys
from oidc.models import SigningKey
from verification import sealing, vault
from verification.models import Flow, Session
from verification.sealing import UnsealError
from verification.services import start

OLD, NEW = secrets.token_bytes(32), secrets.token_bytes(32)


@pytest.fixture
def session(db: None, settings: Settings) -> Session:
    """A session with evidence, from the time of the old key."""
    settings.ENCRYPTION_KEYS = (OLD,)
    flow = Flow.objects.create(slug="passport", name="Passport")
    session = start(flow, claims={}, organisation="Acme", return_path="/", sandbox=False)
    vault.put(session, "picture", b"pixels")
    keys.forget()
    keys.ensure_signing_key()
    return session


def reseal() -> str:
    said = StringIO()
    call_command("reseal", stdout=said)
    return said.getvalue()


def test_after_it_the_old_key_can_go(session: Session, settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = (NEW, OLD)
    said = reseal()
    settings.ENCRYPTION_KEYS = (NEW,)

    session.refresh_from_db()
    assert vault.get(session, "picture") == b"pixels"
    for key in SigningKey.objects.all():
        assert sealing.unseal(bytes(key.private_sealed), context=f"signing key:{key.kid}")
    assert said == (
        "Sealed anew: 1 session keys, 2 signing keys, 0 audit keys, 0 second factors, "
        "0 webhook secrets.\n"
    )


def test_without_it_the_old_key_is_still_needed(session: Session, settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = (NEW,)

    with pytest.raises(UnsealError):
        vault.get(session, "picture")


def test_what_was_shredded_stays_shredded(session: Session, settings: Settings) -> None:
    vault.shred(session)
    settings.ENCRYPTION_KEYS = (NEW, OLD)
    reseal()

    session.refresh_from_db()
    assert session.session_key is None
