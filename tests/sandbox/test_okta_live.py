"""The org and the provider over real HTTP, as far as the hosted flow's first page."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import requests

from applications.models import Application
from oidc import keys
from sandbox.journey_pages import Page, read
from sandbox.models import Transaction
from sandbox.setup import Sandbox
from verification import services
from verification.models import Session


@pytest.fixture(autouse=True)
def _no_keys_from_other_tests() -> None:
    keys.forget()


def page(response: requests.Response) -> Page:
    return read(response.url, response.status_code, response.text)


def begin(web: requests.Session, sandbox: Sandbox, **changes: str) -> requests.Response:
    """Fill in and send the start form; follow the browser's redirects."""
    form = page(web.get(sandbox.org)).form_to("/sandbox/okta/")
    assert form is not None
    return web.post(form.action, data=form.fields | changes)


def session_of(arrived: requests.Response) -> Session:
    return Session.objects.get(pk=UUID(urlsplit(arrived.url).path.split("/")[2]))


def way_back(web: requests.Session, sandbox: Sandbox, session: Session) -> str:
    """Return the address to which the provider sends the browser at the end."""
    base = sandbox.vendor.issuer
    left = web.get(f"{base}{session.return_path}", allow_redirects=False)
    return left.headers["Location"]


def cancelled(web: requests.Session, sandbox: Sandbox) -> str:
    """Go there, cancel, and return the address of the way back."""
    session = session_of(begin(web, sandbox))
    services.cancel(session)
    return way_back(web, sandbox, session)


def test_every_way_to_write_the_request_leads_into_the_flow(
    live_sandbox: Sandbox, web: requests.Session
) -> None:
    ways: tuple[dict[str, str], ...] = (
        {},
        {"flow": "sandbox"},
        {"body": "json"},
        {"query": "both"},
        {"shape": "2024"},
        {"shape": "null"},
        {"framework": "IDV_DELEGATED"},
        {"entries": "object"},
        {"address": "flat", "locality": "Zenith", "send_locality": "on"},
        {"locality": "Zenith", "send_locality": "on", "email": "a@b.example", "send_email": "on"},
        {"given_name": "Zoë 张", "family_name": "O'Neil & <Söhne>"},
    )
    for changes in ways:
        arrived = begin(web, live_sandbox, **changes)

        assert urlsplit(arrived.url).path.startswith("/verify/"), changes
        session = session_of(arrived)
        assert (session.sandbox, session.flow.slug) == (True, "sandbox"), changes


def test_the_browser_goes_to_the_vendor_with_the_request_uri_alone(
    live_sandbox: Sandbox, web: requests.Session
) -> None:
    begin(web, live_sandbox)
    shown = Transaction.objects.get().record["exchanges"][1]

    assert shown["sender"] == "browser"
    assert (
        "GET /oauth2/idv-authorize?request_uri=urn:ietf:params:oauth:request_uri:"
        in (shown["request"])
    )
    assert "client_id" not in shown["request"]


def test_an_unknown_flow_is_the_vendors_refusal_and_can_be_corrected(
    live_sandbox: Sandbox, web: requests.Session
) -> None:
    arrived = begin(web, live_sandbox, flow="no-such-flow", given_name="Renée")

    assert "RESPONSE_PROCESSING_ERROR_PAR" in arrived.text
    assert "invalid_scope" in arrived.text
    again = page(arrived).link_to("/sandbox/okta/")
    links = [link for link in page(arrived).links if "again=" in link]
    assert again is not None
    form = page(web.get(links[0])).form_to("/sandbox/okta/")
    assert form is not None
    assert (form.fields["flow"], form.fields["given_name"]) == ("no-such-flow", "Renée")


def test_a_disabled_application_is_refused_at_the_push(
    live_sandbox: Sandbox, web: requests.Session
) -> None:
    Application.objects.update(enabled=False)

    arrived = begin(web, live_sandbox)
    assert "RESPONSE_PROCESSING_ERROR_PAR" in arrived.text
    assert "invalid_client" in arrived.text


def test_a_cancelled_check_is_denied_with_the_vendors_error(
    live_sandbox: Sandbox, web: requests.Session
) -> None:
    shown = web.get(cancelled(web, live_sandbox))

    assert urlsplit(shown.url).path.startswith("/sandbox/okta/transactions/")
    assert "ERROR_RESPONSE" in shown.text
    assert "access_denied" in shown.text
    assert "The password stays as it is." in shown.text
    assert live_sandbox.vendor.secret not in shown.text


def test_coming_back_twice_changes_nothing(live_sandbox: Sandbox, web: requests.Session) -> None:
    address = cancelled(web, live_sandbox)
    first = web.get(address)
    before = Transaction.objects.values().get()

    assert web.get(address).url == first.url
    assert web.get(address.replace("access_denied", "server_error")).url == first.url
    assert Transaction.objects.values().get() == before


def test_a_forged_issuer_is_denied_and_nothing_is_redeemed(
    live_sandbox: Sandbox, web: requests.Session
) -> None:
    state = parse_qs(urlsplit(cancelled(web, live_sandbox)).query)["state"][0]
    forged = {"state": state, "code": "stolen", "iss": "https://evil.example"}

    shown = web.get(live_sandbox.vendor.redirect_uri, params=forged)
    record: dict[str, Any] = Transaction.objects.get().record
    assert record["judgement"]["reason"] == "RESPONSE_PROCESSING_ERROR"
    assert "iss is not the configured issuer" in shown.text
    assert [each["sender"] for each in record["exchanges"]] == ["org", "browser", "browser"]


def test_a_made_up_code_is_redeemed_in_vain(live_sandbox: Sandbox, web: requests.Session) -> None:
    state = parse_qs(urlsplit(cancelled(web, live_sandbox)).query)["state"][0]
    made_up = {"state": state, "code": "made-up", "iss": live_sandbox.vendor.issuer}

    shown = web.get(live_sandbox.vendor.redirect_uri, params=made_up)
    assert "ERROR_RESPONSE_TOKEN" in shown.text
    assert "invalid_grant" in shown.text


def test_another_browser_cannot_bring_the_answer(
    live_sandbox: Sandbox, web: requests.Session
) -> None:
    address = cancelled(web, live_sandbox)
    with requests.Session() as other:
        other.trust_env = False
        other.get(live_sandbox.org)
        refused = other.get(address)

    assert refused.status_code == 400
    assert "MISSING_AUTH_STATE_TOKEN" in refused.text
    assert "ERROR_RESPONSE" in web.get(address).text


def test_two_checks_in_one_browser_stay_apart(live_sandbox: Sandbox, web: requests.Session) -> None:
    first, second = cancelled(web, live_sandbox), cancelled(web, live_sandbox)

    assert web.get(second).url != web.get(first).url
    judged = Transaction.objects.filter(status=Transaction.Status.JUDGED)
    assert judged.count() == 2
