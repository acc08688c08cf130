"""From a change of state to a signed message, and what becomes of one that is not taken."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from applications.models import Application
from audit.models import Entry
from idv_provider.console.health_report import signs
from idv_provider.webhooks import endpoint_secrets, sending, spreading
from idv_provider.webhooks.models import Delivery, Endpoint
from oidc import keys
from outbox.models import Notice
from tests.webhooks.conftest import Receiver
from verification import services
from verification.evidence import ClaimedValue
from verification.models import Flow, Session

Registered = tuple[Endpoint, str]
Received = tuple[str, type[Receiver]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    application: Application = Application.objects.create(name="Acme")
    return application


@pytest.fixture
def session(application: Application) -> Session:
    flow = Flow.objects.create(slug="passport", name="Passport")
    claims = {"given_name": ClaimedValue("Erika", fuzzy=True)}
    return services.start(
        flow=flow, claims=claims, organisation="Acme", return_path="/", sandbox=False,
        relying_party=application.client_id,
    )  # fmt: skip


def sent() -> list[bool]:
    """Do what the workers do, once."""
    spreading.spread()
    return [sending.deliver(pk) for pk in sending.due()]


def make_due(**change: object) -> None:
    Endpoint.objects.update(rests_until=None)
    Delivery.objects.update(due_at=timezone.now(), **change)


def test_a_change_of_state_becomes_a_message_that_the_receiver_can_verify(
    session: Session, application: Application, registered: Registered, receiver: Received
) -> None:
    services.begin(session, browser_secret="x")

    assert sent() == [True]

    headers, body = receiver[1].got[0]
    message = Webhook(registered[1]).verify(body, headers)
    assert message["type"] == "session.started"
    assert message["data"] == {
        "session": str(session.pk), "client_id": application.client_id, "flow": "passport",
        "sandbox": False,
    }  # fmt: skip
    assert b"Erika" not in body
    assert Delivery.objects.get().status_code == 204
    assert not Notice.objects.exists()
    assert sent() == []


@pytest.mark.usefixtures("registered")
def test_the_dashboard_says_when_nobody_sends(session: Session) -> None:
    services.begin(session, browser_secret="x")
    spreading.spread()
    assert ("Webhooks", "good") in [(sign.title, sign.word) for sign in signs()]

    make_due()
    Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=3))

    assert ("Webhooks", "bad") in [(sign.title, sign.word) for sign in signs()]


def test_every_end_of_a_session_has_its_event(session: Session, registered: Registered) -> None:
    services.begin(session, browser_secret="x")
    services.cancel(session)
    spreading.spread()

    kinds = list(Delivery.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["session.started", "session.cancelled"]
    assert set(Session.TOLD) == {
        status for _, status in Session.TRANSITIONS if status != Session.Status.PROCESSING
    }


def test_what_is_rolled_back_is_told_to_nobody(session: Session, registered: Registered) -> None:
    with transaction.atomic():
        services.begin(session, browser_secret="x")
        transaction.set_rollback(True)

    assert sent() == []


def test_keys_and_applications_are_told_of(registered: Registered, receiver: Received) -> None:
    keys.rotate("ES256")

    assert sent() == [True]
    message = json.loads(receiver[1].got[0][1])
    assert (message["type"], set(message["data"])) == ("key.rotated", {"kid"})


def test_an_endpoint_hears_of_its_events_and_applications_only(
    session: Session, application: Application, registered: Registered
) -> None:
    others: Application = Application.objects.create(name="Other")
    registered[0].applications.set([others])
    Endpoint.objects.update(only_chosen=True)
    services.begin(session, browser_secret="x")
    spreading.spread()
    assert not Delivery.objects.exists()

    registered[0].applications.set([application])
    Endpoint.objects.update(kinds=["session.cancelled"])
    services.cancel(session)
    spreading.spread()
    assert Delivery.objects.get().kind == "session.cancelled"


def test_without_its_last_application_an_endpoint_hears_of_none(
    session: Session, registered: Registered
) -> None:
    chosen: Application = Application.objects.create(name="Other")
    registered[0].applications.set([chosen])
    Endpoint.objects.update(only_chosen=True)
    chosen.delete()

    services.begin(session, browser_secret="x")

    assert sent() == []


def test_altered_late_or_foreign_messages_do_not_verify(
    registered: Registered, receiver: Received
) -> None:
    sending.test(registered[0])
    sent()
    headers, body = receiver[1].got[0]
    genuine = Webhook(registered[1])
    late = {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 600)}

    for changed, said, by in (
        (headers, body.replace(b"test", b"best"), genuine),
        (late, body, genuine),
        ({**headers, "webhook-id": "msg_other"}, body, genuine),
        (headers, body, Webhook("whsec_" + "A" * 44)),
    ):
        with pytest.raises(WebhookVerificationError):
            by.verify(said, changed)


def test_both_secrets_verify_while_one_replaces_the_other(
    registered: Registered, receiver: Received
) -> None:
    endpoint, old = registered
    new = endpoint_secrets.rotate(endpoint, timedelta(hours=1))
    assert old.encode() not in bytes(Endpoint.objects.get().secret_sealed)

    sending.test(endpoint)
    sent()
    Endpoint.objects.update(previous_until=timezone.now())
    sending.test(endpoint)
    sent()

    (headers, body), (later, other) = receiver[1].got
    for secret in (old, new):
        Webhook(secret).verify(body, headers)
    Webhook(new).verify(other, later)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(other, later)


def test_a_message_that_is_not_taken_is_tried_again_later_under_its_id(
    registered: Registered, receiver: Received
) -> None:
    receiver[1].status = 503
    sending.test(registered[0])

    assert sent() == [False]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status_code, delivery.tries) == ("waiting", 503, 1)
    assert delivery.due_at > timezone.now()
    assert sent() == []

    receiver[1].status = 200
    make_due()
    assert sent() == [True]
    assert len({headers["webhook-id"] for headers, _ in receiver[1].got}) == 1
    assert Endpoint.objects.get().failing_since is None


def test_waits_grow_and_end(registered: Registered, receiver: Received) -> None:
    receiver[1].status = 500
    sending.test(registered[0])
    waits = []
    for _ in range(len(sending.WAITS) + 1):
        make_due()
        sent()
        waits.append(Delivery.objects.get().due_at - timezone.now())

    for wait, meant in zip(waits, sending.WAITS, strict=False):
        assert 0.75 * meant < wait + timedelta(seconds=1) < 1.3 * meant + timedelta(seconds=1)
    assert Delivery.objects.get().state == "given_up"
    make_due()
    assert sent() == []


def test_an_endpoint_that_failed_rests_before_anything_else_is_sent(
    registered: Registered, receiver: Received
) -> None:
    receiver[1].status = 500
    sending.test(registered[0])
    sending.test(registered[0])

    assert sent() == [False, False]  # the second is not even tried
    assert len(receiver[1].got) == 1
    assert sending.due() == []


@pytest.mark.parametrize(
    ("status", "failing_for", "enabled"),
    [(500, timedelta(days=6), False), (500, timedelta(days=4), True), (410, None, False)],
)
def test_an_endpoint_that_fails_for_days_or_is_gone_is_switched_off(
    registered: Registered,
    receiver: Received,
    status: int,
    failing_for: timedelta | None,
    enabled: bool,
) -> None:
    receiver[1].status = status
    if failing_for:
        Endpoint.objects.update(failing_since=timezone.now() - failing_for, failures=9)
    sending.test(registered[0])

    sent()

    assert Endpoint.objects.get().enabled is enabled
    assert Entry.objects.filter(action="endpoint.disabled", actor="clock").exists() is not enabled


def test_what_a_dying_worker_leaves_is_due_again_and_two_try_once(
    registered: Registered, receiver: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(delivery: Any) -> None:
        raise SystemExit

    delivery = sending.test(registered[0])
    with monkeypatch.context() as worker:
        worker.setattr(sending, "_send", dies)
        with pytest.raises(SystemExit):
            sending.deliver(delivery.pk)

    assert sending.deliver(delivery.pk) is False  # somebody has it
    make_due()
    assert sending.deliver(delivery.pk) is True
    assert sending.deliver(delivery.pk) is False
    assert len(receiver[1].got) == 1


def test_a_message_is_sent_again_on_demand_and_old_ones_are_forgotten(
    registered: Registered, receiver: Received
) -> None:
    delivery = sending.test(registered[0])
    sent()
    sending.again(delivery)

    assert sent() == [True]
    assert len({headers["webhook-id"] for headers, _ in receiver[1].got}) == 1
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert sending.purge() == 1
