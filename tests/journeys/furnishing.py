"""People and things for the console's journeys, made inside a deployment: prints them as JSON.

What needs no worker is made directly. For the tests, whatever holds a name holds a hostile one.
"""

import json
import secrets
import sys
import time
from datetime import timedelta
from io import BytesIO, StringIO
from typing import NamedTuple
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from applications import credentials
from applications.models import Application
from idv_provider.api import tokens
from idv_provider.webhooks import endpoint_secrets, sending
from idv_provider.webhooks.models import Endpoint
from oidc.models import ApplicationFlow, ProtocolEvent, SigningKey
from sandbox.setup import ensure_sandbox
from sandbox.specimens.portraits import ASTRONAUT, portrait_of
from tests.console import journeys
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
    "igor": "Integration manager",
}


class Names(NamedTuple):
    """What things and people are called."""

    person: str
    company: str
    flow: str
    note: str
    pushed: dict[str, str]


_PLEASANT = Names("", "Globex", "New employees", "Names are judged by two people", {})


def main() -> None:
    """Make everything, once; print passwords, a cookie, what to push, and ids by model."""
    _make(Names(HOSTILE, f"{HOSTILE} Ltd", HOSTILE, HOSTILE, PUSHED))


def for_pictures() -> None:
    """Make the same with names that please the eye."""
    _make(_PLEASANT)


def _make(names: Names) -> None:
    password = secrets.token_urlsafe(12)
    _accounts(password, names)
    things = _things(User.objects.get(username="olga"), names)
    ids = {model: str(one.pk) for model, one in things.items()}
    challenged = _challenged(Flow.objects.get(slug=FLOW))
    vera = _signed_in_an_hour_ago(User.objects.get(username="vera"))
    made = {"password": password, "newcomer": _newcomer(), "vera": vera}
    json.dump(made | {"challenged": challenged, "pushed": names.pushed, "ids": ids}, sys.stdout)


def _accounts(password: str, names: Names) -> None:
    hashed = make_password(password)
    for name, role in ROLES.items():
        user = User.objects.create(username=name, password=hashed, is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        user.is_superuser = role == "Owner"
        user.first_name = names.person
        user.save()


def _things(owner: User, names: Names) -> dict[str, Model]:
    """Make one of each kind; return them by the beginning of their addresses."""
    application = Application.objects.create(
        name=names.company, redirect_uris="https://acme.example/cb", user=owner
    )
    credentials.issue(application)
    in_spring = timezone.now() + timedelta(days=90)
    token, _ = tokens.issue(names.company, ["sessions:read"], owner, in_spring)
    endpoint = Endpoint(url="https://hooks.example/?=cmd|'/c'!A1", kinds=["key.rotated"])
    endpoint_secrets.give(endpoint)
    endpoint.save()
    return {
        "applications/application": application,
        "verification/flow": _flow(owner, names),
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


def _flow(owner: User, names: Names) -> Flow:
    """Have the sandbox's org ask by a flow, too, that leaves names and faces to two people."""
    flow = Flow(slug=FLOW, name=names.flow, liveness=Flow.Liveness.NONE, second_reviewer=True)
    flow.review = ["claim.given_name", "claim.family_name", "face.match"]
    flow_versions.publish(flow, by=owner, note=names.note)
    flow.retakes = 5
    flow_versions.publish(flow, by=owner, note="Fewer tries")
    draft = flow.snapshot() | {"second_reviewer": False, "review": ["face.match"]}
    flow_versions.keep_draft(flow, draft, by=owner, note=names.note)
    ApplicationFlow.objects.create(application=ensure_sandbox().application, flow=flow)
    return flow


def _challenged(flow: Flow) -> str:
    """Keep the frames of a challenge that somebody followed; return its verification."""
    frame = BytesIO()
    portrait_of(ASTRONAUT).resize((240, 320)).save(frame, "JPEG")
    return str(journeys.challenged(flow, frame.getvalue()).pk)


def _newcomer() -> str:
    """Make the first owner as an operator does; return the password that is printed."""
    printed = StringIO()
    call_command("administrator", "newcomer", "--make-owner", stdout=printed)
    return printed.getvalue().split()[-1]


def _signed_in_an_hour_ago(user: User) -> dict[str, str]:
    """Sign somebody in who has been busy since; return their browser's cookie."""
    client = Client()
    client.force_login(user)
    session = client.session
    record = {"method": "password", "at": time.time() - 3600}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    ((name, cookie),) = client.cookies.items()
    return {"name": name, "value": cookie.value}
