"""What the hosted flow is told by the protocol, and what a phone in it can do to the protocol."""

import base64
import hashlib
import re
from io import BytesIO

import PIL.Image
from django.test import Client

from applications import brands
from applications.models import Brand
from oidc.models import AuthorizationCode
from tests.oidc.relying_party import RelyingParty, query, secret_in
from verification import handoffs
from verification.ends import End
from verification.models import Handoff, Session


def drawn() -> bytes:
    buffer = BytesIO()
    PIL.Image.new("RGB", (300, 100), "teal").save(buffer, "PNG")
    return buffer.getvalue()


PICTURE = drawn()


def handed_over(rp: RelyingParty, **changes: str | None) -> tuple[Session, Client, str]:
    """Begin, choose a phone, and open the link on it."""
    session = rp.begin(**changes)
    secret = secret_in(rp.browser, session.pk)
    handoff = handoffs.offer(session, browser_secret=secret, by=End())
    phone = Client()
    link = f"/verify/phone/{handoffs.token_of(handoff, secret)}/"
    return session, phone, link


def test_pages_bear_the_brand_that_the_application_has(rp: RelyingParty) -> None:
    brand = Brand(
        application=rp.application,
        accent="#8b0000",
        logo=PICTURE,
        privacy_text="Ours.",
        terms_url="https://acme.example/terms",
    )
    brands.save(brand)
    session = rp.authorize(rp.request_uri())

    page = rp.browser.get(session["Location"]).text

    assert f"/brand/{brand.key}/logo.png" in page
    assert "--accent:#8b0000" in page
    assert f'href="/brand/{brand.key}/privacy"' in page
    assert 'href="https://acme.example/terms"' in page
    assert "style=" not in page
    for address in re.findall(r'="(/brand/[^"]+)"', page):
        assert rp.browser.get(address).status_code == 200


def test_the_first_page_of_either_screen_is_seen_without_another_request(
    rp: RelyingParty,
) -> None:
    brands.save(Brand(application=rp.application, accent="#8b0000", logo=PICTURE))
    first = rp.browser.get(rp.authorize(rp.request_uri())["Location"])
    _, phone, link = handed_over(rp)

    for answer in (first, phone.get(link)):
        assert 'rel="stylesheet"' not in answer.text
        assert set(re.findall(r"<script type=\"(\w+)\"", answer.text)) == {"module"}
        styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        assert [".card{" in styles[0], "--accent:#8b0000" in styles[1]] == [True, True]
        rule = re.search(r"style-src ([^;]+)", answer["Content-Security-Policy"])
        assert rule is not None
        assert rule[1] == " ".join(["'self'", *map(digest, styles)])


def digest(style: str) -> str:
    """How a content policy names a style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def test_without_a_brand_pages_look_like_us(rp: RelyingParty) -> None:
    page = rp.browser.get(rp.authorize(rp.request_uri())["Location"]).text

    assert "/brand/" not in page
    assert "/legal/privacy" in page


def test_h1_a_phone_shows_the_login_hint_masked_where_it_is_an_address(rp: RelyingParty) -> None:
    _, phone, link = handed_over(rp, login_hint="patrick.jones@acme.example")
    page = phone.get(link).text
    assert "p•••@a•••.example" in page
    assert "patrick" not in page


def test_h1_a_phone_shows_nothing_of_an_id(rp: RelyingParty) -> None:
    _, phone, link = handed_over(rp, login_hint="00u1abcdefgh")
    page = phone.get(link).text
    assert "00u1" not in page
    assert "not told to us" in page


def test_h1_who_did_not_start_it_ends_it_and_the_client_hears_access_denied(
    rp: RelyingParty,
) -> None:
    session, phone, link = handed_over(rp)
    phone.get(link)
    answer = phone.post(link, {"answer": "no"})
    assert "acme.okta.com" not in answer.text

    assert query(rp.complete(session))["error"] == "access_denied"
    assert not AuthorizationCode.objects.exists()


def test_h1_h3_a_phone_gets_no_code_whatever_it_opens(rp: RelyingParty) -> None:
    session, phone, link = handed_over(rp)
    phone.get(link)
    phone.post(link, {"answer": "yes"})
    Handoff.objects.update(status=Handoff.Status.CONFIRMED)
    session.refresh_from_db()
    assert session.advance(Session.Status.PROCESSING, reason="test")
    assert session.advance(Session.Status.VERIFIED, reason="test")

    answer = rp.complete(session, browser=phone)

    assert answer.status_code == 403
    assert "Location" not in answer.headers
    assert not AuthorizationCode.objects.exists()
    assert "code" in query(rp.complete(session))
