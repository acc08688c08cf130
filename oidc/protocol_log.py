"""The protocol log: one row for each request, with what an administrator needs to mend it.

Okta tells administrators to look here when a request was rejected. No row holds a secret or
personal data: ``state`` as a digest, parameters by name only.
"""

import hashlib
import logging
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from applications.models import Application
from oidc import sql
from oidc.errors import OAuthError
from oidc.models import ProtocolEvent

log = logging.getLogger(__name__)

_INSERT = """
    INSERT INTO oidc_protocolevent (
        at, endpoint, accepted, application_id, correlation_id,
        state_digest, error, parameter, description, detail
    ) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(slots=True)
class Trace:
    """What is known of a request so far; filled in while it is handled."""

    endpoint: ProtocolEvent.Endpoint
    correlation_id: uuid.UUID = field(default_factory=uuid.uuid4)
    application: Application | None = None
    state: str = ""


def accepted(trace: Trace) -> None:
    """Write the row of a request that was served."""
    _write(trace, accepted=True)


def refused(trace: Trace, error: OAuthError) -> None:
    """Write the row of a request that was not, and why; and a line to the process's log."""
    _write(
        trace,
        accepted=False,
        error=error.error,
        parameter=error.parameter,
        description=error.description[:200],
        detail=error.detail[:200],
    )
    log.info(
        "%s refused: %s, parameter %s, correlation %s",
        trace.endpoint,
        error.error,
        error.parameter or "-",
        trace.correlation_id,
    )


def state_digest(state: str) -> str:
    """Return what the log keeps of ``state``: SHA-256 in hexadecimal; nothing for nothing."""
    return hashlib.sha256(state.encode()).hexdigest() if state else ""


def _write(
    trace: Trace,
    *,
    accepted: bool,
    error: str = "",
    parameter: str = "",
    description: str = "",
    detail: str = "",
) -> None:
    application_id = trace.application.pk if trace.application else None
    values = [timezone.now(), trace.endpoint, accepted, application_id, trace.correlation_id]
    values += [state_digest(trace.state), error, parameter, description, detail]
    sql.change(_INSERT, values)
