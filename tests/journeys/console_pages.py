"""Every page of the console, one after the other, in each of its states.

For whoever looks at all of them: the tests of accessibility, and the command that makes pictures.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Browser, Page, expect

from sandbox import journey
from sandbox.people import ANNA
from tests.console import totp
from tests.journeys.deployment import ROOT, Deployment
from tests.journeys.pages import Seen

_INSIDE = "import django; django.setup(); from tests.journeys import furnishing as it; it.{}()"
_LISTS = (
    *("applications/application", "verification/flow", "verification/session"),
    *("oidc/protocolevent", "oidc/signingkey", "audit/entry", "api/token", "webhooks/endpoint"),
    *("webhooks/delivery", "auth/user", "auth/group"),
)
_ADDED = ("applications/application/add/oidc", "api/token/add", "webhooks/endpoint/add")
# What there is of one thing, beside its own page.
_OF_ONE = {
    "applications/application": ("connection/", "rotate/", "delete/"),
    "verification/flow": ("versions/", "draft/?sessions=100"),
    "webhooks/endpoint": ("rotate/", "delete/"),
    "auth/user": ("password/", "delete/"),
    "auth/group": ("delete/",),
}
_ALONE = (
    *("", "applications/application/add/", "reviews/", "settings/authorization-server/"),
    *("settings/authorization-server/rotate/RS256/", "settings/legal/", "settings/retention/"),
    *(
        "settings/sandbox/",
        "settings/branding/",
        "verification/flow/add/",
        "auth/user/add/",
        "auth/group/add/",
        "auth/",
    ),
    *("password_change/", "password_change/done/", "account/sso/cancelled/", "account/inactive/"),
    "account/reauthenticate/",
)
_WAITS = """
    UPDATE verification_session SET status = 'review', finished_at = NULL, referred_at = now(),
    expires_at = now() + interval '30 min', claimed_by_id = NULL WHERE id = %(id)s
"""
_ASKS = """
    UPDATE verification_checkresult SET referred = refused, refused = false
    WHERE session_id = %(id)s
