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
    ) SELECT
        %(log_at)s, %(log_endpoint)s, %(log_accepted)s, %(log_application)s, %(log_correlation)s,
        %(log_state)s, %(log_error)s, %(log_parameter)s, %(log_description)s, %(log_detail)s
"""
# The end of a statement whose part ``done`` did what was asked: with it, or not at all.
ACCEPTED_IF_DONE = f"{_INSERT} FROM done"


@dataclass(slots=True)
class Trace:
    """What is known of a request so far; filled in while it is handled."""

    endpoint: ProtocolEvent.Endpoint
    correlation_id: uuid.UUID = field(default_factory=uuid.uuid4)
    application: Application | None = None
    state: str = ""


def accepted(trace: Trace) -> None:
    """Write the row of a request that was served."""
    sql.change(_INSERT, row(trace))


def row(trace: Trace, error: OAuthError | None = None) -> dict[str, object]:
    """Return the values that ``ACCEPTED_IF_DONE`` needs, by name; of a refusal with ``error``."""
    return {
        "log_at": timezone.now(),
        "log_endpoint": trace.endpoint,
        "log_accepted": error is None,
        "log_application": trace.application.pk if trace.application else None,
        "log_correlation": trace.correlation_id,
        "log_state": state_digest(trace.state),
        "log_error": error.error if error else "",
        "log_parameter": error.parameter if error else "",
        "log_description": error.description[:200] if error else "",
        "log_detail": error.detail[:200] if error else "",
    }


def refused(trace: Trace, error: OAuthError) -> None:
    """Write the row of a request that was not, and why; and a line to the process's log."""
    sql.change(_INSERT, row(trace, error))
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
