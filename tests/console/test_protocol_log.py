"""The protocol log in the console, narrowed down as somebody does who looks for one request."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from applications.models import Application
from oidc.models import ProtocolEvent

LOG = "/console/oidc/protocolevent/"


@pytest.fixture
def rows(application: Application) -> None:
    """Three requests: at ten, at half past eleven, and the day after."""
    other = Application.objects.create(name="Rival", redirect_uris="https://rival.example/cb")
    for number, (moment, error, whose) in enumerate(
        (
            (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "", application),
            (datetime(2026, 11, 24, 11, 30, tzinfo=UTC), "invalid_scope", application),
            (datetime(2026, 11, 25, 9, 0, tzinfo=UTC), "invalid_grant", other),
        )
    ):
        ProtocolEvent.objects.create(
            at=moment,
            endpoint="par",
            accepted=not error,
            application=whose,
            correlation_id=f"00000000-0000-0000-0000-00000000000{number}",
            error=error,
            description=f"row-{number}",
        )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"at_from_0": "2026-11-24", "at_to_0": "2026-11-24"}, {0, 1}, id="day"),
        pytest.param({"at_from_0": "2026-11-24", "at_from_1": "11:00:00"}, {1, 2}, id="moment"),
        pytest.param({"at_to_0": "2026-11-24", "at_to_1": "11:00"}, {0}, id="until"),
        pytest.param({"at_from_0": "yesterday", "at_to_0": "9999-12-31"}, {0, 1, 2}, id="odd-day"),
        pytest.param({"at_from_0": "2026-11-25", "at_from_1": "25:99"}, {2}, id="odd-hour"),
        pytest.param({"at_from_1": "11:00"}, {0, 1, 2}, id="hour-alone"),
        pytest.param({"accepted__exact": "0"}, {1, 2}, id="outcome"),
        pytest.param({"error": "invalid_scope"}, {1}, id="error"),
        pytest.param({"error": "' OR 1=1"}, set(), id="odd-error"),
        pytest.param({"application": "Rival"}, {2}, id="application"),
        pytest.param({"endpoint__exact": "par", "error": "invalid_grant"}, {2}, id="two-at-once"),
    ],
)
def test_it_is_narrowed_down(
    console: Client, rows: None, asked: dict[str, str], found: set[int]
) -> None:
    if "application" in asked:
        asked = {"application__id__exact": str(Application.objects.get(name="Rival").pk)}

    page = console.get(LOG, asked)

    assert page.status_code == 200
    assert {number for number in range(3) if f"row-{number}" in page.text} == found
