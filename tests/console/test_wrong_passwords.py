"""Guessing at passwords is slowed down, and locks nobody else out."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from idv_provider.console.models import WrongPassword
from tests.console.signing_in import LOGIN, PASSWORD, give

pytestmark = pytest.mark.usefixtures("quick_hashes")


def test_after_five_wrong_ones_even_the_right_one_waits(client: Client, anna: User) -> None:
    for _ in range(5):
        give(client, "wrong")

    response = client.post(LOGIN, {"login": "Anna", "password": PASSWORD})

    assert "Try again in 30 s" in response.text
    assert 'value="Anna"' in response.text
    assert client.get("/console/").status_code == 302


def test_whoever_guesses_elsewhere_does_not_lock_the_owner_out(client: Client, anna: User) -> None:
    for _ in range(12):
        give(client, "wrong", REMOTE_ADDR="203.0.113.9")

    assert give(client, REMOTE_ADDR="198.51.100.7") == "/console/"


def test_the_wait_doubles_and_ends(client: Client, anna: User) -> None:
    for _ in range(5):
        give(client, "wrong")
    WrongPassword.objects.update(blocked_until=timezone.now())
    give(client, "wrong")
    response = client.post(LOGIN, {"login": "anna", "password": "wrong"})
    assert "Try again in 60 s" in response.text

    WrongPassword.objects.update(blocked_until=timezone.now())
    assert give(client) == "/console/"
    client.logout()
    assert give(client, "wrong") == ""
    assert give(client) == "/console/"


def test_guessing_at_many_accounts_from_one_address_is_slowed_down(
    client: Client, anna: User
) -> None:
    for number in range(30):
        give(client, "wrong", name=f"user{number}")

    assert "Try again in" in client.post(LOGIN, {"login": "anna", "password": PASSWORD}).text
    assert give(client, REMOTE_ADDR="198.51.100.7") == "/console/"


def test_old_guesses_are_forgotten(client: Client, anna: User) -> None:
    give(client, "wrong")
    WrongPassword.objects.update(last_at=timezone.now() - timedelta(days=2), count=40)

    give(client, "wrong")

    assert set(WrongPassword.objects.values_list("count", flat=True)) == {1}
