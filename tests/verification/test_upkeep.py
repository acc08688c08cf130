"""What the clock demands: lost work is found, time ends sessions, evidence is shredded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.policies import govern
from tests.verification.conftest import offered
from tests.verification.test_services import end_time, settle, take
from verification import leases, services, upkeep, vault
from verification.models import Capture, Flow, Session

LONG_AGO = timedelta(hours=1)


def test_a_picture_that_nobody_reads_is_found_again(begun: Session) -> None:
    capture = take(begun)
    assert upkeep.lost_captures() == []  # its message may be waiting in a busy queue

    Capture.objects.update(taken_at=timezone.now() - LONG_AGO)
    assert upkeep.lost_captures() == [capture.pk]


def test_a_picture_that_a_living_worker_reads_is_left_alone(begun: Session) -> None:
    take(begun)
    now = timezone.now()
    Capture.objects.update(taken_at=now - LONG_AGO, read_from=now)
    assert upkeep.lost_captures() == []

    Capture.objects.update(read_from=now - leases.LEASE * 2)
    assert len(upkeep.lost_captures()) == 1


def test_a_session_that_nobody_assesses_is_found_again(begun: Session) -> None:
    settle(begun, "document")
    settle(begun, "selfie")
    services.submit(begun)
    assert upkeep.lost_sessions() == []

    Session.objects.update(submitted_at=timezone.now() - LONG_AGO)
    assert upkeep.lost_sessions() == [begun.pk]


def test_time_ends_the_sessions_that_wait_for_a_person(begun: Session, flow: Flow) -> None:
    fresh = offered(flow)
    end_time(begun, minutes_ago=1)

    assert upkeep.expire_sessions() == 1
    assert upkeep.expire_sessions() == 0
    begun.refresh_from_db()
    fresh.refresh_from_db()
    assert (begun.status, fresh.status) == (Session.Status.EXPIRED, Session.Status.OFFERED)


@pytest.mark.parametrize(
    ("hours", "shredded"), [pytest.param(0, 1, id="at once"), pytest.param(24, 0, id="a day")]
)
def test_evidence_is_kept_as_long_as_the_flow_says(
    begun: Session, hours: int, shredded: int
) -> None:
    """Check 139 of the protocol."""
    govern(retention_hours=hours)
    begun = Session.objects.get(pk=begun.pk)
    settle(begun, "document")
    settle(begun, "selfie")
    services.submit(begun)
    begun.advance(Session.Status.FAILED, reason="assessed")

    assert upkeep.shred_evidence() == shredded

    Session.objects.update(shred_at=timezone.now() - LONG_AGO)
    upkeep.shred_evidence()
    assert upkeep.shred_evidence() == 0
    begun.refresh_from_db()
    with pytest.raises(vault.Shredded):
        vault.open_claims(begun)


def test_an_abandoned_session_leaves_no_evidence(begun: Session) -> None:
    """Check 139 of the protocol."""
    take(begun)
    end_time(begun, minutes_ago=1)

    upkeep.expire_sessions()
    upkeep.shred_evidence()

    assert not begun.vault_items.exists()
