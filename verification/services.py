"""Writes that span models, as the hosted flow and the protocol call them."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from verification import backlog, liveness, queue, sightings, vault
from verification.browser import LONGEST
from verification.decision import AssuranceLevel
from verification.evidence import ClaimedValue
from verification.masking import mask
from verification.models import Capture, CheckResult, Flow, Session
from verification.readers import images
from verification.secret_cookies import digest

# Say what is collected, why, and how long it is kept; a change of that text is a new version.
CONSENT_VERSION = "2026-11-24.2"

# Nobody works on these yet, so that time or the person may end them.
UNSUBMITTED = (Session.Status.OFFERED, Session.Status.CAPTURING)
_NOT_ENOUGH = (Capture.Status.UNUSABLE, Capture.Status.REFUSED)
# The person waits for a reviewer, and need not.
WAITING = (*UNSUBMITTED, Session.Status.REVIEW)
# A slow reader or a shaky hand gets more time; a forgotten page does not stay open for ever.
MOST_EXTENSIONS = 3
_A_MINUTE = timedelta(minutes=1)
# An attempt that nobody could finish is no kindness.
LEAST_FOR_ANOTHER = timedelta(minutes=2)


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
        matched: by claim name: True, False, or None where the document could not tell, or where
            the flow only notes what differs.
        disclose_values: whether the ID token may repeat the values that matched.
        document: a ``DocumentType``; empty when none was looked at.
        disclose_claims: whether it may name any claim at all.
    """

    level: AssuranceLevel
    at: datetime
    process: str
    matched: Mapping[str, bool | None]
    disclose_values: bool
    document: str
    disclose_claims: bool


@dataclass(frozen=True, slots=True)
class Branding:
    """How whoever asks looks; addresses are on our own origin, or https ones to lead people to.

    Attributes:
        logo: of a picture on our origin; empty for our own mark.
        logo_width, logo_height: of that picture, in pixels.
        colours: a style sheet that sets the custom properties of ours.
        privacy: of their privacy notice.
        terms: of their terms.
    """

    logo: str = ""
    logo_width: str = ""
    logo_height: str = ""
    colours: str = ""
    privacy: str = ""
    terms: str = ""


def start(
    flow: Flow,
    *,
    claims: Mapping[str, ClaimedValue],
    organisation: str,
    return_path: str,
    sandbox: bool,
    relying_party: str = "",
    subject: str = "",
    session_id: UUID | None = None,
    account: str = "",
    branding: Branding | None = None,
) -> Session:
    """Offer a session to whichever browser begins it first.

    Args:
        flow: how strictly to verify.
        claims: what the relying party says of the person, by claim name.
        organisation: who asks; shown to the person.
        return_path: path of this deployment where the browser goes at the end.
        sandbox: offer specimens.
        relying_party: id of who asks, by which the console and the API find what they asked for.
        subject: who is verified, as the relying party knows them, and which relying party; only a
            keyed digest is kept. Empty: nobody said, so that every session is about another person.
        session_id: when the caller had to know it beforehand.
        account: the person's login there; only an address is kept, masked and sealed.
        branding: how the organisation looks, as it is now; None: like us.
    """
    session = Session(
        pk=session_id or uuid4(),
        flow=flow,
        flow_version_id=flow.in_force,
        organisation=organisation,
        relying_party=relying_party,
        return_path=return_path,
        sandbox=sandbox,
        branding=asdict(branding or Branding()),
        subject_digest=sightings.subject_digest(subject),
        expires_at=timezone.now() + timedelta(minutes=flow.minutes),
    )
    session.session_key = vault.new_session_key(session.pk)
    session.claims_sealed = vault.seal_claims(
        session, {name: asdict(claimed) for name, claimed in claims.items()}
    )
    session.account_sealed = vault.seal_account(session, mask(account))
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


