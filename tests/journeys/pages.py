"""Every page of the hosted flow and of the sandbox, one after the other, in each of its states.

For whoever looks at all of them: the tests of accessibility, and the command that makes pictures.
States that take a worker, a reviewer or a long time are written into the database.
"""

import io
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import PIL.Image
import PIL.ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page

from applications import brands
from applications.models import Brand
from tests.journeys.deployment import Deployment

_FINISHED = (
    "UPDATE verification_session SET status = %(status)s, finished_at = now() WHERE id = %(id)s"
)
_TAKEN = """
    INSERT INTO verification_capture
        (id, session_id, kind, source, status, digest, guidance, other_side, taken_at, reads)
    VALUES (gen_random_uuid(), %(id)s, %(kind)s, 'upload', %(status)s, '', %(guidance)s, %(two)s,
            now(), 1)
"""
_UNDER_WAY = (
    "UPDATE verification_session SET status = 'processing', step = 'faces' WHERE id = %(id)s"
)
_REFERRED = (
    "UPDATE verification_session SET status = 'review', referred_at = now() WHERE id = %(id)s"
)
_NEVER_REFERRED = "UPDATE verification_session SET referred_at = NULL WHERE id = %(id)s"
# A session that is no sandbox's never goes without a challenge.
_SANDBOX = "UPDATE verification_session SET sandbox = %(sandbox)s WHERE id = %(id)s"
NEARLY_OVER = (
    "UPDATE verification_session SET expires_at = now() + interval '90 s' WHERE id = %(id)s"
)
_ANOTHER_ATTEMPT = "UPDATE verification_session SET attempt = 2 WHERE id = %(id)s"
_DECLINED = "UPDATE verification_handoff SET status = 'declined' WHERE session_id = %(id)s"
# Of the sandbox's application, which itself goes on looking like us: other tests use it.
_A_BRAND = """
    INSERT INTO applications_brand
        (application_id, key, logo, accent, privacy_url, privacy_text, terms_url, terms_text)
    SELECT id, %(key)s, %(logo)s, %(accent)s, '', %(privacy_text)s, '', ''
    FROM applications_application WHERE sandbox LIMIT 1
    ON CONFLICT (application_id) DO UPDATE SET key = EXCLUDED.key, logo = EXCLUDED.logo
"""
_BRAND_FIELDS = ("key", "logo", "accent", "privacy_text")
_BRANDED = "UPDATE verification_session SET branding = %(looks)s WHERE id = %(id)s"


class Seen(NamedTuple):
    """One state of a page: the page's name in the URL configuration, then what is special."""

    name: str
    page: Page


def every_page(browser: Browser, deployment: Deployment, width: int) -> Iterator[Seen]:
    """Walk through all of them, with a camera that may be used."""
    options = {"base_url": deployment.url, "reduced_motion": "reduce", "locale": "en"}
    size = {"width": width, "height": 844 if width < 800 else 900}
    context = browser.new_context(**options, viewport=size, permissions=["camera"])  # type: ignore[arg-type]
    phone = browser.new_context(**options, viewport={"width": 390, "height": 844})  # type: ignore[arg-type]
    page = context.new_page()
    yield from _begin(page)
    yield from _to_a_phone(page, phone)
    yield from _pictures(page, deployment)
    yield from _judged(page, deployment)
    yield from _ends(page, deployment)
    yield from _elsewhere(page, phone)
    yield from _branded(page, deployment)
    context.close()
    phone.close()


def session_of(page: Page) -> str:
    (session,) = re.findall(r"/verify/([0-9a-f-]{36})/", page.url)
    return str(session)


def _begin(page: Page) -> Iterator[Seen]:
    page.goto("/sandbox/")
    yield Seen("sandbox:home", page)
    page.goto("/sandbox/okta/")
    yield Seen("sandbox:okta", page)
    page.locator(".act button").click()
    page.wait_for_url("**/verify/**")
    yield Seen("verification:welcome", page)
    page.locator(".languages summary").click()
    yield Seen("verification:welcome, languages", page)
    page.locator("form[data-once] .primary").click()
    page.wait_for_url("**/choose/")
    yield Seen("verification:choose", page)


def _to_a_phone(page: Page, phone: BrowserContext) -> Iterator[Seen]:
    page.locator("button[value=phone]").click()
    page.wait_for_url("**/handoff/")
    page.locator("details summary").last.click()
    yield Seen("verification:handoff", page)
    at_phone = phone.new_page()
    at_phone.goto(page.locator("#link").input_value())
    yield Seen("verification:link", at_phone)
    at_phone.locator("button[value=yes]").click()
    at_phone.wait_for_url("**/phone/")
    yield Seen("verification:phone", at_phone)
    page.locator("#number").wait_for()
    yield Seen("verification:handoff, number", page)
    page.locator("#number").fill(at_phone.locator(".number").inner_text())
    page.locator("form .primary").first.click()
    page.locator(".stages").wait_for()
    yield Seen("verification:handoff, connected", page)
    at_phone.wait_for_url("**/document/")
    yield Seen("verification:document, phone", at_phone)
    at_phone.goto(f"/verify/{session_of(page)}/phone/stop/")
    yield Seen("verification:phone_stop", at_phone)
    at_phone.close()
    page.locator("input[value=here] ~ button").click()
    page.wait_for_url("**/document/")


