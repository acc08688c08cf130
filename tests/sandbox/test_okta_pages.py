"""The org's pages, as far as they go without a vendor that answers."""

import base64
import os
import secrets
import subprocess
import sys
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sandbox.models import LIFE, PERSONAL_COLUMNS, Transaction, Vendor, purge
from sandbox.setup import Sandbox

pytestmark = pytest.mark.django_db
START = "/sandbox/okta/"
CALLBACK = "/sandbox/okta/idp/identity-verification/callback"


@pytest.fixture
def unreachable(sandbox: Sandbox) -> Sandbox:
    """A vendor that is not there."""
    Vendor.objects.update(par="http://127.0.0.1:1/oauth2/par")
    return sandbox


@pytest.mark.parametrize("address", ["/sandbox/", START])
def test_the_pages_hold_no_script_and_no_style_of_their_own(
    client: Client, sandbox: Sandbox, address: str
) -> None:
    response = client.get(address)
    page = response.content.decode()

    assert response.status_code == 200
    assert "<script" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert "not affiliated with Okta" in " ".join(page.split())


def test_before_the_set_up_the_org_says_so(client: Client) -> None:
    response = client.get(START)

    assert response.status_code == 503
    assert "make demo" in response.content.decode()


def test_the_form_begins_with_somebody(client: Client, sandbox: Sandbox) -> None:
    assert "Anna Maria" in client.get(START).content.decode()
    assert "Zoë" in client.get(START, {"person": "zoe"}).content.decode()
    assert client.get(START, {"person": "nobody", "again": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"given_name": ""}, "MISSING_GIVENNAME"),
        ({"family_name": "   "}, "MISSING_FAMILYNAME"),
        ({"login": ""}, "EMPTY_USER_ID"),
        ({"birthdate": "2000-13-01"}, "Enter a valid date"),
        ({"birthdate": "2200-01-01"}, "between 1900-01-01 and today"),
        ({"email": "not an address"}, "valid email address"),
        ({"phone_number": "555-0123"}, "E.164"),
        ({"flow": "a b"}, "Use letters, digits"),
        ({"action": "rob-a-bank"}, "Select a valid choice"),
        ({"shape": "sphere"}, "Select a valid choice"),
        ({"given_name": "A\x00B"}, "Null characters are not allowed"),
        ({"given_name": "A" * 101}, "at most 100 characters"),
    ],
)
def test_wrong_input_is_named_and_the_rest_is_kept(
    client: Client,
    sandbox: Sandbox,
    filled_in: dict[str, Any],
    changes: dict[str, Any],
    words: str,
) -> None:
    response = client.post(START, filled_in | {"locality": "Zenith <City>"} | changes)
    page = response.content.decode()

    assert response.status_code == 400
    assert words in page
    assert "Zenith &lt;City&gt;" in page
    assert not Transaction.objects.exists()


def test_a_vendor_that_does_not_answer_is_a_denial_with_okta_s_word(
    client: Client, unreachable: Sandbox, filled_in: dict[str, Any]
) -> None:
    response = client.post(START, filled_in, follow=True)
    page = response.content.decode()

    assert response.status_code == 200
    assert "RESPONSE_PROCESSING_ERROR_PAR" in page
    assert "No answer: ConnectionError" in page
    assert unreachable.vendor.secret not in page


def test_a_transaction_can_be_begun_again_with_what_was_entered(
    client: Client, unreachable: Sandbox, filled_in: dict[str, Any]
) -> None:
    client.post(START, filled_in | {"given_name": "Renée", "flow": "strict"})
    again = client.get(START, {"again": str(Transaction.objects.get().pk)}).content.decode()

    assert "Renée" in again
    assert "strict" in again
    assert "DENY" in again


def test_another_browser_sees_nothing_of_a_transaction(
    client: Client, unreachable: Sandbox, filled_in: dict[str, Any]
) -> None:
    client.post(START, filled_in | {"given_name": "Renée"})
    transaction = Transaction.objects.get()
    address = reverse("sandbox:okta-transaction", args=[transaction.pk])
    other = Client()
    other.get(START)

    assert client.get(address).status_code == 200
    assert other.get(address).status_code == 404
    assert "Renée" not in other.get(START, {"again": str(transaction.pk)}).content.decode()
    assert client.get(reverse("sandbox:okta-transaction", args=[uuid4()])).status_code == 404


def test_names_are_shown_as_text(
    client: Client, unreachable: Sandbox, filled_in: dict[str, Any]
) -> None:
    name = "<script>alert(1)</script>"
    page = client.post(START, filled_in | {"given_name": name}, follow=True).content.decode()

    assert "alert(1)" in page
    assert "<script" not in page


def test_nothing_of_a_transaction_is_stored_in_clear(
    client: Client, unreachable: Sandbox, filled_in: dict[str, Any]
) -> None:
    client.post(START, filled_in | {"given_name": "Renée-Canary"})
    values = Transaction.objects.values().get()

    assert ("sandbox.Transaction", "record_sealed") in PERSONAL_COLUMNS
    assert not any("Canary" in str(value) for value in values.values())
    assert "Renée-Canary" in str(Transaction.objects.get().record)


@pytest.mark.parametrize("query", [{}, {"state": "guessed", "code": "c"}, {"state": "\x00"}])
def test_a_state_that_the_org_never_gave_is_denied(
    client: Client, sandbox: Sandbox, query: dict[str, str]
) -> None:
    response = client.get(CALLBACK, query)

    assert response.status_code == 400
    assert "MISSING_AUTH_STATE_TOKEN" in response.content.decode()


def test_transactions_are_forgotten(
    client: Client, unreachable: Sandbox, filled_in: dict[str, Any]
) -> None:
    client.post(START, filled_in)
    old = Transaction.objects.get()
    Transaction.objects.update(created_at=timezone.now() - LIFE - timedelta(seconds=1))

    assert client.get(reverse("sandbox:okta-transaction", args=[old.pk])).status_code == 404
    client.post(START, filled_in)
    assert not Transaction.objects.filter(pk=old.pk).exists()
    assert purge() == 0


def test_a_form_without_its_token_is_refused(
    unreachable: Sandbox, filled_in: dict[str, Any]
) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(START, filled_in).status_code == 403
    assert not Transaction.objects.exists()


def test_the_sandbox_is_there_only_in_sandbox_mode() -> None:
    """Production's settings neither install the app nor route to it."""
    script = "import idv_provider.settings as s; print('sandbox' in s.INSTALLED_APPS, s.SANDBOX)"
    assert _in_production(script) == "False False"


def _in_production(script: str) -> str:
    environ = {
        "IDV_MODE": "production", "IDV_PUBLIC_URL": "https://idv.example",
        "IDV_SECRET_KEY": secrets.token_urlsafe(48), "DATABASE_URL": "postgresql:///idv",
        "IDV_ENCRYPTION_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        "REDIS_URL": "redis://localhost/0", "PATH": os.environ["PATH"],
    }  # fmt: skip
    done = subprocess.run(  # noqa: S603  # our own interpreter and script
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
