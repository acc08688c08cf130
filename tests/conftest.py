"""In continuous integration a test that was skipped proved nothing: there it has failed."""

import os
from collections.abc import Callable, Generator
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    expected = hasattr(report, "wasxfail")
    if report.skipped and not expected and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason} (CI=true: a skipped test has failed)"
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let tests empty the audit trail, as they do with every table; nothing else may."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("audit_entry", "audit_checkpoint"):
            cursor.execute(f"DROP TRIGGER {table}_all ON {table}")


@pytest.fixture(scope="session")
def remembering() -> dict[str, Callable[..., Any]]:
    from tests import read_once  # noqa: PLC0415  # loads the models, which most tests do without

    return read_once.readers()


@pytest.fixture
def each_picture_read_once(
    remembering: dict[str, Callable[..., Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take what a reader found in the very same picture before; see ``tests.read_once``."""
    for name, reader in remembering.items():
        monkeypatch.setattr(f"verification.readers.pipeline.{name}", reader)
