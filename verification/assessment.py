"""The workers' part: pictures to evidence, evidence to findings, findings to a verdict.

A worker takes a row by compare-and-set on its lease, and records what it found by compare-and-set
on the status: of two workers on the same row only one is heard.
"""

import json
import logging
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from verification import checks, evidence_json, vault
from verification.checks import guidance
from verification.decision import AssuranceLevel, Decision, Requirements, decide
from verification.evidence import ClaimedValue, DocumentEvidence, Evidence, SelfieEvidence
from verification.findings import Finding
from verification.models import Capture, CheckResult, Session
from verification.readers import images, pipeline
from verification.requirements import requirements_for
from verification.upkeep import free_for_work

log = logging.getLogger(__name__)

# A row that ends its worker this often is given up, so that it cannot end them all.
MOST_TRIES = 3


def read_capture(capture_id: str) -> None:
    """Read one picture and keep its evidence, or say what is wrong with it."""
    capture = _take_capture(UUID(capture_id))
    if capture is None:
        return
    if capture.reads > MOST_TRIES:
        _record_capture(capture, ("unreadable",))
        return
    try:
        image = images.decode(vault.get(capture.session, capture.image_name))
    except images.ImageRefused as refused:
        _record_capture(capture, (refused.code,))
        return
    except vault.Shredded:
        return
    evidence, advice = _read(capture, image)
    _record_capture(
        capture,
        tuple(one.code for one in advice),
        evidence=json.dumps(evidence_json.dump(evidence)).encode(),
        image=images.reencode(image),
    )


def assess_session(session_id: str) -> None:
    """Assess one submitted session and record the verdict."""
    session = _take_session(UUID(session_id))
    if session is None:
        return
    if session.assessments > MOST_TRIES:
        session.advance(Session.Status.ERRORED, reason="workers gave up")
        return
    _show_step(session, Session.Step.DOCUMENT)
    evidence = gather(session)
    _show_step(session, Session.Step.CLAIMS)
    findings = checks.run(evidence)
    requirements = requirements_for(
        evidence.claims, liveness=session.flow.liveness, sandbox=session.sandbox
    )
    record(session, findings, requirements, decide(findings, requirements))


def gather(session: Session) -> Evidence:
    """Return all that the checks may look at, from the vault."""
    document_image, document = _usable(session, Capture.Kind.DOCUMENT)
    selfie_image, selfie = _usable(session, Capture.Kind.SELFIE)
    _show_step(session, Session.Step.FACES)
    comparison = None
    if isinstance(document, DocumentEvidence) and isinstance(selfie, SelfieEvidence):
        comparison = pipeline.compare_faces(document_image, document, selfie_image, selfie)
    return Evidence(
        on=timezone.localdate(),
        claims={
            name: ClaimedValue(**claimed) for name, claimed in vault.open_claims(session).items()
        },
        document=document if isinstance(document, DocumentEvidence) else None,
        selfie=selfie if isinstance(selfie, SelfieEvidence) else None,
        comparison=comparison,
        face_fmr=session.flow.face_fmr,
    )


def record(
    session: Session,
    findings: tuple[Finding, ...],
    requirements: Requirements,
    decision: Decision,
) -> None:
    """Write the verdict with its findings, in one transaction, unless another worker did."""
    verified = decision.level is AssuranceLevel.VERIFIED
    to = Session.Status.VERIFIED if verified else Session.Status.FAILED
    with transaction.atomic():
        if not session.advance(to, reason="assessed", step=Session.Step.DONE):
            return
        CheckResult.objects.bulk_create(_finding_rows(session, findings, requirements, decision))
        CheckResult.objects.bulk_create(_missing_rows(session, decision, len(findings)))
    log.info("session %s: %s", session.pk, to)


def _take_capture(capture_id: UUID) -> Capture | None:
    unread = Capture.objects.filter(pk=capture_id, status=Capture.Status.READING)
    taken = unread.filter(free_for_work("read_from")).update(
        read_from=timezone.now(), reads=F("reads") + 1
    )
    return Capture.objects.select_related("session").get(pk=capture_id) if taken else None


def _take_session(session_id: UUID) -> Session | None:
    undecided = Session.objects.filter(pk=session_id, status=Session.Status.PROCESSING)
    taken = undecided.filter(free_for_work("assessed_from")).update(
        assessed_from=timezone.now(), assessments=F("assessments") + 1
    )
    return Session.objects.select_related("flow").get(pk=session_id) if taken else None


def _read(
    capture: Capture, image: images.Image
) -> tuple[DocumentEvidence | SelfieEvidence, tuple[guidance.Guidance, ...]]:
    if capture.kind == Capture.Kind.DOCUMENT:
        document = pipeline.read_document(image)
        return document, guidance.guide_document(document)
    selfie = pipeline.read_selfie(image)
    return selfie, guidance.guide_selfie(selfie)


def _record_capture(
    capture: Capture, advice: tuple[str, ...], *, evidence: bytes = b"", image: bytes = b""
) -> None:
    """Write what was read, unless another worker did. Unusable pictures are not kept."""
    status = Capture.Status.UNUSABLE if advice else Capture.Status.USABLE
    with transaction.atomic():
        moved = Capture.objects.filter(pk=capture.pk, status=Capture.Status.READING).update(
            status=status, guidance=list(advice), read_at=timezone.now()
        )
        if not moved:
            return
        if advice:
            vault.discard(capture.session, capture.image_name)
            return
        vault.put(capture.session, capture.image_name, image)
        vault.put(capture.session, capture.evidence_name, evidence)


def _usable(
    session: Session, kind: Capture.Kind
) -> tuple[images.Image | None, DocumentEvidence | SelfieEvidence | None]:
    """Return the newest usable picture and its evidence; nothing where there is none."""
    captures = session.captures.filter(kind=kind, status=Capture.Status.USABLE)
    capture = captures.order_by("-taken_at").first()
    if capture is None:
        return None, None
    image = images.decode(vault.get(session, capture.image_name))
    evidence = evidence_json.load(json.loads(vault.get(session, capture.evidence_name)))
    return image, evidence


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
            message="Required by the flow, and reported by no check.",
        )
        for number, code in enumerate(sorted(decision.missing))
    ]
