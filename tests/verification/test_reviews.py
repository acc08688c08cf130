"""A person judges: one at a time, by name, and never what a hard check refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from audit.models import Entry
from tests.policies import govern
from tests.reviewing import referred
from verification import reviews, services, vault
from verification.decision import AssuranceLevel
from verification.models import Flow, Review, Session
from verification.reviews import ReviewRefused

Status = Session.Status


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create(username="ann")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create(username="bob")


@pytest.fixture
def waiting(flow: Flow) -> Session:
    return referred(flow)


def judged(session: Session, by: User, verdict: str, reason: str, note: str = "") -> Session:
    reviews.claim(session.pk, by=by)
    return reviews.decide(session.pk, by=by, verdict=verdict, reason=reason, note=note)


@pytest.mark.parametrize(
    ("verdict", "reason", "level"),
    [
        ("verify", "same_person", AssuranceLevel.VERIFIED),
        ("refuse", "other_person", AssuranceLevel.FAILED),
    ],
)
def test_a_reviewer_decides_with_a_reason_and_every_step_is_written_down(
    waiting: Session, ann: User, verdict: str, reason: str, level: AssuranceLevel
) -> None:
    decided = judged(waiting, ann, verdict, reason)

    assert services.result(decided).level is level
    assert [event.reason for event in waiting.events.all()][-2] == "claimed by a reviewer"
    assert reason in [event.reason for event in waiting.events.all()][-1]
    actions = Entry.objects.filter(actor=f"user:{ann.pk}").order_by("seq")
    done = "verified" if verdict == "verify" else "refused"
    assert list(actions.values_list("action", flat=True)) == ["review.claimed", f"review.{done}"]


def test_the_note_is_sealed_and_goes_with_the_pictures(waiting: Session, ann: User) -> None:
    decided = judged(waiting, ann, "refuse", "other_name", note="Eriksson is her sister")

    review = Review.objects.get()
    assert vault.get(decided, review.note_name) == b"Eriksson is her sister"
    assert "Eriksson" not in str([*Review.objects.values(), *Entry.objects.values()])
    vault.shred(decided)
    assert not decided.vault_items.exists()


def test_two_do_not_work_on_one(waiting: Session, ann: User, bob: User) -> None:
    reviews.claim(waiting.pk, by=ann)

    with pytest.raises(ReviewRefused, match="Somebody else has it"):
        reviews.claim(waiting.pk, by=bob)
    with pytest.raises(ReviewRefused, match="do not have this one"):
        reviews.decide(waiting.pk, by=bob, verdict="verify", reason="genuine")
    reviews.release(waiting.pk, by=bob)  # not his to give back
    with pytest.raises(ReviewRefused):
        reviews.claim(waiting.pk, by=bob)


def test_what_was_given_back_or_forgotten_is_free_again(
    waiting: Session, ann: User, bob: User
) -> None:
    reviews.claim(waiting.pk, by=ann)
    reviews.release(waiting.pk, by=ann)
    reviews.claim(waiting.pk, by=bob)
    Session.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    with pytest.raises(ReviewRefused, match="do not have this one any more"):
        reviews.decide(waiting.pk, by=bob, verdict="verify", reason="genuine")
    reviews.claim(waiting.pk, by=ann)


@pytest.mark.parametrize("change", [{"refused": True}, {"missing": True}])
def test_nobody_verifies_what_a_hard_check_refused(
    waiting: Session, ann: User, change: dict[str, bool]
) -> None:
    waiting.check_results.create(
        position=9,
        code="mrz.composite",
        outcome="fail",
        required=True,
        **({"refused": False} | change),
    )

    with pytest.raises(ReviewRefused, match="no person can overrule"):
        judged(waiting, ann, "verify", "genuine")
    assert judged(waiting, ann, "refuse", "doubtful_document").status == Status.FAILED


def test_a_second_person_has_to_agree(waiting: Session, ann: User, bob: User) -> None:
    govern(second_reviewer=True)

    assert judged(waiting, ann, "verify", "same_person").status == Status.REVIEW
    with pytest.raises(ReviewRefused, match="A second person"):
        reviews.claim(waiting.pk, by=ann)
    assert judged(waiting, bob, "verify", "same_person").status == Status.VERIFIED


def test_two_who_disagree_refuse(waiting: Session, ann: User, bob: User) -> None:
    govern(second_reviewer=True)
    judged(waiting, ann, "verify", "same_person")

    assert judged(waiting, bob, "refuse", "other_person").status == Status.FAILED


def test_one_is_enough_to_refuse(waiting: Session, ann: User) -> None:
    govern(second_reviewer=True)

    assert judged(waiting, ann, "refuse", "not_live").status == Status.FAILED


@pytest.mark.parametrize(("verdict", "reason"), [("verify", "not_live"), ("refuse", "genuine")])
def test_a_reason_fits_its_verdict(waiting: Session, ann: User, verdict: str, reason: str) -> None:
    with pytest.raises(ReviewRefused, match="no reason for that"):
        judged(waiting, ann, verdict, reason)
    assert not Review.objects.exists()


def test_what_is_over_is_not_decided(waiting: Session, ann: User, bob: User) -> None:
    reviews.claim(waiting.pk, by=ann)
    Session.objects.update(expires_at=timezone.now())

    with pytest.raises(ReviewRefused, match="is over"):
        reviews.decide(waiting.pk, by=ann, verdict="verify", reason="genuine")
    with pytest.raises(ReviewRefused):
        reviews.claim(waiting.pk, by=bob)
    assert not reviews.waiting().exists()
    waiting.refresh_from_db()
    services.cancel(waiting)
    with pytest.raises(ReviewRefused, match="is over"):
        reviews.decide(waiting.pk, by=ann, verdict="verify", reason="genuine")
