"""A relying party, and the provider's own tables filled as a console would."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache, caches
from django.test import Client

from applications import credentials
from applications.models import Application
from oidc import keys
from oidc.models import ApplicationFlow, SigningKey
from tests.oidc.relying_party import REDIRECT_URI, RelyingParty
from verification import limits
from verification.models import Flow

_made: list[SigningKey] = []


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget keys and counts, and let no minute end while a test counts to its limit."""
    monkeypatch.setattr(limits, "_window", lambda: (1, 30))
    cache.clear()
    caches["process"].clear()
    keys.forget()
    yield
    cache.clear()
    caches["process"].clear()
    keys.forget()


@pytest.fixture
def flow(db: None) -> Flow:
    return Flow.objects.create(slug="passport", name="Passport and selfie")


@pytest.fixture
def signing_keys(db: None) -> None:
    """Keys made once for all tests: it takes as long as the rest of a test."""
    if _made:
        SigningKey.objects.bulk_create(_made)
    else:
        keys.ensure_signing_key()
        _made.extend(SigningKey.objects.all())


@pytest.fixture
def application(flow: Flow, signing_keys: None) -> Application:
    application = Application(name="Acme", redirect_uris=REDIRECT_URI)
    application.full_clean()
    application.save()
    ApplicationFlow.objects.create(application=application, flow=flow, is_default=True)
    return application


@pytest.fixture
def rp(application: Application, client: Client) -> RelyingParty:
    """Okta's part, with a live secret."""
    return RelyingParty(application, credentials.issue(application), client)


@pytest.fixture
def other(flow: Flow, client: Client) -> RelyingParty:
    """Another organisation that uses the same deployment."""
    application = Application.objects.create(name="Rival", redirect_uris=REDIRECT_URI)
    ApplicationFlow.objects.create(application=application, flow=flow, is_default=True)
    return RelyingParty(application, credentials.issue(application), client)