def accept_capture(
    session: Session, kind: str, source: str, data: bytes, second: bytes | None = None
) -> Capture:
    """Take in a picture that looks like one from its header, and have a worker read it.

    Args:
        session: whose picture it is.
        kind: what it shows.
        source: as the page said.
        data: the file.
        second: of a selfie, another shot a moment later; a worker takes the better one.

    Raises:
        CaptureRefused: not a picture we read, too many tries, the session takes none now,
            or the workers have too much before them.
    """
    if backlog.is_full():
        raise CaptureRefused("busy", str(backlog.BUSY))
    try:
        for shot in (data, second) if second else (data,):
            images.inspect(shot)
    except images.ImageRefused as refused:
        raise CaptureRefused(refused.code, _(refused.message) % refused.values) from refused
    with transaction.atomic():
        locked = lock(session)
        if locked.status != Session.Status.CAPTURING or locked.expires_at <= timezone.now():
            raise CaptureRefused("closed", _("This check takes no more pictures."))
        seen = capture_digest(locked, data)
        if locked.captures.filter(kind=kind, digest=seen, status__in=_NOT_ENOUGH).exists():
            raise CaptureRefused(
                "same",
                _("This is the picture that was not good enough before. Please take a new one."),
            )
        if tries_left(locked, kind) <= 0:
            raise CaptureRefused("too_many", _("You have no more tries for this picture."))
        capture = Capture.objects.create(session=locked, kind=kind, source=source, digest=seen)
        vault.put(locked, capture.image_name, data)
        if second and kind == Capture.Kind.SELFIE:
            vault.put(locked, capture.second_name, second)
        queue.send_on_commit(queue.READ_CAPTURE, capture.pk)
    return capture


def capture_digest(session: Session, data: bytes) -> bytes:
    """Return what tells a file from another of the same session, and means nothing outside it."""
    return salted_hmac(f"verification.capture:{session.pk}", data, algorithm="sha256").digest()


def lock(session: Session) -> Session:
    """Return the session as it is now, its row locked until the transaction ends."""
    locked: Session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("flow_version")
        .get(pk=session.pk)
    )
    return locked


def tries_left(session: Session, kind: str) -> int:
    """Return how many more pictures of this kind are taken in."""
    return max(0, session.policy.retakes - len(_captures(session, kind)))


def latest(session: Session, kind: str) -> Capture | None:
    """Return the newest picture of this kind, whatever became of it."""
    captures = _captures(session, kind)
    return captures[-1] if captures else None


def is_settled(session: Session, kind: str) -> bool:
    """Return whether the newest picture of this kind is usable."""
    newest = latest(session, kind)
    return newest is not None and newest.status == Capture.Status.USABLE


def is_complete(session: Session) -> bool:
    """Return whether every picture that is needed is usable, and no challenge is due."""
    pictures = all(is_settled(session, kind) for kind in needed(session))
    return pictures and not liveness.is_due(session)


def needed(session: Session) -> tuple[str, ...]:
    """Return the kinds of pictures in the order in which they are taken.

    The document's other side is needed when what was read from the first picture says so.
    """
    first = latest_usable(session, Capture.Kind.DOCUMENT)
    two_sided = first is not None and first.other_side
    return tuple(kind for kind in Capture.Kind.values if two_sided or kind != Capture.Kind.BACK)


def latest_usable(session: Session, kind: str) -> Capture | None:
    """Return the newest usable picture of this kind."""
    usable = [one for one in _captures(session, kind) if one.status == Capture.Status.USABLE]
    return usable[-1] if usable else None


def submit(session: Session) -> bool:
    """Hand a complete session to the workers. Returns False when there is nothing to hand over.

    The worker that finds the last picture usable calls it, in the transaction in which it says
    so: no click is needed, and none can be lost.
    """
    if session.status != Session.Status.CAPTURING or not is_complete(session):
        return False
    with transaction.atomic():
        moved = session.advance(
            Session.Status.PROCESSING, reason="submitted", submitted_at=timezone.now()
        )
        if moved:
            queue.send_on_commit(queue.ASSESS_SESSION, session.pk)
    return moved


def refer(session: Session) -> bool:
    """Leave an assessed session to a reviewer, for as long as its flow has the person wait."""
    now = timezone.now()
    return session.advance(
        Session.Status.REVIEW,
        reason="referred to a reviewer",
        step=Session.Step.DONE,
        referred_at=now,
        expires_at=now + timedelta(minutes=session.policy.review_minutes),
    )


