"""A draft, held against what the checks found in the flow's last sessions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import F

from verification import reopened
from verification.checks import codes, thresholds
from verification.decision import Verdict
from verification.findings import Finding, Outcome
from verification.matching import ClaimPolicy, MatchingPolicy, Mode, stored
from verification.models import CheckResult, Flow, Session
from verification.policies import requirements
from verification.requirements import codes_of_kept
from verification.what_if import Replay, replay

# Fields that change no finding: they are applied after the checks, or are about something else.
_APPLIED_LATER = frozenset(
    {
        "name",
        "liveness",
        "disclosure",
        "minutes",
        "retakes",
        "attempts",
        "retention_hours",
        "review",
        "review_everybody",
        "review_share",
        "review_minutes",
        "second_reviewer",
        "challenge_tries",
        "handoff",
        "handoff_country",
        "handoff_network",
        "four_eyes",
    }
)
# Fields that change the answer of certain findings, which keep no value to answer anew.
_ANSWERED_BY = {
    "documents": codes.DOCUMENT_TYPE,
    "countries": codes.DOCUMENT_COUNTRY,
    "minimum_age": codes.DOCUMENT_AGE,
    "colours": codes.PRESENTATION_ATTACK,
}
_BY_RATE = frozenset({codes.FACE_MATCH, codes.PRESENTATION_SAME_FACE})


@dataclass(frozen=True, slots=True)
class Changed:
    """A session that the draft would, or might, have ended otherwise."""

    session: Session
    before: Verdict
    after: Replay


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a draft makes of sessions.

    Attributes:
        looked_at: how many were replayed.
        same: how many end as they did.
        changed: those that end otherwise.
        untold: those of which it cannot be told, as something was never measured.
        beyond: labels of changed fields whose effect on findings is not known here; where there
            are any, nothing can be told.
    """

    looked_at: int
    same: int
    changed: tuple[Changed, ...]
    untold: tuple[Changed, ...]
    beyond: tuple[str, ...]


def what_if(flow: Flow, draft: Flow, *, sessions: int, reopen: bool = False) -> WhatIf:
    """Replay the flow's newest decided sessions, as the checks left them; three statements.

    Args:
        flow: what is in force.
        draft: what is tried out.
        sessions: how many, at most.
        reopen: read evidence that is still sealed, where an answer depends on it; a few statements
            more for each such session. For those who may see it, and to be written down.

    Raises:
        PolicyRefused: how the draft, or the flow, compares claims cannot be read.
    """
    newest = list(
        flow.sessions.filter(status__in=Session.DECIDED, check_results__isnull=False)
        .defer(*(() if reopen else ("claims_sealed", "session_key")))
        .select_related("flow_version")
        .order_by("-created_at")
        .distinct()[:sessions]
    )
    rows: dict[object, list[CheckResult]] = defaultdict(list)
    last = CheckResult.objects.filter(session__in=newest, attempt=F("session__attempt"))
    for row in last:
        rows[row.session_id].append(row)
    beyond = _beyond(flow, draft)
    found = [_changed(session, rows[session.pk], draft, beyond, reopen) for session in newest]
    untold = tuple(one for one in found if one.after.verdict is None)
    changed = tuple(one for one in found if one.after.verdict not in {None, one.before})
    same = len(found) - len(untold) - len(changed)
    return WhatIf(len(found), same, changed, untold, tuple(beyond.values()))


def finding_of(row: CheckResult) -> Finding:
    """Return the finding that a row keeps."""
    return Finding(
        row.code, Outcome(row.outcome), row.message, row.measured, row.threshold, row.unit
    )


def verdict_of(session: Session, rows: Iterable[CheckResult]) -> Verdict:
    """Return what the checks decided, before any person did."""
    kept = tuple(rows)
    if any(row.refused for row in kept):
        return Verdict.FAILED
    demanded = session.demanded or {}
    judged = demanded.get("everybody") or demanded.get("sampled")
    judged = judged or any(row.referred for row in kept)
    return Verdict.REVIEW if judged else Verdict.VERIFIED


def _changed(
    session: Session, rows: list[CheckResult], draft: Flow, beyond: dict[str, str], reopen: bool
) -> Changed:
    findings = [finding_of(row) for row in rows if not row.missing]
    claims = {
        one.code.removeprefix(codes.CLAIM_PREFIX)
        for one in rows
        if one.code.startswith(codes.CLAIM_PREFIX)
    }
    document = codes_of_kept(row.code for row in rows if row.required) - {codes.DOCUMENT_AGE}
    if draft.minimum_age:
        document |= {codes.DOCUMENT_AGE}
    # Chance is not asked again: a draft must not tell who would be chosen next.
    sampled = bool(draft.review_share and (session.demanded or {}).get("sampled"))
    demanded = requirements(
        draft, claims, sandbox=session.sandbox, document=document, sampled=sampled
    )
    held, doubtful = _under(session.policy, draft, findings)
    if doubtful:
        known = reopened.findings(session, draft) if reopen else ()
        held, doubtful = _with(held, doubtful, known or _by_kind(session, draft))
    if beyond:
        doubtful |= {finding.code for finding in findings}
    return Changed(session, verdict_of(session, rows), replay(held, demanded, doubtful))