def _pictures(page: Page, deployment: Deployment) -> Iterator[Seen]:
    here = {"id": session_of(page)}
    yield Seen("verification:document", page)
    camera = page.locator("#open-camera:enabled")
    camera.click()
    page.locator("#automatic").uncheck()
    page.locator("#shutter:enabled").wait_for()
    page.locator("#hint").filter(has_text=re.compile("take the picture|closer")).wait_for()
    yield Seen("verification:document, camera", page)
    page.goto(f"/verify/{here['id']}/cancel/")
    yield Seen("verification:cancel", page)
    blurred = '["document.blurred"]'
    deployment.sql(
        _TAKEN, here | {"kind": "document", "status": "unusable", "guidance": blurred, "two": False}
    )
    deployment.sql(NEARLY_OVER, here)
    page.goto(f"/verify/{here['id']}/document/")
    page.locator("#clock").wait_for()
    yield Seen("verification:document, blurred and time nearly up", page)
    deployment.sql(_ANOTHER_ATTEMPT, here)
    page.goto(f"/verify/{here['id']}/document/")
    yield Seen("verification:document, another attempt", page)
    usable = {"status": "usable", "guidance": "[]"}
    for kind, due in (("document", "back"), ("back", "selfie")):
        deployment.sql(_TAKEN, here | usable | {"kind": kind, "two": kind == "document"})
        page.goto(f"/verify/{here['id']}/next/")
        yield Seen(f"verification:{due}", page)
    deployment.sql(_TAKEN, here | usable | {"kind": "selfie", "two": False})
    deployment.sql(_SANDBOX, here | {"sandbox": False})
    page.goto(f"/verify/{here['id']}/challenge/")
    page.locator(".options summary").click()
    yield Seen("verification:challenge", page)
    page.locator("#open-camera:enabled").click()
    page.locator("#start:enabled").wait_for()
    yield Seen("verification:challenge, camera", page)
    deployment.sql(_SANDBOX, here | {"sandbox": True})


def _judged(page: Page, deployment: Deployment) -> Iterator[Seen]:
    here = {"id": session_of(page)}
    page.goto("about:blank")  # whose scripts would go there at the same moment
    deployment.sql(_UNDER_WAY, here)
    page.goto(f"/verify/{here['id']}/progress/")
    yield Seen("verification:progress", page)
    page.goto("about:blank")
    deployment.sql(_REFERRED, here)
    page.goto(f"/verify/{here['id']}/progress/")
    yield Seen("verification:progress, review", page)


def _ends(page: Page, deployment: Deployment) -> Iterator[Seen]:
    here = {"id": session_of(page)}
    page.goto("about:blank")  # whose scripts would follow
    for status in ("verified", "failed", "cancelled", "expired", "errored"):
        deployment.sql(_FINISHED, here | {"status": status})
        page.goto(f"/verify/{here['id']}/done/")
        page.locator("#stay").click()
        unreviewed = " and nobody was free" if status == "expired" else ""
        yield Seen(f"verification:done, {status}{unreviewed}", page)
    deployment.sql(_FINISHED, here | {"status": "expired"})
    deployment.sql(_NEVER_REFERRED, here)
    page.goto(f"/verify/{here['id']}/done/")
    page.locator("#stay").click()
    yield Seen("verification:done, expired", page)
    deployment.sql(_FINISHED, here | {"status": "cancelled"})
    deployment.sql(_DECLINED, here)
    page.goto(f"/verify/{here['id']}/done/")
    page.locator("#stay").click()
    yield Seen("verification:done, declined on the phone", page)
    page.locator("#continue").click()
    page.wait_for_url("**/sandbox/okta/transactions/**")
    yield Seen("sandbox:okta-transaction", page)
    page.goto("/sandbox/okta/")
    page.locator(".act button").click()
    page.locator("form[data-once] .primary").click()
    page.locator("button[value=here]").click()
    page.wait_for_url("**/document/")
    deployment.sql(_FINISHED, {"id": session_of(page), "status": "cancelled"})
    page.locator(".specimens button").first.click()
    page.wait_for_url("**/specimens/**")
    yield Seen("sandbox:specimen", page)


def _elsewhere(page: Page, phone: BrowserContext) -> Iterator[Seen]:
    page.goto("/sandbox/okta/")
    page.locator(".act button").click()
    page.wait_for_url("**/verify/**")
    stranger = phone.new_page()
    stranger.goto(page.url)
    yield Seen("verification:welcome, another browser", stranger)
    for name, address in (
        ("verification:link, over", "/verify/phone/unknown/"),
        ("legal:privacy", "/legal/privacy"),
        ("legal:terms", "/legal/terms"),
        ("oidc:authorize", "/oauth2/idv-authorize?request_uri=unknown"),
        ("sandbox:okta-callback", "/sandbox/okta/idp/identity-verification/callback?state=unknown"),
        ("sandbox:okta-vendor", "/sandbox/okta/vendor/"),
        ("nowhere", "/nowhere"),
    ):
        page.goto(address)
        yield Seen(name, page)
    stranger.close()


def _branded(page: Page, deployment: Deployment) -> Iterator[Seen]:
    brand = Brand(logo=_logo(), accent="#8b0000", privacy_text="# Ours\n\nWe ask.\n\n- a face")
    looks = brands.links(brand)
    deployment.sql(_A_BRAND, {name: getattr(brand, name) for name in _BRAND_FIELDS})
    page.goto("/sandbox/okta/")
    page.locator(".act button").click()
    page.wait_for_url("**/verify/**")
    deployment.sql(_BRANDED, {"id": session_of(page), "looks": json.dumps(looks)})
    page.reload()
    yield Seen("verification:welcome, branded", page)
    page.goto(looks["privacy"])
    yield Seen("brand:privacy", page)


def _logo() -> bytes:
    drawn = PIL.Image.new("RGB", (300, 100), "#8b0000")
    PIL.ImageDraw.Draw(drawn).text((70, 22), "ACME", fill="white", font_size=48)
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")
    return buffer.getvalue()
