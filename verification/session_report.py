"""Everything that is known of a verification but the person: for the console's page."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from verification import liveness
from verification.models import Capture, CheckResult, HandoffEvent, Review, Session, SessionEvent

_SUBJECTS = {
    "document": "The document",
    "mrz": "Its machine-readable zone",
    "visual_zone": "Its printed face",
    "barcode": "Its barcode",
    "selfie": "The selfie",
    "face": "Is it the same face?",
    "presentation": "Is it a living person?",
    "claim": "What the relying party says of the person",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The findings about one subject."""

    title: str
    findings: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the page shows.

    Attributes:
        events: the ledger, oldest first.
        handoff: the ledger of the way to a phone, likewise.
        reviews: what reviewers decided; not while another one may still judge.
        captures: every picture that was tried, without the pixels.
        challenged: whether frames of a challenge are kept.
        groups: the findings by subject, in the order in which they were reported.
        reasons: the findings that refused.
        shredded: whether pictures and extracted values are gone for good.
        took: from the first page to the end, in words; empty while it runs.
        waited: from submitting to the verdict, in words.
    """

    events: tuple[SessionEvent, ...]
    handoff: tuple[HandoffEvent, ...]
    reviews: tuple[Review, ...]
    captures: tuple[Capture, ...]
    challenged: bool
    groups: tuple[Group, ...]
    reasons: tuple[CheckResult, ...]
    shredded: bool
    took: str
    waited: str


def report(session: Session) -> Report:
    """Read what there is; seven statements."""
    findings = tuple(session.check_results.all())
    end = session.finished_at
    return Report(
        events=tuple(session.events.all()),
        handoff=tuple(HandoffEvent.objects.filter(handoff__session=session)),
        reviews=() if session.is_open else tuple(session.reviews.select_related("reviewer")),
        captures=tuple(session.captures.all()),
        challenged=liveness.settled(session) is not None,
        groups=tuple(
            Group(_title(session, attempt, subject), tuple(found))
            for (attempt, subject), found in groupby(findings, key=_subject)
        ),
        reasons=tuple(one for one in findings if one.refused and one.attempt == session.attempt),
        shredded=not Session.objects.filter(pk=session.pk, session_key__isnull=False).exists(),
        took=words(end - session.created_at) if end else "",
        waited=words(end - session.submitted_at) if end and session.submitted_at else "",
    )


def words(time: timedelta) -> str:
    """Return a duration in the two units that matter."""
    seconds = time.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"


def _subject(finding: CheckResult) -> tuple[int, str]:
    return finding.attempt, finding.code.partition(".")[0]


def _title(session: Session, attempt: int, subject: str) -> str:
    title = _SUBJECTS.get(subject, subject)
    return f"Attempt {attempt}: {title}" if session.attempt > 1 else title
