"""A sandbox that is set up, and browsers in front of it."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from django.core.cache import cache
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from sandbox.setup import Sandbox, ensure_sandbox


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests() -> None:
    cache.clear()


@pytest.fixture
def sandbox(db: None) -> Sandbox:
    return ensure_sandbox()


@pytest.fixture
def live_sandbox(live_server: LiveServer, settings: Settings) -> Sandbox:
    """The sandbox at an address where it answers."""
    settings.PUBLIC_URL = live_server.url
    return ensure_sandbox()


@pytest.fixture
def web() -> Iterator[requests.Session]:
    """A browser without a screen."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def filled_in() -> dict[str, Any]:
    """The start form, as a browser sends it untouched."""
    return {
        "action": "recover", "login": "anna.eriksson@utopia.example", "flow": "",
        "given_name": "Anna Maria", "family_name": "Eriksson", "birthdate": "1974-08-12",
        "send_birthdate": "on", "fuzzy_given_name": "on", "fuzzy_family_name": "on",
        "fuzzy_birthdate": "on", "shape": "object", "framework": "IDV-DELEGATED",
        "entries": "array", "address": "nested", "body": "form", "query": "alone",
    }  # fmt: skip