def _beyond(flow: Flow, draft: Flow) -> dict[str, str]:
    known = {"face_review_fmr"} | _APPLIED_LATER | _ANSWERED_BY.keys() | {"face_fmr", "matching"}
    return {
        field.name: str(field.verbose_name)
        for field in Flow.policy_fields()
        if field.name not in known and getattr(flow, field.name) != getattr(draft, field.name)
    }


def _under(
    then: Flow, draft: Flow, findings: list[Finding]
) -> tuple[list[Finding], frozenset[str]]:
    """Return the findings as the draft would have them, and the codes where that is in doubt."""
    before, after = stored.load(then.matching), stored.load(draft.matching)
    held = []
    doubtful = {code for name, code in _ANSWERED_BY.items() if _differ(then, draft, name)}
    for finding in findings:
        other = _by_rate(finding, then.face_fmr, draft.face_fmr)
        held.append(other or finding)
        unsure = finding.code == codes.FACE_MATCH and finding.outcome is not Outcome.PASS
        if unsure and then.face_review_fmr != draft.face_review_fmr:
            doubtful.add(finding.code)  # the band tells doubt from another person
        if other is None or _might_differ(finding, before, after):
            doubtful.add(finding.code)
    return held, frozenset(doubtful)


def _by_kind(session: Session, draft: Flow) -> tuple[Finding, ...]:
    """Return what is found of the kind of document, which is kept when all else is gone."""
    if not session.document_type:
        return ()
    accepted = session.document_type in draft.documents
    message = f"The flow {'accepts' if accepted else 'does not accept'} such a document."
    outcome = Outcome.PASS if accepted else Outcome.FAIL
    return (Finding(codes.DOCUMENT_TYPE, outcome, message),)


def _with(
    held: list[Finding], doubtful: frozenset[str], known: Iterable[Finding]
) -> tuple[list[Finding], frozenset[str]]:
    """Put what is known in the place of what is in doubt."""
    better = [one for one in known if one.code in doubtful]
    answered = {one.code for one in better}
    return [one for one in held if one.code not in answered] + better, doubtful - answered


def _differ(then: Flow, draft: Flow, name: str) -> bool:
    old, new = getattr(then, name), getattr(draft, name)
    return bool(sorted(old) != sorted(new) if isinstance(old, list) else old != new)


def _by_rate(finding: Finding, then: float, now: float) -> Finding | None:
    """Return a face's finding at another false match rate; None where that cannot be told."""
    if finding.code not in _BY_RATE or then == now:
        return finding
    threshold = _threshold(finding, then, now)
    if threshold is not None and finding.measured is not None:
        outcome = Outcome.PASS if finding.measured <= threshold else Outcome.FAIL
        return replace(finding, outcome=outcome, threshold=threshold)
    stricter = now < then
    stands = finding.outcome is (Outcome.FAIL if stricter else Outcome.PASS)
    return finding if stands else None


def _threshold(finding: Finding, then: float, now: float) -> float | None:
    """Return the built-in engine's threshold at another rate, for what that engine measured."""
    for rows in map(dict, thresholds.FACE_DISTANCE.values()):
        if finding.code == codes.FACE_MATCH and rows.get(then) == finding.threshold:
            return rows.get(now)
    return None


def _might_differ(finding: Finding, before: MatchingPolicy, after: MatchingPolicy) -> bool:
    """Whether a claim compared otherwise may have another answer: looser keeps a pass."""
    if not finding.code.startswith(codes.CLAIM_PREFIX) or finding.outcome is Outcome.INCONCLUSIVE:
        return False
    claim = finding.code.removeprefix(codes.CLAIM_PREFIX)
    old, new = before.of(claim), after.of(claim)
    if old.mode is Mode.IGNORE or new.mode is Mode.IGNORE:
        return old.mode is not new.mode and new.mode is not Mode.IGNORE
    if finding.outcome is Outcome.PASS:
        return not _forgives(new) >= _forgives(old)
    return not _forgives(new) <= _forgives(old)


def _forgives(policy: ClaimPolicy) -> frozenset[str]:
    """What is forgiven, as a set that grows with looseness."""
    if policy.mode is Mode.EXACT:
        return frozenset()
    return frozenset({policy.mode.value, *policy.rules})
