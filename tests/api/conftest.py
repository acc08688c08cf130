"""A deployment with a flow and an application, and programs that hold tokens."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from applications.models import Application
from idv_provider.api import tokens
from idv_provider.api.scopes import SCOPES
from oidc.models import ApplicationFlow
from verification.models import Flow

EVERYTHING = tuple(scope for scope, _, _ in SCOPES)


@pytest.fixture
def flow(db: None) -> Flow:
    return Flow.objects.create(slug="passport", name="Passport and selfie")


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create(username="owner", is_staff=True, is_superuser=True)


@pytest.fixture
def application(flow: Flow) -> Application:
    application: Application = Application.objects.create(
        name="Acme", redirect_uris="https://acme.example/cb"
    )
    ApplicationFlow.objects.create(application=application, flow=flow, is_default=True)
    return application


@pytest.fixture
def program(owner: User) -> Callable[..., Client]:
    """A program with a token of some scopes; of all when none is named."""

    def with_token(*scopes: str, made_by: User | None = None) -> Client:
        ends = timezone.now() + timedelta(days=1)
        _, text = tokens.issue("Terraform", scopes or EVERYTHING, made_by or owner, ends)
        return Client(headers={"authorization": f"Bearer {text}"}, raise_request_exception=False)

    return with_token


@pytest.fixture
def api(program: Callable[..., Client]) -> Client:
    return program()
