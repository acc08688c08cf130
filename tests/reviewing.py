"""Verifications that wait for a reviewer."""

from tests.console import journeys
from verification import services
from verification.models import CheckResult, Flow, Session


def referred(flow: Flow, *codes: str) -> Session:
    """A verification whose pictures are there, and whose ``codes`` a person has to judge."""
    session, _ = journeys.captured(flow)
    session.advance(Session.Status.PROCESSING, reason="submitted", submitted_at=session.created_at)
    services.refer(session)
    CheckResult.objects.bulk_create(
        CheckResult(
            session=session,
            position=position,
            code=code,
            outcome=CheckResult.Outcome.FAIL,
            required=True,
            refused=False,
            referred=True,
            message="It does not agree.",
        )
        for position, code in enumerate(codes or ("face.match",))
    )
    return session
