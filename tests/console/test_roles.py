"""Each role at each address of the console: let in, or refused. A new address has to be put here.

The addresses come from the URL configuration, so that none can be forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from applications import credentials
from applications.models import Application
from audit import trail
from idv_provider.api import tokens
from idv_provider.webhooks import endpoint_secrets, sending
from idv_provider.webhooks.models import Endpoint
from oidc import keys
from oidc.models import ProtocolEvent
from tests.console import journeys
from tests.console.conftest import sign_in
from verification import flow_versions
from verification.models import Flow

# O: owner, I: integration manager, R: reviewer, A: auditor, S: support, -: no role.
ROLES = {"I": "Integration manager", "R": "Reviewer", "A": "Auditor", "S": "Support"}
EVERY = "OIRAS"
ANYBODY = "OIRAS-"
# Who may look (GET), who may do (POST); "" is nobody at all, and no such method counts as refused.
ALLOWED: dict[str, tuple[str, str]] = {
    "search/": (ANYBODY, ANYBODY),
    "applications/application/add/": ("OI", ""),
    "applications/application/add/oidc/": ("OI", "OI"),
    "applications/application/<int:pk>/connection/": ("OIAS", ""),
    "applications/application/<int:pk>/rotate/": ("OI", "OI"),
    "applications/application/<int:pk>/self-test/": ("", "OI"),
    "applications/application/<int:pk>/delete/": ("OI", "OI"),
    "applications/application/<int:pk>/secrets/<int:secret_pk>/revoke/": ("", "OI"),
    "verification/session/export/": ("", "ORAS"),
    "verification/session/<uuid:session_id>/images/<uuid:capture_id>/": ("", "OR"),
    "verification/session/<uuid:session_id>/frames/": ("", "OR"),
    "verification/session/<uuid:session_id>/comparisons/": ("", "OR"),
    "verification/flow/<int:pk>/versions/": (EVERY, ""),
    "verification/flow/<int:pk>/versions/<int:number>/restore/": ("", "OI"),
    "verification/flow/<int:pk>/draft/": (EVERY, ""),
    "verification/flow/<int:pk>/draft/evidence/": ("", "OR"),
    "verification/flow/<int:pk>/draft/publish/": ("", "OI"),
    "verification/flow/<int:pk>/draft/discard/": ("", "OI"),
    "reviews/": ("OR", ""),
    "reviews/<uuid:session_id>/": ("OR", "OR"),
    "reviews/<uuid:session_id>/claim/": ("", "OR"),
    "reviews/<uuid:session_id>/release/": ("", "OR"),
    "verification/session/<uuid:session_id>/receipt/": ("", "ORAS"),
    "verification/session/<uuid:session_id>/id-token/": ("", "OR"),
    "audit/keys/": ("ORAS", ""),
    "audit/export/": ("", "OA"),
    "api/token/add/": ("OI", "OI"),
    "api/token/<int:pk>/revoke/": ("", "OI"),
    "webhooks/endpoint/add/": ("OI", "OI"),
    "webhooks/endpoint/<uuid:pk>/rotate/": ("OI", "OI"),
    "webhooks/endpoint/<uuid:pk>/test/": ("", "OI"),
    "webhooks/delivery/<int:pk>/again/": ("", "OI"),
    "settings/branding/": ("OIAS", ""),
    "settings/legal/": ("OIA", "O"),
    "settings/retention/": ("ORAS", ""),
    "settings/retention/shred/": ("", "O"),
    "settings/sandbox/": ("OIAS", ""),
    "settings/authorization-server/": ("OIAS", ""),
    "settings/authorization-server/rotate/<str:algorithm>/": ("O", "O"),
    "": (ANYBODY, ANYBODY),
    "logout/": ("", ANYBODY),
    "password_change/": (ANYBODY, ANYBODY),
    "password_change/done/": (ANYBODY, ""),
    "autocomplete/": ("", ""),
    "jsi18n/": (ANYBODY, ""),
    "r/<path:content_type_id>/<path:object_id>/": ("", ""),
    "verification/flow/": (EVERY, EVERY),
    "verification/flow/add/": ("OI", "OI"),
    "verification/flow/<path:object_id>/history/": ("OA", "OA"),
    "verification/flow/<path:object_id>/delete/": ("", ""),
    "verification/flow/<path:object_id>/change/": (EVERY, "OI"),
    "verification/flow/<path:object_id>/": (ANYBODY, ANYBODY),
    "verification/session/": ("ORAS", "ORAS"),
    "verification/session/add/": ("", ""),
    "verification/session/<path:object_id>/history/": ("OA", "OA"),
    "verification/session/<path:object_id>/delete/": ("", ""),
    "verification/session/<path:object_id>/change/": ("ORAS", "ORAS"),
    "verification/session/<path:object_id>/": (ANYBODY, ANYBODY),
    "oidc/protocolevent/": ("OIAS", "OIAS"),
    "oidc/protocolevent/add/": ("", ""),
    "oidc/protocolevent/<path:object_id>/history/": ("OA", "OA"),
    "oidc/protocolevent/<path:object_id>/delete/": ("", ""),
    "oidc/protocolevent/<path:object_id>/change/": ("OIAS", ""),
    "oidc/protocolevent/<path:object_id>/": (ANYBODY, ANYBODY),
    "oidc/signingkey/": ("OIA", "OIA"),
    "oidc/signingkey/add/": ("", ""),
    "oidc/signingkey/<path:object_id>/history/": ("OA", "OA"),
    "oidc/signingkey/<path:object_id>/delete/": ("", ""),
    "oidc/signingkey/<path:object_id>/change/": ("OIA", ""),
    "oidc/signingkey/<path:object_id>/": (ANYBODY, ANYBODY),
    "webhooks/endpoint/": ("OI", "OI"),
    "webhooks/endpoint/<path:object_id>/history/": ("OA", "OA"),
    "webhooks/endpoint/<path:object_id>/delete/": ("OI", "OI"),
    "webhooks/endpoint/<path:object_id>/change/": ("OI", "OI"),
    "webhooks/endpoint/<path:object_id>/": (ANYBODY, ANYBODY),
    "webhooks/delivery/": ("OI", "OI"),
    "webhooks/delivery/add/": ("", ""),
    "webhooks/delivery/<path:object_id>/history/": ("OA", "OA"),
    "webhooks/delivery/<path:object_id>/delete/": ("", ""),
    "webhooks/delivery/<path:object_id>/change/": ("OI", ""),
    "webhooks/delivery/<path:object_id>/": (ANYBODY, ANYBODY),
    "api/token/": ("OI", "OI"),
    "api/token/<path:object_id>/history/": ("OA", "OA"),
    "api/token/<path:object_id>/delete/": ("", ""),
    "api/token/<path:object_id>/change/": ("OI", ""),
    "api/token/<path:object_id>/": (ANYBODY, ANYBODY),
    "audit/entry/": ("OA", "OA"),
    "audit/entry/add/": ("", ""),
    "audit/entry/<path:object_id>/history/": ("OA", "OA"),
    "audit/entry/<path:object_id>/delete/": ("", ""),
    "audit/entry/<path:object_id>/change/": ("OA", ""),
    "audit/entry/<path:object_id>/": (ANYBODY, ANYBODY),
    "auth/user/<id>/password/": ("O", "O"),
    "auth/user/": ("O", "O"),
    "auth/user/add/": ("O", "O"),
    "auth/user/<path:object_id>/history/": ("OA", "OA"),
    "auth/user/<path:object_id>/delete/": ("O", "O"),
    "auth/user/<path:object_id>/change/": ("O", "O"),
    "auth/user/<path:object_id>/": (ANYBODY, ANYBODY),
    "auth/group/": ("O", "O"),
    "auth/group/add/": ("O", "O"),
    "auth/group/<path:object_id>/history/": ("OA", "OA"),
    "auth/group/<path:object_id>/delete/": ("O", "O"),
    "auth/group/<path:object_id>/change/": ("O", "O"),
    "auth/group/<path:object_id>/": (ANYBODY, ANYBODY),
    "applications/application/": ("OIAS", "OIAS"),
    "applications/application/<path:object_id>/history/": ("OA", "OA"),
    "applications/application/<path:object_id>/delete/": ("OI", "OI"),
    "applications/application/<path:object_id>/change/": ("OIAS", "OI"),
    "applications/application/<path:object_id>/": (ANYBODY, ANYBODY),
    "^(?P<app_label>verification|oidc|api|webhooks|audit|auth|applications)/$": ("O", "O"),
    "(?P<url>.*)$": ("", ""),
}
# Before anybody has signed in; what they ask for is in test_sign_in.py and test_single_sign_on.py.
PUBLIC = {
    "login/",
    "account/inactive/",
    "account/factors/authenticate/",
    "account/factors/webauthn/login/",
    "account/sso/cancelled/",
    "account/sso/<slug:provider_id>/login/",
    "account/sso/<slug:provider_id>/login/callback/",
}
# Everybody's own account.
OWN = {
    "account/reauthenticate/",
    "account/factors/",
    "account/factors/reauthenticate/",
    "account/factors/totp/activate/",
    "account/factors/totp/deactivate/",
    "account/factors/recovery-codes/",
    "account/factors/recovery-codes/generate/",
    "account/factors/recovery-codes/download/",
    "account/factors/webauthn/",
    "account/factors/webauthn/add/",
    "account/factors/webauthn/reauthenticate/",
    "account/factors/webauthn/keys/<int:pk>/remove/",
    "account/factors/webauthn/keys/<int:pk>/edit/",
}


def routes() -> Iterator[str]:
    """Return every address below /console/, once."""
    yield from dict.fromkeys(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route)
        elif route.startswith("console/"):
            yield route.removeprefix("console/")


@pytest.fixture
def examples(application: Application, flow: Flow) -> dict[str, object]:
    """Something that exists for each part of an address."""
    session, capture = journeys.captured(flow)
    credentials.issue(application)
    user = User.objects.create(username="other", is_staff=True)
    flow_versions.keep_draft(flow, flow.snapshot(), by=user)
    token, _ = tokens.issue("t", [], user, timezone.now() + timedelta(days=1))
    endpoint = Endpoint(url="https://hooks.example/", kinds=["key.rotated"])
    endpoint_secrets.give(endpoint)
    endpoint.save()
    event = ProtocolEvent.objects.create(endpoint="par", accepted=False, correlation_id=session.pk)
    content_type = ContentType.objects.get_for_model(Flow)
    return {
        "applications/application": application.pk,
        "verification/flow": flow.pk,
        "verification/session": session.pk,
        "oidc/protocolevent": event.pk,
        "oidc/signingkey": keys.ensure_signing_key().pk,
        "api/token": token.pk,
        "webhooks/endpoint": endpoint.pk,
        "webhooks/delivery": sending.test(endpoint).pk,
        "audit/entry": trail.record(trail.CLOCK, "thing.done").pk,
        "auth/user": user.pk,
        "auth/group": Group.objects.get(name="Support").pk,
        "<int:secret_pk>": application.secrets.get().pk,
        "<uuid:session_id>": session.pk,
        "<int:number>": 1,
        "<uuid:capture_id>": capture.pk,
        "<str:algorithm>": "RS256",
        "<path:content_type_id>/<path:object_id>": f"{content_type.pk}/{flow.pk}",
        "^(?P<app_label>verification|oidc|api|webhooks|audit|auth|applications)/$": "auth/",
        "(?P<url>.*)$": "nowhere/",
    }


def filled(route: str, examples: dict[str, object]) -> str:
    """Return the route as an address of something that exists."""
    model = "/".join(route.split("/")[:2])
    for part in ("<path:object_id>", "<int:pk>", "<uuid:pk>", "<id>"):
        route = route.replace(part, str(examples.get(model, part)))
    for part in (part for part in examples if part[0] in "<^("):
        route = route.replace(part, str(examples[part]))
    assert "<" not in route, f"{route}: give this address an example"
    return f"/console/{route}"


@contextmanager
def undone() -> Iterator[None]:
    """Let nothing of it stay in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def let_in(browser: Client, method: str, path: str) -> bool:
    """Try it, undo what it did, and return whether it was not refused."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with nullcontext() if method == "get" else undone():
        response = getattr(browser, method)(path)
    browser.cookies = SimpleCookie(cookies)
    leads = response.headers.get("Location", "")
    return response.status_code not in (403, 404, 405) and "/login/" not in leads


def test_every_address_has_a_row_here() -> None:
    assert set(routes()) - PUBLIC - OWN == set(ALLOWED)


@pytest.mark.parametrize("letter", ANYBODY)
def test_a_role_is_let_in_where_its_row_says_so_and_nowhere_else(
    client: Client, examples: dict[str, object], letter: str
) -> None:
    user = User.objects.create(username="me", is_staff=True, is_superuser=letter == "O")
    user.groups.set(Group.objects.filter(name=ROLES.get(letter)))
    sign_in(client, user)

    found = {
        route: tuple(let_in(client, method, filled(route, examples)) for method in ("get", "post"))
        for route in routes() if route not in PUBLIC | OWN
    }  # fmt: skip

    assert found == {route: (letter in look, letter in do) for route, (look, do) in ALLOWED.items()}


def test_strangers_are_let_in_nowhere(client: Client, examples: dict[str, object]) -> None:
    closed = [route for route in routes() if route not in PUBLIC | {"logout/"}]
    examples["<int:pk>"] = 1

    found = [
        route for route in closed for method in ("get", "post")
        if let_in(client, method, filled(route, examples))
    ]  # fmt: skip

    assert found == []
