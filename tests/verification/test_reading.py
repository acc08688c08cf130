"""What a worker makes of a picture, and what becomes of workers that fail or race."""

import threading
from collections.abc import Callable
from datetime import timedelta

import cv2
import numpy as np
import pytest
from django.db import connection
from django.utils import timezone

from sandbox.specimens import Pictures
from tests.verification.test_services import end_time, picture, settle, take
from verification import kept, leases, reading, sealing, services, upkeep
from verification.evidence import SelfieEvidence
from verification.models import Capture, Session, VaultItem
from verification.readers import images, pipeline

Draw = Callable[[str], Pictures]


def hand_in(session: Session, kind: str, data: bytes) -> Capture:
    return services.accept_capture(session, kind, Capture.Source.UPLOAD, data)


def test_an_unusable_picture_is_dropped_and_only_the_advice_kept(begun: Session) -> None:
    capture = take(begun, "selfie")

    reading.read_capture(str(capture.pk))

    capture.refresh_from_db()
    assert capture.status == Capture.Status.UNUSABLE
    assert "selfie.no_face" in capture.guidance
    assert not begun.vault_items.exists()


def test_a_damaged_picture_is_told_from_an_unclear_one(begun: Session) -> None:
    capture = hand_in(begun, "selfie", picture()[:2000])

    reading.read_capture(str(capture.pk))

    capture.refresh_from_db()
    assert capture.guidance == ["image.damaged"]


def test_a_hopeless_picture_of_a_document_is_told_without_being_read(
    begun: Session, pictures: Draw
) -> None:
    passport = images.decode(pictures("right-person").passport)
    poor = {
        "document.blurred": cv2.GaussianBlur(passport, (0, 0), 12),
        "document.too_dark": passport // 40,
        "document.too_bright": 255 - (255 - passport) // 50,
    }
    told = []
    for pixels in poor.values():
        capture = hand_in(begun, "document", images.reencode(np.asarray(pixels, np.uint8)))
        reading.read_capture(str(capture.pk))
        capture.refresh_from_db()
        told.append(capture.guidance)

    # Who reads such a picture finds no zone and no portrait in it, either.
    assert told == [[code] for code in poor]


def test_of_usable_pictures_only_the_newest_is_kept(begun: Session, pictures: Draw) -> None:
    selfie = pictures("right-person").selfie
    first, second = (hand_in(begun, "selfie", selfie) for _ in range(2))
    for capture in (first, second):
        reading.read_capture(str(capture.pk))

    names = set(begun.vault_items.values_list("name", flat=True))
    assert names == {second.image_name, second.evidence_name}


def test_of_a_selfies_two_shots_the_better_one_is_kept_alone(
    begun: Session, pictures: Draw
) -> None:
    good = pictures("right-person").selfie
    blurred = images.reencode(
        np.asarray(cv2.GaussianBlur(images.decode(good), (0, 0), 12), np.uint8)
    )
    answers = []
    for first, second in ((blurred, good), (good, blurred), (good, good)):
        capture = services.accept_capture(begun, "selfie", "camera", first, second)
        reading.read_capture(str(capture.pk))
        selfie = kept.picture(begun, Capture.Kind.SELFIE, SelfieEvidence)
        assert selfie is not None
        assert selfie.evidence.shots is not None
        answers.append((selfie.evidence.shots.taken, selfie.evidence.shots.difference > 0.1))
        assert selfie.evidence.faces[0].sharpness > 60

    assert answers == [(2, True), (1, True), (1, False)]
    last = begun.captures.latest("taken_at")
    names = set(begun.vault_items.values_list("name", flat=True))
    assert names == {last.image_name, last.evidence_name}


def test_a_selfie_whose_shots_are_both_poor_leaves_neither(begun: Session) -> None:
    capture = services.accept_capture(begun, "selfie", "camera", picture(), picture())

    reading.read_capture(str(capture.pk))

    capture.refresh_from_db()
    assert capture.status == Capture.Status.UNUSABLE
    assert not begun.vault_items.exists()


