"""A flow remembers what it said, and a session is judged by what it said when it began."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.models import Entry
from tests.verification.conftest import offered
from verification import flow_versions
from verification.checks import codes
from verification.flow_versions import PublishingRefused
from verification.models import Flow, FlowDraft, FlowVersion, Session


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create(username="ann")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create(username="bob")


def draft(flow: Flow, by: User, **changes: object) -> FlowDraft:
    return flow_versions.keep_draft(flow, flow.snapshot() | changes, by=by, note="why")


def test_each_save_that_changes_something_is_a_version(flow: Flow) -> None:
    flow.save()
    flow.minutes = 30
    flow.save()

    first, second = flow.versions.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert flow.current == second
    assert second.policy == first.policy | {"minutes": 30}


def test_every_field_is_policy_unless_it_says_otherwise(flow: Flow) -> None:
    names = {field.name for field in Flow._meta.concrete_fields}

    assert flow.current is not None
    assert flow.current.policy.keys() == names - Flow.NO_POLICY


def test_a_session_is_judged_by_what_held_when_it_began(flow: Flow) -> None:
    session = offered(flow)
    flow.retakes, flow.review = 3, [codes.FACE_MATCH]
    flow.save()

    began = Session.objects.get(pk=session.pk)
    assert (began.policy.retakes, began.policy.review) == (10, [])
    assert offered(flow).policy.retakes == 3


def test_a_field_that_a_version_does_not_know_is_as_by_default(flow: Flow) -> None:
    assert flow.current is not None
    policy = dict(flow.current.policy)
    del policy["review_minutes"]

    assert Flow.restored(policy | {"dropped": 1}).review_minutes == 30


def test_a_policy_to_read_shares_nothing_with_its_version(flow: Flow) -> None:
    session = offered(flow)
    session.policy.matching["birthdate"]["mode"] = "ignore"

    assert session.flow_version.policy["matching"]["birthdate"]["mode"] == "fuzzy"


@pytest.mark.parametrize("change", [{"policy": {}}, {"number": 9}, {"made_at": timezone.now()}])
def test_the_database_alters_no_version(flow: Flow, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="never altered"), transaction.atomic():
        FlowVersion.objects.update(**change)


def test_who_publishes_signs_the_version(flow: Flow, ann: User) -> None:
    flow.minutes = 30

    version = flow_versions.publish(flow, by=ann, note="more time")

    assert (version.number, version.author, version.publisher) == (2, ann, ann)
    assert version.note == "more time"
    again = flow_versions.publish(flow, by=ann, note="nothing new")
    assert (again.number, again.note) == (2, "more time")


def test_a_draft_changes_nothing_until_it_is_published(flow: Flow, ann: User, bob: User) -> None:
    kept = draft(flow, ann, minutes=30)
    flow.refresh_from_db()
    assert (flow.minutes, flow.versions.count()) == (20, 1)

    version = flow_versions.publish_draft(kept, by=bob)

    flow.refresh_from_db()
    assert (flow.minutes, flow.current) == (30, version)
    assert (version.author, version.publisher, version.note) == (ann, bob, "why")
    assert not FlowDraft.objects.exists()
    assert list(Entry.objects.order_by("seq").values_list("action", flat=True)) == [
        "flow.drafted",
        "flow.published",
    ]


def test_an_older_policy_is_published_as_a_new_version(flow: Flow, ann: User) -> None:
    flow.minutes = 30
    flow.save()
    first = flow.versions.get(number=1)

    flow_versions.publish_draft(draft(flow, ann, **first.policy), by=ann)

    flow.refresh_from_db()
    assert (flow.minutes, flow.versions.count()) == (20, 3)


class TestFourEyes:
    @pytest.fixture
    def guarded(self, flow: Flow) -> Flow:
        flow.four_eyes = True
        flow.save()
        return flow

    def test_nobody_publishes_without_a_draft(self, guarded: Flow, ann: User) -> None:
        guarded.four_eyes = False  # as a form would send it

        with pytest.raises(PublishingRefused, match="second person"):
            flow_versions.publish(guarded, by=ann)
        guarded.refresh_from_db()
        assert guarded.four_eyes

    def test_nobody_publishes_what_they_had_a_hand_in(
        self, guarded: Flow, ann: User, bob: User
    ) -> None:
        draft(guarded, ann, minutes=30)
        kept = draft(guarded, bob, minutes=40)

        for hand in (ann, bob):
            with pytest.raises(PublishingRefused, match="You edited this draft"):
                flow_versions.publish_draft(kept, by=hand)
        assert guarded.versions.count() == 2

    def test_an_owner_is_no_exception(self, guarded: Flow) -> None:
        owner = User.objects.create(username="owner", is_superuser=True)

        with pytest.raises(PublishingRefused):
            flow_versions.publish_draft(draft(guarded, owner), by=owner)

    def test_the_second_person_publishes_what_they_saw(
        self, guarded: Flow, ann: User, bob: User
    ) -> None:
        seen = draft(guarded, ann, minutes=30)
        draft(guarded, ann, minutes=90)

        with pytest.raises(PublishingRefused, match="edited or dropped meanwhile"):
            flow_versions.publish_draft(seen, by=bob)

    def test_a_rule_of_two_is_lifted_by_two(self, guarded: Flow, ann: User, bob: User) -> None:
        flow_versions.publish_draft(draft(guarded, ann, four_eyes=False), by=bob)

        guarded.refresh_from_db()
        guarded.minutes = 30
        assert flow_versions.publish(guarded, by=ann).number == 4
