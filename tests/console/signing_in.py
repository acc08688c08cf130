"""A browser's way into the console, for the tests of who gets in."""

import re

from django.test import Client

from audit.models import Entry
from tests.console import totp

PASSWORD = "a long enough passphrase"
LOGIN = "/console/login/"
ACTIVATE = "/console/account/factors/totp/activate/"
CODE = "/console/account/factors/authenticate/"
CODES = "/console/account/factors/recovery-codes/"


def give(browser: Client, password: str = PASSWORD, name: str = "anna", **extra: str) -> str:
    """Send the sign-in form; return where it leads, empty when nowhere."""
    response = browser.post(LOGIN, {"login": name, "password": password}, **extra)  # type: ignore[arg-type]  # headers
    return response.headers.get("Location", "")


def enrol(browser: Client) -> str:
    """Set up an authenticator app; return its secret."""
    found = re.search(r'id="totp-secret">([A-Z2-7]+)<', browser.get(ACTIVATE).text)
    assert found is not None
    browser.post(ACTIVATE, {"code": totp.code(found[1])})
    return found[1]


def actions() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("action", flat=True))
