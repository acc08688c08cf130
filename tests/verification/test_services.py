"""What the hosted flow and the protocol may ask of a session, and what it refuses."""

from datetime import timedelta
from io import BytesIO

import PIL.Image
import pytest
from celery import Celery, current_app
from celery._state import get_current_app
from django.db import transaction
from django.utils import timezone

from tests.policies import govern
from verification import queue, services
from verification.decision import AssuranceLevel
from verification.models import Capture, Flow, Session, VaultItem

Status = Session.Status


def picture(colour: str = "grey") -> bytes:
    """A picture by its header; nothing is on it."""
    buffer = BytesIO()
    PIL.Image.new("RGB", (800, 600), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def take(session: Session, kind: str = "document") -> Capture:
    return services.accept_capture(session, kind, Capture.Source.UPLOAD, picture())


def settle(session: Session, kind: str) -> None:
    """Have a usable picture of this kind, whose reading is not at stake here."""
    session.captures.create(kind=kind, source=Capture.Source.UPLOAD, status=Capture.Status.USABLE)


def end_time(session: Session, *, minutes_ago: int) -> None:
    session.expires_at = timezone.now() - timedelta(minutes=minutes_ago)
    session.save(update_fields=["expires_at"])


def test_only_the_first_browser_to_consent_gets_the_session(session: Session) -> None:
    second = Session.objects.get(pk=session.pk)

    assert services.begin(session, browser_secret="first")
    assert not services.begin(second, browser_secret="second")

    session.refresh_from_db()
    assert session.status == Status.CAPTURING
    assert session.consent_version == services.CONSENT_VERSION
    assert session.consented_at is not None
    assert session.events.count() == 1


def test_a_picture_is_encrypted_and_waits_for_a_worker(begun: Session) -> None:
    capture = take(begun)

    assert capture.status == Capture.Status.READING
    item = VaultItem.objects.get(session=begun, name=capture.image_name)
    assert b"JFIF" not in bytes(item.ciphertext)


def test_what_is_no_picture_is_not_kept(begun: Session) -> None:
    with pytest.raises(services.CaptureRefused) as refused:
        services.accept_capture(begun, "document", "upload", b"%PDF-1.7 my passport")

    assert "PDF" in refused.value.message
    assert not begun.captures.exists()
    assert not begun.vault_items.exists()


def test_nobody_gives_pictures_before_the_consent(session: Session) -> None:
    with pytest.raises(services.CaptureRefused, match="closed"):
        take(session)


def test_no_picture_is_taken_in_after_the_time_even_before_the_sweeper_comes(
    begun: Session,
) -> None:
    end_time(begun, minutes_ago=1)

    with pytest.raises(services.CaptureRefused, match="closed"):
        take(begun)


def test_tries_are_counted_for_each_kind_of_picture(begun: Session) -> None:
    govern(retakes=3)
    for _ in range(3):
        take(begun, "document")

    with pytest.raises(services.CaptureRefused, match="too_many"):
        take(begun, "document")
    take(begun, "selfie")


def test_a_session_without_both_pictures_is_not_handed_over(begun: Session) -> None:
    settle(begun, "document")
    assert not services.submit(begun)

    take(begun, "selfie")
    assert not services.submit(begun)


def test_a_newer_picture_that_is_not_read_yet_holds_the_session_back(begun: Session) -> None:
    settle(begun, "document")
    settle(begun, "selfie")
    take(begun, "document")

    assert not services.submit(begun)


def test_a_complete_session_is_handed_over_once(begun: Session) -> None:
    settle(begun, "document")
    settle(begun, "selfie")
    rival = Session.objects.get(pk=begun.pk)

    assert services.submit(begun)
    assert not services.submit(rival)
    assert begun.status == Status.PROCESSING


def test_more_time_is_given_and_not_for_ever(begun: Session) -> None:
    allowed = timedelta(minutes=begun.flow.minutes)
    longest = begun.created_at + (services.MOST_EXTENSIONS + 1) * allowed
    begun.expires_at = timezone.now() + timedelta(minutes=1)
    begun.save()

    assert services.extend(begun)
    begun.refresh_from_db()
    assert begun.expires_at > timezone.now() + allowed / 2

    Session.objects.update(expires_at=longest)
    assert not services.extend(begun)
    begun.refresh_from_db()
    assert not services.can_extend(begun)
    assert begun.expires_at == longest


def test_a_session_whose_time_is_up_gets_no_more(begun: Session) -> None:
    end_time(begun, minutes_ago=1)

    assert not services.extend(begun)


def test_time_ends_what_waits_for_the_person_and_nothing_else(flow: Flow, begun: Session) -> None:
    end_time(begun, minutes_ago=1)
    settle(begun, "document")
    settle(begun, "selfie")
    services.submit(begun)
    services.expire_if_due(begun)
    assert begun.status == Status.PROCESSING

    waiting = services.start(flow, claims={}, organisation="Acme", return_path="/", sandbox=False)
    end_time(waiting, minutes_ago=1)
    services.expire_if_due(waiting)
    assert waiting.status == Status.EXPIRED


def test_a_person_may_stop_until_the_pictures_are_handed_over(begun: Session) -> None:
    settle(begun, "document")
    settle(begun, "selfie")
    services.submit(begun)
    assert not services.cancel(begun)


def test_who_stops_has_the_evidence_shredded_at_once(begun: Session) -> None:
    assert services.cancel(begun)
    assert begun.shred_at is not None
    assert begun.shred_at <= timezone.now()


def test_an_undecided_session_has_no_result(begun: Session) -> None:
    with pytest.raises(ValueError, match="has no result"):
        services.result(begun)


def test_a_result_says_of_each_claim_whether_it_matched(begun: Session) -> None:
    settle(begun, "document")
    settle(begun, "selfie")
    services.submit(begun)
    begun.advance(Status.FAILED, reason="assessed")
    told = {"claim.given_name": "pass", "claim.family_name": "fail", "claim.email": "inconclusive"}
    for position, (code, outcome) in enumerate(told.items()):
        begun.check_results.create(
            position=position, code=code, outcome=outcome, required=True, refused=outcome == "fail"
        )

    result = services.result(begun)

    assert result.level is AssuranceLevel.FAILED
    assert result.matched == {"given_name": True, "family_name": False, "email": None}


def test_a_claim_that_the_flow_only_notes_is_not_said_to_differ(begun: Session) -> None:
    settle(begun, "document")
    settle(begun, "selfie")
    services.submit(begun)
    begun.advance(Status.VERIFIED, reason="assessed")
    begun.check_results.create(
        position=0, code="claim.address.locality", outcome="fail", required=False, refused=False
    )

    assert services.result(begun).matched == {"address.locality": None}


@pytest.mark.django_db(transaction=True)
def test_work_is_queued_once_its_row_can_be_seen_and_by_id_alone(begun: Session) -> None:
    with current_app.connection_for_read() as connection:
        waiting = connection.SimpleQueue("celery")
        waiting.clear()
        with transaction.atomic():
            capture = take(begun)
            assert waiting.qsize() == 0
        message = waiting.get(block=False)
        waiting.close()

    assert message.headers["task"] == "verification.tasks.read_capture"
    assert message.payload[0] == [str(capture.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_away_loses_no_picture(begun: Session) -> None:
    usual = get_current_app()
    away = Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=False)
    away.conf.broker_transport_options = {"max_retries": 0}
    away.set_current()
    try:
        capture = take(begun)
    finally:
        usual.set_current()

    assert Capture.objects.get(pk=capture.pk).status == Capture.Status.READING


def test_the_names_on_the_queue_are_those_of_tasks() -> None:
    from verification import tasks  # noqa: F401, PLC0415  # as a worker does, when it starts

    assert {queue.READ_CAPTURE, queue.ASSESS_SESSION} <= set(current_app.tasks)
