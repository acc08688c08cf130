"""The workers' second part: evidence to findings, findings to a verdict.

A worker takes a row by compare-and-set on its lease, and records what it found by compare-and-set
on the status: of two workers on the same row only one is heard.
"""

import logging
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from verification import (
    attempts,
    checks,
    explanations,
    kept,
    leases,
    policies,
    receipt,
    sampling,
    seen_documents,
    seen_faces,
    services,
    vault,
)
from verification.checks.claims import compared
from verification.checks.stated import stated
from verification.decision import Decision, Requirements, Verdict, decide
from verification.evidence import (
    ClaimedValue,
    DocumentEvidence,
    Evidence,
    FaceComparison,
    SelfieEvidence,
)
from verification.findings import Finding
from verification.kept import Kept
from verification.matching import ClaimComparison, stored
from verification.models import Capture, CheckResult, Flow, Session
from verification.readers import faces, pipeline
from verification.requirements import codes_of_document

log = logging.getLogger(__name__)


def assess_session(session_id: str) -> None:
    """Assess one submitted session and record the verdict."""
    undecided = Session.objects.filter(pk=UUID(session_id), status=Session.Status.PROCESSING)
    if not leases.take(undecided, begun="assessed_from", tries="assessments"):
        return
    session = Session.objects.select_related("flow_version").get(pk=session_id)
    if session.assessments > leases.MOST_TRIES:
        session.advance(Session.Status.ERRORED, reason="workers gave up")
        return
    with leases.given_back(undecided, begun="assessed_from"):
        _assess(session)


def _assess(session: Session) -> None:
    _show_step(session, Session.Step.DOCUMENT)
    evidence = gather(session)
    _note_document(session, evidence)
    _show_step(session, Session.Step.CLAIMS)
    findings = checks.run(evidence)
    requirements = policies.requirements(
        session.policy,
        evidence.claims,
        sandbox=session.sandbox,
        document=codes_of_document(evidence),
        sampled=sampling.is_drawn(session, session.policy.review_share),
    )
    record(session, findings, requirements, decide(findings, requirements), compared(evidence))


def _note_document(session: Session, evidence: Evidence) -> None:
    """Keep what kind of document it is, which may be told when the pictures are gone."""
    document = stated(evidence)
    kind = document.type if document else None
    undecided = Session.objects.filter(pk=session.pk, status=Session.Status.PROCESSING)
    undecided.update(document_type=kind or "")


def gather(session: Session) -> Evidence:
    """Return all that the checks may look at, from the vault."""
    sides = _sides(session)
    document = sides[0] if sides else None
    selfie = kept.picture(session, Capture.Kind.SELFIE, SelfieEvidence)
    _show_step(session, Session.Step.FACES)
    evidence = Evidence(
        on=timezone.localdate(),
        claims={
            name: ClaimedValue(**claimed) for name, claimed in vault.open_claims(session).items()
        },
        document=document.evidence if document else None,
        back=sides[1].evidence if len(sides) > 1 else None,
        accepted=session.policy.accepted,
        selfie=selfie.evidence if selfie else None,
        comparison=_compare(document, selfie) if document and selfie else None,
        face_fmr=session.policy.face_fmr,
        colours_required=session.policy.colours == Flow.Colours.REQUIRED,
        face_review_fmr=session.policy.face_review_fmr,
        face_calibration=faces.calibration(),
        challenge=kept.challenge(session),
        selfie_grid=pipeline.selfie_grid(selfie.image, selfie.evidence) if selfie else None,
        selfie_border=pipeline.selfie_border(selfie.image, selfie.evidence) if selfie else None,
        pad=pipeline.pad_score(selfie.image, selfie.evidence) if selfie else None,
        matching=stored.load(session.policy.matching),
    )
    pictures = [side.image for side in sides]
    seen = seen_documents.compare(session, evidence, pictures)
    seen |= seen_faces.compare(session, selfie.image if selfie else None)
    return replace(evidence, seen=seen)


def record(
    session: Session,
    findings: tuple[Finding, ...],
    requirements: Requirements,
    decision: Decision,
    comparisons: tuple[ClaimComparison, ...] = (),
) -> None:
    """Write the verdict, its findings and, sealed, what was compared; unless another worker did.

    In one transaction: there is no verdict whose reasons are missing. A refusal that better
    pictures may mend leads to another attempt, and keeps its findings likewise.
    """
    attempt = session.attempt
    with transaction.atomic():
        if not _move(session, decision):
            return
        rows = _finding_rows(session, findings, requirements, decision)
        rows += _missing_rows(session, decision, len(findings))
        for row in rows:
            row.attempt = attempt
        CheckResult.objects.bulk_create(rows)
        demanded = receipt.requirements_as_json(requirements)
        Session.objects.filter(pk=session.pk).update(demanded=demanded)
        explanations.keep(session, comparisons)
    log.info("session %s: %s", session.pk, session.status)


def _move(session: Session, decision: Decision) -> bool:
    if decision.verdict is Verdict.REVIEW:
        return services.refer(session)
    verified = decision.verdict is Verdict.VERIFIED
    again = attempts.to_take_again((one.code, one.outcome) for one in decision.reasons)
    if not verified and services.try_again(session, again):
        return True
    to = Session.Status.VERIFIED if verified else Session.Status.FAILED
    return session.advance(to, reason="assessed", step=Session.Step.DONE)


def _compare(
    document: Kept[DocumentEvidence], selfie: Kept[SelfieEvidence]
) -> FaceComparison | None:
    return pipeline.compare_faces(document.image, document.evidence, selfie.image, selfie.evidence)


def _sides(session: Session) -> list[Kept[DocumentEvidence]]:
    """Return the document's pictures, the one with the portrait first."""
    kinds = [kind for kind in services.needed(session) if kind != Capture.Kind.SELFIE]
    taken = (kept.picture(session, Capture.Kind(kind), DocumentEvidence) for kind in kinds)
    found = [side for side in taken if side is not None]
    return sorted(found, key=lambda side: not side.evidence.faces)


def _show_step(session: Session, step: Session.Step) -> None:
    Session.objects.filter(pk=session.pk, status=Session.Status.PROCESSING).update(step=step)


def _finding_rows(
    session: Session,
    findings: tuple[Finding, ...],
    requirements: Requirements,
    decision: Decision,
) -> list[CheckResult]:
    return [
        CheckResult(
            session=session,
            position=position,
            code=finding.code,
            outcome=finding.outcome,
            required=finding.code in requirements.required,
            refused=finding in decision.reasons,
            referred=finding in decision.referred,
            message=finding.message,
            measured=finding.measured,
            threshold=finding.threshold,
            unit=finding.unit,
        )
        for position, finding in enumerate(findings)
    ]


def _missing_rows(session: Session, decision: Decision, first: int) -> list[CheckResult]:
    return [
        CheckResult(
            session=session,
            position=first + number,
            code=code,
            outcome=CheckResult.Outcome.INCONCLUSIVE,
            required=True,
            refused=True,
            missing=True,
            message="Required by the flow, and reported by no check.",
        )
        for number, code in enumerate(sorted(decision.missing))
    ]
