"""Signing keys in the console: what they do, when they change, and the button that changes them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from oidc import keys
from oidc.models import SigningKey

PAGE = "/console/settings/authorization-server/"
ROTATE = f"{PAGE}rotate/RS256/"


@pytest.fixture
def waiting(db: None) -> SigningKey:
    """The key that waits, published for long enough."""
    keys.forget()
    keys.ensure_signing_key()
    long_ago = timezone.now() - timedelta(days=1)
    SigningKey.objects.update(created_at=long_ago)
    SigningKey.objects.filter(active_from__isnull=False).update(active_from=long_ago)
    return SigningKey.objects.get(active_from__isnull=True)


def seen(console: Client) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', console.get(ROTATE).text)
    assert found is not None
    return found[1]


def test_the_button_puts_the_waiting_key_in_place(console: Client, waiting: SigningKey) -> None:
    page = console.get(PAGE).text
    assert ROTATE in page
    assert f"{timezone.now() + timedelta(days=89):%Y-%m-%d}" in page

    answer = console.post(ROTATE, {"seen": seen(console), "old": "keep"}, follow=True)

    waiting.refresh_from_db()
    assert waiting.active_from is not None
    assert waiting.active_from - timezone.now() < timedelta(seconds=3)
    assert f"signs from {waiting.active_from:%Y-%m-%d %H:%M:%S} UTC" in answer.text
    assert all(word in answer.text for word in (">next<", ">signing<", ">waiting<"))
    [entry] = Entry.objects.filter(action="signing_key.rotated")
    assert entry.actor.startswith("user:")
    assert entry.facts["withdrawn"] is False


def test_the_same_form_sent_twice_rotates_once(console: Client, waiting: SigningKey) -> None:
    sent = {"seen": seen(console), "old": "withdraw"}

    console.post(ROTATE, sent)
    again = console.post(ROTATE, sent, follow=True)

    assert "was rotated already" in again.text
    assert SigningKey.objects.count() == 3


def test_a_leaked_key_is_withdrawn(console: Client, waiting: SigningKey) -> None:
    console.post(ROTATE, {"seen": seen(console), "old": "withdraw"})

    old = SigningKey.objects.get(retired_at__isnull=False)
    waiting.refresh_from_db()
    assert old.retired_at == waiting.active_from


def test_who_may_not_rotate_sees_no_button(
    staff: Callable[[str], Client], waiting: SigningKey
) -> None:
    auditor = staff("Auditor")

    assert ROTATE not in auditor.get(PAGE).text
    assert auditor.post(ROTATE, {"seen": waiting.kid, "old": "keep"}).status_code == 403
    assert SigningKey.objects.count() == 2


@pytest.mark.parametrize("algorithm", ["HS256", "ES256"])
def test_an_algorithm_without_a_key_has_no_rotation(
    console: Client, waiting: SigningKey, algorithm: str
) -> None:
    assert console.get(f"{PAGE}rotate/{algorithm}/").status_code == 404


def test_a_choice_that_is_none_is_refused(console: Client, waiting: SigningKey) -> None:
    answer = console.post(ROTATE, {"seen": waiting.kid, "old": "burn"})

    assert answer.status_code == 200
    assert SigningKey.objects.count() == 2
