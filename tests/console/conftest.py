"""Administrators of each kind, and something for them to look after."""

import time
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Group, User
from django.test import Client

from applications.models import Application
from oidc.models import ApplicationFlow
from tests.console.signing_in import PASSWORD
from verification.models import Flow


def sign_in(client: Client, user: User, *, ago: float = 0, method: str = "password") -> None:
    """Sign in, as if by ``method`` and so many seconds ago."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session["console_seen"] = int(time.time())
    session.save()


@pytest.fixture
def quick_hashes(settings: LazySettings) -> None:
    """Passwords are checked hundreds of times here; how slowly is Django's business."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def anna(db: None, quick_hashes: None) -> User:
    return User.objects.create_superuser("anna", password=PASSWORD)


@pytest.fixture
def demanded(settings: LazySettings) -> None:
    """A second factor is demanded, as in production."""
    settings.CONSOLE_SECOND_FACTOR = True


@pytest.fixture
def flow(db: None) -> Flow:
    return Flow.objects.create(slug="passport", name="Passport and selfie")


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create(username="owner", is_staff=True, is_superuser=True)


@pytest.fixture
def console(client: Client, owner: User) -> Client:
    """A browser in which the owner has signed in."""
    sign_in(client, owner)
    return client


@pytest.fixture
def application(flow: Flow) -> Application:
    application: Application = Application.objects.create(
        name="Acme", redirect_uris="https://acme.example/cb"
    )
    ApplicationFlow.objects.create(application=application, flow=flow, is_default=True)
    return application


@pytest.fixture
def staff(db: None, client: Client) -> Callable[[str], Client]:
    """Sign somebody in who has one role."""

    def as_role(role: str) -> Client:
        user = User.objects.create(username=role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        sign_in(client, user)
        return client

    return as_role