"""


def furnish(deployment: Deployment, how: str = "main") -> dict[str, Any]:
    """Make accounts and one of each thing in a deployment, once; see ``furnishing``."""
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", _INSIDE.format(how)],
        cwd=ROOT, env=deployment.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def sign_in(page: Page, name: str, password: str) -> None:
    """Give a password on whatever page asks for it."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_authenticator(page: Page) -> None:
    """Give the browser a device that holds passkeys, by the DevTools protocol."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    holds = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    device = {"protocol": "ctap2", "transport": "internal", **holds}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def every_page(
    browser: Browser, deployment: Deployment, made: Mapping[str, Any], width: int
) -> Iterator[Seen]:
    """Walk through all of them as an owner."""
    size = {"width": width, "height": 844 if width < 800 else 900}
    context = browser.new_context(base_url=deployment.url, viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    session = _decided(deployment, made["pushed"])
    yield from _entrance(page, made["password"])
    yield from _opened(page, _ALONE)
    for model in _LISTS:
        ids = made["ids"] | {"verification/session": session, "audit/entry": 1}
        one = f"{model}/{ids[model]}"
        others = [f"{one}/{part}" for part in _OF_ONE.get(model, ())]
        yield from _opened(page, (f"{model}/", f"{one}/change/", *others))
    yield from _forms(page, made["ids"]["webhooks/endpoint"])
    yield from _sealed(page, made)
    yield from _evidence(page, deployment, session)
    yield from _factors(page, made["password"])
    context.close()


def _decided(deployment: Deployment, pushed: Mapping[str, str]) -> str:
    """Have a verification judged, and refused, by the real workers; return its id."""
    journey.run(deployment.url, person={**ANNA, **pushed}, document="wrong-name")
    ((session,),) = deployment.sql(
        "SELECT id FROM verification_session ORDER BY created_at DESC LIMIT 1"
    )
    return str(session)


def _seen(page: Page, state: str = "") -> Seen:
    name = resolve(urlsplit(page.url).path).view_name
    return Seen(f"{name}, {state}" if state else name, page)


def _opened(page: Page, paths: tuple[str, ...]) -> Iterator[Seen]:
    for path in paths:
        page.goto(f"/console/{path}")
        yield _seen(page)


def _entrance(page: Page, password: str) -> Iterator[Seen]:
    page.goto("/console/")
    yield _seen(page)
    sign_in(page, "olga", "not hers")
    expect(page.get_by_role("alert")).to_be_visible()
    yield _seen(page, "wrong password")
    sign_in(page, "olga", password)
    page.wait_for_url("**/console/")


def _forms(page: Page, endpoint: str) -> Iterator[Seen]:
    """Send each form of ours empty, then filled in: what is shown once has no address."""
    for form in _ADDED:
        page.goto(f"/console/{form}/")
        yield _seen(page)
        page.locator("#content form button:not([name]), #content form [type=submit]").last.click()
        yield _seen(page, "refused")
    page.goto(f"/console/webhooks/endpoint/{endpoint}/rotate/")
    page.get_by_role("button", name="Rotate").click()
    expect(page.get_by_text("Copy the secret now.")).to_be_visible()
    yield _seen(page, "made")
    page.goto("/console/api/token/add/")
    page.get_by_label("Name").fill("Export")
    page.locator("#content input[type=checkbox]").first.check()
    page.get_by_role("button", name="Make").click()
    yield _seen(page, "made")
    page.goto("/console/applications/application/add/oidc/")
    page.get_by_label("Name").fill("Initech")  # the newcomer's is Acme
    page.get_by_label("Okta org domains").fill("initech.okta.com")
    page.get_by_role("button", name="Create").click()
    yield _seen(page, "made")
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("button", name="Self-test").click()
    yield _seen(page)


def _sealed(page: Page, made: Mapping[str, Any]) -> Iterator[Seen]:
    """Look at what is in the vault: a challenge's frames, and evidence that a draft is tried on."""
    page.goto(f"/console/verification/session/{made['challenged']}/change/")
    page.get_by_role("button", name="Show the movements").click()
    page.wait_for_url("**/frames/")
    yield _seen(page)
    page.goto(f"/console/verification/flow/{made['ids']['verification/flow']}/draft/")
    page.get_by_role("button", name="with what is still sealed").click()
    page.wait_for_url("**/evidence/*")
    yield _seen(page)


def _evidence(page: Page, deployment: Deployment, session: str) -> Iterator[Seen]:
    about = f"/console/verification/session/{session}/change/"
    for button in ("Show the picture", "Show the names", "The ID token"):
        page.goto(about)
        page.get_by_role("button", name=button).first.click()
        page.wait_for_url(lambda url: url != about)
        yield _seen(page)
    for statement in (_WAITS, _ASKS):
        deployment.sql(statement, {"id": session})
    page.goto("/console/reviews/")
    yield _seen(page, "somebody waits")
    page.goto(f"/console/reviews/{session}/")
    yield _seen(page, "free")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Decide").click()
    yield _seen(page, "refused")


def _factors(page: Page, password: str) -> Iterator[Seen]:
    yield from _opened(page, ("account/factors/", "account/factors/totp/activate/"))
    secret = page.locator("#totp-secret").inner_text()
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    yield _seen(page, "wrong code")
    page.get_by_label("Authenticator code").fill(totp.code(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("Keep these now.")).to_be_visible()
    yield _seen(page)
    add_authenticator(page)
    page.goto("/console/account/factors/webauthn/add/")
    yield _seen(page)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("1 set up")).to_be_visible()
    page.get_by_role("link", name="Look after them").click()
    yield _seen(page)
    for link in ("Rename", "Remove"):
        page.goto("/console/account/factors/webauthn/")
        page.get_by_role("link", name=link).first.click()
        yield _seen(page)
    yield from _opened(
        page,
        (
            *("account/factors/", "account/factors/totp/deactivate/"),
            *("account/factors/recovery-codes/generate/", "account/factors/reauthenticate/"),
            "account/factors/webauthn/reauthenticate/",
        ),
    )
    page.context.clear_cookies()
    page.goto("/console/")
    sign_in(page, "olga", password)
    expect(page.get_by_label("Code")).to_be_visible()
    yield _seen(page)