def test_an_older_picture_that_is_read_later_does_not_replace_a_newer_one(
    begun: Session, pictures: Draw
) -> None:
    selfie = pictures("right-person").selfie
    first, second = (hand_in(begun, "selfie", selfie) for _ in range(2))
    for capture in (second, first):
        reading.read_capture(str(capture.pk))

    names = set(begun.vault_items.values_list("name", flat=True))
    assert names == {second.image_name, second.evidence_name}


def test_nothing_is_kept_for_a_session_that_ended_while_its_picture_was_read(
    begun: Session, pictures: Draw
) -> None:
    capture = hand_in(begun, "selfie", pictures("right-person").selfie)
    loaded = Capture.objects.select_related("session").get(pk=capture.pk)
    end_time(begun, minutes_ago=1)
    upkeep.expire_sessions()
    upkeep.shred_evidence()

    evidence = pipeline.read_selfie(images.decode(picture()))
    reading._record_usable(loaded, evidence, picture())

    assert not VaultItem.objects.exists()
    capture.refresh_from_db()
    assert capture.status == Capture.Status.UNUSABLE


def test_the_last_picture_hands_the_session_over(begun: Session, pictures: Draw) -> None:
    settle(begun, "document")
    capture = hand_in(begun, "selfie", pictures("right-person").selfie)

    reading.read_capture(str(capture.pk))

    begun.refresh_from_db()
    assert begun.status == Session.Status.PROCESSING


@pytest.mark.django_db(transaction=True)
def test_two_workers_finishing_at_the_same_moment_hand_the_session_over_once(
    begun: Session, pictures: Draw
) -> None:
    shown = pictures("right-person")
    captures = [
        hand_in(begun, "document", shown.passport),
        hand_in(begun, "selfie", shown.selfie),
    ]

    def read(capture: Capture) -> None:
        reading.read_capture(str(capture.pk))
        connection.close()

    threads = [threading.Thread(target=read, args=(capture,)) for capture in captures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    begun.refresh_from_db()
    assert begun.status == Session.Status.PROCESSING
    assert begun.events.filter(to_status=Session.Status.PROCESSING).count() == 1


def test_a_second_worker_leaves_a_picture_that_is_being_read(begun: Session) -> None:
    capture = take(begun)
    Capture.objects.update(read_from=timezone.now())

    reading.read_capture(str(capture.pk))

    capture.refresh_from_db()
    assert capture.status == Capture.Status.READING


def test_a_worker_that_fails_gives_the_picture_back(begun: Session) -> None:
    capture = take(begun)
    item = VaultItem.objects.get(name=capture.image_name)
    VaultItem.objects.update(ciphertext=b"altered" * 10)

    with pytest.raises(sealing.UnsealError):
        reading.read_capture(str(capture.pk))

    capture.refresh_from_db()
    assert (capture.read_from, capture.reads) == (None, 1)
    VaultItem.objects.update(ciphertext=item.ciphertext)
    reading.read_capture(str(capture.pk))
    capture.refresh_from_db()
    assert capture.status == Capture.Status.UNUSABLE


def test_a_picture_that_ends_every_worker_is_given_up(begun: Session) -> None:
    capture = take(begun)
    dead = timezone.now() - leases.LEASE - timedelta(seconds=1)
    Capture.objects.update(read_from=dead, reads=leases.MOST_TRIES)

    reading.read_capture(str(capture.pk))

    capture.refresh_from_db()
    assert (capture.status, capture.guidance) == (Capture.Status.UNUSABLE, ["unreadable"])
    assert not begun.vault_items.exists()


def test_reading_twice_changes_nothing(begun: Session) -> None:
    capture = take(begun)
    reading.read_capture(str(capture.pk))
    first = Capture.objects.values().get()

    reading.read_capture(str(capture.pk))

    assert Capture.objects.values().get() == first
