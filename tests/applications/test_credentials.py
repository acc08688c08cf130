"""Client secrets: made, found, ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import credentials
from applications.models import Application, ClientSecret
from tests.oidc.relying_party import REDIRECT_URI

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    made: Application = Application.objects.create(name="Acme", redirect_uris=REDIRECT_URI)
    return made


def find(secret: str) -> ClientSecret | None:
    return credentials.find(ClientSecret.objects.all(), secret, timezone.now())


def test_a_secret_is_long_random_and_kept_as_a_hash(application: Application) -> None:
    secrets = {credentials.issue(application) for _ in range(3)}

    assert len(secrets) == 3
    for row in ClientSecret.objects.all():
        stored = bytes(row.salt) + bytes(row.digest)
        assert not any(secret.encode() in stored for secret in secrets)
    assert all(len(secret) >= 43 for secret in secrets)
    assert len({bytes(row.salt) for row in ClientSecret.objects.all()}) == 3


def test_it_is_found_by_itself_only(application: Application) -> None:
    secret = credentials.issue(application)

    assert find(secret) == ClientSecret.objects.get()
    for other in (secret[:-1], f"{secret}x", "", secret.swapcase(), "\udcff"):
        assert find(other) is None


def test_an_ended_one_is_not_found(application: Application) -> None:
    now = timezone.now()
    secret = credentials.issue(application, expires_at=now + timedelta(seconds=60))

    rows = list(ClientSecret.objects.all())
    assert credentials.find(rows, secret, now) is not None
    assert credentials.find(rows, secret, now + timedelta(seconds=60)) is None


def test_its_text_shows_the_end_of_it_only(application: Application) -> None:
    secret = credentials.issue(application)

    assert str(ClientSecret.objects.get()) == f"secret ending in {secret[-4:]}"
