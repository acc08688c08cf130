"""Writes that span models, as the hosted flow and the protocol call them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from verification import tasks, vault
from verification.browser import digest
from verification.decision import AssuranceLevel
from verification.evidence import ClaimedValue
from verification.models import Capture, CheckResult, Flow, Session
from verification.readers import images

# Say what is collected, why, and how long it is kept; a change of that text is a new version.
CONSENT_VERSION = "2026-11-24"


class CaptureRefused(Exception):
    """A picture that was not taken in. ``message`` tells the person what to do next."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Result:
    """What a decided session says to the protocol.

    Attributes:
        level: VERIFIED or FAILED.
        at: when it was decided.
        process: public id of the verification.
        matched: by claim name: True, False, or None where the document could not tell.
        disclose_values: whether the ID token may repeat the values that matched.
    """

    level: AssuranceLevel
    at: datetime
    process: str
    matched: Mapping[str, bool | None]
    disclose_values: bool


def start(
    flow: Flow,
    *,
    claims: Mapping[str, ClaimedValue],
    organisation: str,
    return_path: str,
    sandbox: bool,
    session_id: UUID | None = None,
) -> Session:
    """Offer a session to whichever browser begins it first.

    Args:
        flow: how strictly to verify.
        claims: what the relying party says of the person, by claim name.
        organisation: who asks; shown to the person.
        return_path: path of this deployment where the browser goes at the end.
        sandbox: offer specimens.
        session_id: when the caller had to know it beforehand.
    """
    session = Session(
        pk=session_id or uuid4(),
        flow=flow,
        organisation=organisation,
        return_path=return_path,
        sandbox=sandbox,
        expires_at=timezone.now() + timedelta(minutes=flow.minutes),
    )
    session.session_key = vault.new_session_key(session.pk)
    session.claims_sealed = vault.seal_claims(
        session, {name: asdict(claimed) for name, claimed in claims.items()}
    )
    session.save(force_insert=True)
    return session


def begin(session: Session, *, browser_secret: str) -> bool:
    """Record consent and bind the session to this browser, if no other was first."""
    return session.advance(
        Session.Status.CAPTURING,
        reason="consented",
        browser_digest=digest(browser_secret),
        consent_version=CONSENT_VERSION,
        consented_at=timezone.now(),
    )


def accept_capture(session: Session, kind: str, source: str, data: bytes) -> Capture:
    """Take in a picture that looks like one from its header, and have a worker read it.

    Raises:
        CaptureRefused: not a picture we read, too many tries, or the session takes none now.
    """
    try:
        images.inspect(data)
    except images.ImageRefused as refused:
        raise CaptureRefused(refused.code, refused.message) from refused
    with transaction.atomic():
        locked = Session.objects.select_for_update().get(pk=session.pk)
        if locked.status != Session.Status.CAPTURING:
            raise CaptureRefused("closed", "This check takes no more pictures.")
        if locked.captures.filter(kind=kind).count() >= locked.flow.retakes:
            raise CaptureRefused("too_many", "You have no more tries for this picture.")
        capture = Capture.objects.create(session=locked, kind=kind, source=source)
        vault.put(locked, capture.image_name, data)
        tasks.read_capture.delay_on_commit(str(capture.pk))
    return capture


def latest(session: Session, kind: str) -> Capture | None:
    """Return the newest picture of this kind, whatever became of it."""
    return session.captures.filter(kind=kind).order_by("-taken_at").first()


def is_complete(session: Session) -> bool:
    """Return whether the newest picture of every kind is usable."""
    newest = (latest(session, kind) for kind in Capture.Kind.values)
    return all(one is not None and one.status == Capture.Status.USABLE for one in newest)


def submit(session: Session) -> bool:
    """Hand a complete session to the workers. Returns False when there is nothing to hand over."""
    if session.status != Session.Status.CAPTURING or not is_complete(session):
        return False
    with transaction.atomic():
        moved = session.advance(
            Session.Status.PROCESSING, reason="submitted", submitted_at=timezone.now()
        )
        if moved:
            tasks.assess_session.delay_on_commit(str(session.pk))
    return moved


def cancel(session: Session) -> bool:
    """End an undecided session because the person asked for it."""
    if session.status not in (Session.Status.OFFERED, Session.Status.CAPTURING):
        return False
    return session.advance(Session.Status.CANCELLED, reason="cancelled by the user")


def expire_if_due(session: Session) -> None:
    """End a session whose time is up, as the sweeper would a moment later."""
    waiting = session.status in (Session.Status.OFFERED, Session.Status.CAPTURING)
    if waiting and session.expires_at <= timezone.now():
        session.advance(Session.Status.EXPIRED, reason="time is up")
        session.refresh_from_db()


def result(session: Session) -> Result:
    """Return the verdict of a decided session.

    Raises:
        ValueError: the session is not decided.
    """
    if session.status not in Session.DECIDED or session.finished_at is None:
        raise ValueError(f"{session} has no result")
    words = {CheckResult.Outcome.PASS: True, CheckResult.Outcome.FAIL: False}
    matched = {
        check.code.removeprefix("claim."): words.get(CheckResult.Outcome(check.outcome))
        for check in session.check_results.filter(code__startswith="claim.")
    }
    verified = session.status == Session.Status.VERIFIED
    return Result(
        level=AssuranceLevel.VERIFIED if verified else AssuranceLevel.FAILED,
        at=session.finished_at,
        process=str(session.pk),
        matched=matched,
        disclose_values=session.flow.disclosure == Flow.Disclosure.VALUES,
    )
