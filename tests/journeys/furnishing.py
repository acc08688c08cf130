"""People and things for the console's journeys, made inside a deployment: prints them as JSON.

What needs no worker is made directly, and whatever holds a name holds a hostile one.
"""

import json
import secrets
import sys
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils import timezone

from applications import credentials
from applications.models import Application
from idv_provider.api import tokens
from idv_provider.webhooks import endpoint_secrets, sending
from idv_provider.webhooks.models import Endpoint
from oidc.models import ApplicationFlow, ProtocolEvent, SigningKey
from sandbox.setup import ensure_sandbox
from verification import flow_versions
from verification.models import Flow

HOSTILE = '"><svg onload=alert(1)>{{7*7}}\u202e anna'
PUSHED = {"given_name": HOSTILE, "family_name": "=cmd|'/c calc'!A1"}
FLOW = "two-people"
ROLES = {
    "vera": "Reviewer",
    "viktor": "Reviewer",
    "ada": "Auditor",
    "petra": "Support",
    "olga": "Owner",
}


def main() -> None:
    """Make everything, once; print the accounts' password, and the ids by model."""
    password = secrets.token_urlsafe(12)
    _accounts(password)
    ids = {model: str(one.pk) for model, one in _things(User.objects.get(username="olga")).items()}
    json.dump({"password": password, "ids": ids}, sys.stdout)


def _accounts(password: str) -> None:
    hashed = make_password(password)
    for name, role in ROLES.items():
        user = User.objects.create(username=name, password=hashed, is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        user.is_superuser = role == "Owner"
        user.first_name = HOSTILE
        user.save()


def _things(owner: User) -> dict[str, Model]:
    """Make one of each kind; return them by the beginning of their addresses."""
    application = Application.objects.create(
        name=f"{HOSTILE} Ltd", redirect_uris="https://acme.example/cb", user=owner
    )
    credentials.issue(application)
    in_spring = timezone.now() + timedelta(days=90)
    token, _ = tokens.issue(HOSTILE, ["sessions:read"], owner, in_spring)
    endpoint = Endpoint(url="https://hooks.example/?=cmd|'/c'!A1", kinds=["key.rotated"])
    endpoint_secrets.give(endpoint)
    endpoint.save()
    return {
        "applications/application": application,
        "verification/flow": _flow(owner),
        "oidc/signingkey": SigningKey.objects.latest("pk"),
        "oidc/protocolevent": ProtocolEvent.objects.create(
            endpoint="par", accepted=False, correlation_id=uuid4()
        ),
        "api/token": token,
        "webhooks/endpoint": endpoint,
        "webhooks/delivery": sending.test(endpoint),
        "auth/user": User.objects.get(username="vera"),
        "auth/group": Group.objects.get(name="Support"),
    }


def _flow(owner: User) -> Flow:
    """Have the sandbox's org ask by a flow, too, that leaves names and faces to two people."""
    flow = Flow(slug=FLOW, name=HOSTILE, liveness=Flow.Liveness.NONE, second_reviewer=True)
    flow.review = ["claim.given_name", "claim.family_name", "face.match"]
    flow_versions.publish(flow, by=owner, note=HOSTILE)
    flow.retakes = 5
    flow_versions.publish(flow, by=owner, note="Fewer tries")
    draft = flow.snapshot() | {"second_reviewer": False, "review": ["face.match"]}
    flow_versions.keep_draft(flow, draft, by=owner, note=HOSTILE)
    ApplicationFlow.objects.create(application=ensure_sandbox().application, flow=flow)
    return flow


def age_sign_ins() -> None:
    """Let everybody have signed in an hour ago."""
    for stored in Session.objects.all():
        store = SessionStore(stored.session_key)
        for record in store.get("account_authentication_methods", []):
            record["at"] -= 3600
            store.modified = True
        store.save()
