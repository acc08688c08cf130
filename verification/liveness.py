"""Whether a session still has to show that its person is alive, and how often it may try."""

from verification import policies
from verification.checks import codes
from verification.models import Capture, Flow, Recording, Session

Status = Recording.Status


def level(session: Session) -> Flow.Liveness:
    """Return the level by which the session is judged."""
    return policies.liveness(session.policy, sandbox=session.sandbox)


def is_due(session: Session) -> bool:
    """Return whether the flow demands a challenge that can still be done.

    Somebody who has used all tries is done with it, whatever was seen: then the verdict says so.
    """
    if level(session) != Flow.Liveness.ACTIVE or session.challenge_waived:
        return False
    if settled(session) is not None:
        return False
    newest = latest(session)
    ended = newest is None or newest.status not in Recording.OPEN
    return not ended or tries_left(session) > 0


def may_waive(session: Session) -> bool:
    """Return whether a person may judge what no challenge has told, as the flow allows."""
    return codes.PRESENTATION_ATTACK in session.policy.review


def settled(session: Session) -> Recording | None:
    """Return the recording that counts: the newest, if judged against the selfie there is."""
    newest, selfie = latest(session), selfie_of(session)
    if newest is None or newest.status != Status.SETTLED or selfie is None:
        return None
    return newest if newest.selfie_id == selfie.pk else None


def latest(session: Session) -> Recording | None:
    """Return the newest recording, whatever became of it; they are few, and may be prefetched."""
    recordings = list(session.recordings.all())
    return recordings[-1] if recordings else None


def tries_left(session: Session) -> int:
    """Return how often a challenge may still be begun; whoever begins one has used a try."""
    return max(0, session.policy.challenge_tries - len(session.recordings.all()))


def selfie_of(session: Session) -> Capture | None:
    """Return the selfie whose face a challenge has to show."""
    usable = [
        capture
        for capture in session.captures.all()
        if capture.kind == Capture.Kind.SELFIE and capture.status == Capture.Status.USABLE
    ]
    return usable[-1] if usable else None
