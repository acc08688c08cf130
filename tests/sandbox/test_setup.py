"""Setting the sandbox up, once and again."""

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from applications import credentials
from applications.models import Application
from oidc.models import ApplicationFlow
from sandbox.models import Vendor
from sandbox.setup import Sandbox, SandboxRefused, ensure_sandbox
from verification.models import Flow

pytestmark = pytest.mark.django_db


def test_it_makes_an_application_that_is_marked_and_its_default_flow(sandbox: Sandbox) -> None:
    application = Application.objects.get()

    assert application.sandbox
    assert application.redirect_uris == (
        "http://testserver/sandbox/okta/idp/identity-verification/callback"
    )
    assert (application.client_type, application.algorithm) == ("confidential", "RS256")
    default = ApplicationFlow.objects.get(application=application, is_default=True)
    assert (default.flow.slug, default.flow.liveness) == ("sandbox", Flow.Liveness.NONE)
    assert default.flow.retention_hours == 1


def test_again_it_changes_nothing(sandbox: Sandbox) -> None:
    before = (sandbox.vendor.secret, sandbox.application.client_id)
    again = ensure_sandbox()

    assert (again.vendor.secret, again.application.client_id) == before
    assert (Application.objects.count(), Flow.objects.count(), Vendor.objects.count()) == (1, 1, 1)
    assert again.application.secrets.count() == 1


def test_the_org_knows_the_secret_and_no_column_shows_it(sandbox: Sandbox) -> None:
    secret = sandbox.vendor.secret
    candidates = sandbox.application.secrets.all()

    assert credentials.find(candidates, secret, timezone.now()) is not None
    assert secret.encode() not in bytes(Vendor.objects.get().secret_sealed)


def test_a_new_public_address_is_taken_over(sandbox: Sandbox, settings: Settings) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:9000/idv"
    again = ensure_sandbox()

    assert again.application.redirect_uris.startswith("http://127.0.0.1:9000/idv/sandbox/okta/")
    assert again.vendor.redirect_uri == again.application.redirect_uris
    assert again.vendor.par.startswith("http://127.0.0.1:9000/idv/")
    assert again.vendor.issuer == "http://127.0.0.1:9000/idv"
    assert again.org == "http://127.0.0.1:9000/idv/sandbox/okta/"


def test_a_lost_secret_is_replaced_and_the_old_one_stops(sandbox: Sandbox) -> None:
    old = sandbox.vendor.secret
    Vendor.objects.update(secret_sealed=b"sealed by another key")

    again = ensure_sandbox()

    candidates = again.application.secrets.all()
    assert credentials.find(candidates, again.vendor.secret, timezone.now()) is not None
    assert credentials.find(candidates, old, timezone.now()) is None


def test_a_flow_that_an_administrator_changed_is_left_alone(sandbox: Sandbox) -> None:
    Flow.objects.update(minutes=45)

    assert ensure_sandbox().flow.minutes == 45


def test_outside_sandbox_mode_it_refuses(settings: Settings) -> None:
    settings.SANDBOX = False

    with pytest.raises(SandboxRefused):
        ensure_sandbox()
    assert not Application.objects.exists()
