"""Evidence that goes before its time."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from verification import services, vault
from verification.models import Flow, Session


@pytest.fixture
def session(db: None) -> Session:
    flow = Flow.objects.create(slug="passport", name="Passport")
    session = services.start(flow, claims={}, organisation="Acme", return_path="/", sandbox=False)
    vault.put(session, "picture", b"pixels")
    return session


def test_evidence_is_gone_and_the_session_stays(session: Session) -> None:
    now = timezone.now()
    Session.objects.filter(pk=session.pk).update(
        status="expired", finished_at=now, shred_at=now + timedelta(days=1)
    )

    call_command("shred", str(session.pk), stdout=StringIO())

    session.refresh_from_db()
    with pytest.raises(vault.Shredded):
        vault.get(session, "picture")
    assert session.vault_items.count() == 0


def test_a_session_under_way_is_left_alone(session: Session) -> None:
    with pytest.raises(CommandError, match="Still under way"):
        call_command("shred", str(session.pk))

    assert vault.get(session, "picture") == b"pixels"


@pytest.mark.django_db
def test_an_unknown_session_is_named() -> None:
    unknown = uuid4()

    with pytest.raises(CommandError, match=str(unknown)):
        call_command("shred", str(unknown))
