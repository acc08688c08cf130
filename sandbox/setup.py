"""Setting up the sandbox: an application, its flow, and the org that knows its secret."""

from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications import credentials
from applications.models import Application
from oidc import endpoints
from oidc.models import ApplicationFlow
from sandbox.models import Vendor
from verification.models import Flow
from verification.sealing import UnsealError

CALLBACK_PATH = "/sandbox/okta/idp/identity-verification/callback"
NAME = "Sandbox Okta org"
FLOW = "sandbox"


class SandboxRefused(Exception):
    """This deployment is not one that may have a sandbox."""


class Sandbox(NamedTuple):
    """What a start of the sandbox needs to say.

    Attributes:
        application: the org's registration at the provider.
        flow: its default flow.
        vendor: the provider, as the org has it configured.
        home: address of the sandbox's front page.
        org: address of the org's start page.
    """

    application: Application
    flow: Flow
    vendor: Vendor
    home: str
    org: str


def ensure_sandbox() -> Sandbox:
    """Make what is missing and mend what no longer fits the public address. Safe to repeat.

    Raises:
        SandboxRefused: outside sandbox mode.
    """
    if not settings.SANDBOX:
        raise SandboxRefused("IDV_SANDBOX is off: specimens prove nobody.")
    with transaction.atomic():
        flow = _ensure_flow()
        application = _ensure_application()
        ApplicationFlow.objects.get_or_create(
            application=application, flow=flow, defaults={"is_default": True}
        )
        vendor = _ensure_vendor(application)
    base = settings.PUBLIC_URL
    return Sandbox(application, flow, vendor, f"{base}/sandbox/", f"{base}/sandbox/okta/")


def _ensure_flow() -> Flow:
    flow, _ = Flow.objects.get_or_create(
        slug=FLOW,
        defaults={
            "name": "Sandbox",
            # The sandbox's selfies are specimens: an unmoving picture of a picture.
            "liveness": Flow.Liveness.NONE,
            "retention_hours": 1,
            "documents": ["passport", "identity_card", "driving_licence"],
        },
    )
    return flow


def _ensure_application() -> Application:
    application: Application
    application, _ = Application.objects.update_or_create(
        sandbox=True,
        name=NAME,
        defaults={
            "redirect_uris": settings.PUBLIC_URL + CALLBACK_PATH,
            "client_type": Application.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": Application.GRANT_AUTHORIZATION_CODE,
            "algorithm": Application.RS256_ALGORITHM,
        },
    )
    return application


def _ensure_vendor(application: Application) -> Vendor:
    """Return the org's set-up, with a secret that works."""
    at = endpoints.public()
    vendor = Vendor.objects.filter(client_id=application.client_id).first()
    vendor = vendor or Vendor(client_id=application.client_id)
    if not _secret_works(application, vendor):
        application.secrets.all().delete()
        vendor.keep_secret(credentials.issue(application))
    vendor.name = "This deployment"
    vendor.redirect_uri = settings.PUBLIC_URL + CALLBACK_PATH
    vendor.issuer, vendor.par, vendor.authorize = at.issuer, at.par, at.authorize
    vendor.token, vendor.jwks = at.token, at.jwks
    vendor.save()
    known = Application.objects.filter(sandbox=True).values("client_id")
    Vendor.objects.exclude(client_id__in=known).delete()
    return vendor


def _secret_works(application: Application, vendor: Vendor) -> bool:
    try:
        secret = vendor.secret
    except UnsealError:
        return False
    found = credentials.find(application.secrets.all(), secret, timezone.now())
    return found is not None