def try_again(session: Session, kinds: Collection[str]) -> bool:
    """Begin another attempt, for which pictures of ``kinds`` are taken again.

    Returns False where the flow, the tries or the time allow no other one.
    """
    if Capture.Kind.DOCUMENT in kinds:
        kinds = {*kinds, Capture.Kind.BACK}  # of another document it may be another one
    enough_time = session.expires_at >= timezone.now() + LEAST_FOR_ANOTHER
    enough_tries = all(tries_left(session, kind) for kind in kinds)
    if not kinds or session.attempts_left < 2 or not enough_time or not enough_tries:
        return False
    with transaction.atomic():
        moved = session.advance(
            Session.Status.CAPTURING,
            reason=f"attempt {session.attempt} was not enough",
            attempt=session.attempt + 1,
            step=Session.Step.WAITING,
            submitted_at=None,
            assessments=0,
            assessed_from=None,  # the next attempt is nobody's yet
        )
        if moved:
            taken = session.captures.filter(kind__in=kinds, status=Capture.Status.USABLE)
            taken.update(status=Capture.Status.REFUSED)
    return moved


def cancel(session: Session) -> bool:
    """End an undecided session because the person asked for it."""
    if session.status not in WAITING:
        return False
    return session.advance(Session.Status.CANCELLED, reason="cancelled by the user")


def extend(session: Session) -> bool:
    """Give a person who asks for it as much time again, up to ``MOST_EXTENSIONS`` times."""
    until = min(timezone.now() + _allowed(session), _latest_end(session))
    still = Session.objects.filter(pk=session.pk, status__in=UNSUBMITTED, expires_at__lt=until)
    return bool(still.filter(expires_at__gt=timezone.now()).update(expires_at=until))


def can_extend(session: Session) -> bool:
    """Return whether asking for more time would still give at least a minute."""
    worthwhile = session.expires_at + _A_MINUTE < _latest_end(session)
    return session.status in UNSUBMITTED and worthwhile


def expire_if_due(session: Session) -> None:
    """End a session whose time is up, as the sweeper would a moment later."""
    if session.status in WAITING and session.expires_at <= timezone.now():
        expire(session)
        session.refresh_from_db()


def expire(session: Session) -> bool:
    """End a session whose time is up, and say in the ledger what it waited for."""
    reviewed = session.status == Session.Status.REVIEW
    reason = "no reviewer decided in time" if reviewed else "time is up"
    return session.advance(Session.Status.EXPIRED, reason=reason)


def result(session: Session) -> Result:
    """Return the verdict of a decided session.

    Raises:
        ValueError: the session is not decided.
    """
    if session.status not in Session.DECIDED or session.finished_at is None:
        raise ValueError(f"{session} has no result")
    verified = session.status == Session.Status.VERIFIED
    matched = {
        check.code.removeprefix("claim."): _matched(check, verified=verified)
        for check in session.findings.filter(code__startswith="claim.")
    }
    return Result(
        level=AssuranceLevel.VERIFIED if verified else AssuranceLevel.FAILED,
        at=session.finished_at,
        process=str(session.pk),
        matched=matched,
        disclose_values=session.policy.disclosure == Flow.Disclosure.VALUES,
        document=session.document_type,
        disclose_claims=session.policy.disclosure != Flow.Disclosure.EMPTY,
    )


def _matched(check: CheckResult, *, verified: bool) -> bool | None:
    """Return what a claim's finding says; one that the flow only notes says nothing outside.

    A reviewer who verified has judged every claim that was referred, and found it to match.
    """
    if check.outcome == CheckResult.Outcome.PASS or (check.referred and verified):
        return True
    told = check.refused or check.referred
    return False if told and check.outcome == CheckResult.Outcome.FAIL else None


def _captures(session: Session, kind: str) -> list[Capture]:
    """Return the pictures of this kind, oldest first; they are few, and may be prefetched."""
    return [capture for capture in session.captures.all() if capture.kind == kind]


def _latest_end(session: Session) -> datetime:
    return session.created_at + min((MOST_EXTENSIONS + 1) * _allowed(session), LONGEST)


def _allowed(session: Session) -> timedelta:
    return timedelta(minutes=session.policy.minutes)
