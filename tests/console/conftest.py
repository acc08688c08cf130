"""Administrators of each kind, and something for them to look after."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from verification.models import Flow

PASSWORD = "correct horse battery staple"


@pytest.fixture
def flow(db: None) -> Flow:
    return Flow.objects.create(slug="passport", name="Passport and selfie")


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_superuser("owner", password=PASSWORD)


@pytest.fixture
def console(client: Client, owner: User) -> Client:
    """A browser in which the owner has signed in."""
    client.force_login(owner)
    return client
