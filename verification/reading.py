"""The workers' first part: one picture to evidence, or to words on how to take a better one."""

import json
from dataclasses import replace
from itertools import chain
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from verification import evidence_json, kept, leases, services, vault
from verification.checks import guidance, selfie_guidance, selfie_quality, sides
from verification.evidence import DocumentEvidence, SelfieEvidence, Shots
from verification.models import Capture, Session, VaultItem
from verification.readers import images, pipeline, presentation


def read_capture(capture_id: str) -> None:
    """Read one picture and keep its evidence, or say what is wrong with it."""
    unread = Capture.objects.filter(pk=UUID(capture_id), status=Capture.Status.READING)
    if not leases.take(unread, begun="read_from", tries="reads"):
        return
    capture = Capture.objects.select_related("session__flow_version").get(pk=capture_id)
    if capture.reads > leases.MOST_TRIES:
        _record_unusable(capture, ("unreadable",))
        return
    with leases.given_back(unread, begun="read_from"):
        _read(capture)


def _read(capture: Capture) -> None:
    try:
        data = vault.get(capture.session, capture.image_name)
        is_selfie = capture.kind == Capture.Kind.SELFIE
        side = images.SELFIE_SIDE if is_selfie else images.WORKING_SIDE
        image = images.decode(data, side=side)
        second = _second(capture)
    except images.ImageRefused as refused:
        _record_unusable(capture, (refused.code,))
        return
    except (vault.Shredded, VaultItem.DoesNotExist):
        _record_unusable(capture, ())  # the session ended meanwhile, and its pictures with it
        return
    if is_selfie:
        image, selfie = _best_shot(image, second)
        evidence: DocumentEvidence | SelfieEvidence = selfie
        advice = selfie_guidance.guide_selfie(selfie, _told_before(capture))
    else:
        evidence, advice = _document(capture, data, image)
    if advice:
        _record_unusable(capture, tuple(one.code for one in advice))
    else:
        _record_usable(capture, evidence, images.reencode(image))


def _second(capture: Capture) -> images.Image | None:
    """Return a selfie's second shot; None where there is none."""
    try:
        data = vault.get(capture.session, capture.second_name)
        return images.decode(data, side=images.SELFIE_SIDE)
    except VaultItem.DoesNotExist:
        return None


def _best_shot(
    image: images.Image, second: images.Image | None
) -> tuple[images.Image, SelfieEvidence]:
    """Return the better shot and what is seen in it; the other is not kept."""
    if second is None:
        return image, pipeline.read_selfie(image)
    shots = (image, second)
    read = [pipeline.read_selfie(shot) for shot in shots]
    taken = selfie_quality.best(read)
    series = Shots(len(shots), taken + 1, presentation.difference(image, second))
    return shots[taken], replace(read[taken], shots=series)


def _document(
    capture: Capture, data: bytes, image: images.Image
) -> tuple[DocumentEvidence, tuple[guidance.Guidance, ...]]:
    """Read it, and say what to do better; a hopeless picture costs no reading."""
    measured = images.measure(image)
    if at_once := guidance.guide_at_once(measured):
        return DocumentEvidence(measured, None, ()), at_once
    document = pipeline.read_document(image)
    document = replace(document, traces=pipeline.read_traces(data, image, document))
    accepted = capture.session.policy.accepted
    if capture.kind == Capture.Kind.DOCUMENT:
        return document, guidance.guide_document(document, accepted)
    first = kept.document(capture.session, Capture.Kind.DOCUMENT)
    if first is None:
        return document, guidance.guide_document(document, accepted)
    return document, guidance.guide_other_side(document, first, accepted)


def _told_before(capture: Capture) -> frozenset[str]:
    """Return what was wrong with earlier pictures of this kind."""
    earlier = capture.session.captures.filter(kind=capture.kind, status=Capture.Status.UNUSABLE)
    return frozenset(chain.from_iterable(earlier.values_list("guidance", flat=True)))


def _record_unusable(capture: Capture, advice: tuple[str, ...]) -> None:
    """Write what is wrong with the picture, and drop it: only usable ones are kept."""
    with transaction.atomic():
        if _settle(capture, Capture.Status.UNUSABLE, advice):
            vault.discard(capture.session, capture.image_name)
            vault.discard(capture.session, capture.second_name)


def _record_usable(
    capture: Capture, evidence: DocumentEvidence | SelfieEvidence, image: bytes
) -> None:
    """Keep the picture in place of earlier ones, and hand the session over if it was the last.

    The session's row is locked: of two pictures read at the same moment, the second sees the
    first; and nothing is kept for a session that ended meanwhile.
    """
    with transaction.atomic():
        session = services.lock(capture.session)
        if session.status != Session.Status.CAPTURING or session.session_key is None:
            _record_unusable(capture, ())
            return
        if not _settle(capture, Capture.Status.USABLE, ()):
            return
        if isinstance(evidence, DocumentEvidence) and capture.kind == Capture.Kind.DOCUMENT:
            _note_other_side(capture, evidence)
        vault.put(session, capture.image_name, image)
        vault.discard(session, capture.second_name)
        vault.put(session, capture.evidence_name, json.dumps(evidence_json.dump(evidence)).encode())
        _discard_superseded(session, capture.kind)
        services.submit(session)


def _note_other_side(capture: Capture, evidence: DocumentEvidence) -> None:
    """Say whether the other side is needed; one that was taken for another picture is not kept."""
    capture.other_side = sides.is_one_of_two(evidence)
    capture.save(update_fields=["other_side"])
    before = kept.document(capture.session, Capture.Kind.BACK)
    if before is not None and not sides.complete(evidence, before):
        others = capture.session.captures.filter(kind=Capture.Kind.BACK)
        others.filter(status=Capture.Status.USABLE).update(
            status=Capture.Status.UNUSABLE, guidance=["document.same_side"]
        )


def _settle(capture: Capture, status: Capture.Status, advice: tuple[str, ...]) -> bool:
    unread = Capture.objects.filter(pk=capture.pk, status=Capture.Status.READING)
    return bool(unread.update(status=status, guidance=list(advice), read_at=timezone.now()))


def _discard_superseded(session: Session, kind: str) -> None:
    """Drop every usable picture of this kind but the newest."""
    usable = session.captures.filter(kind=kind, status=Capture.Status.USABLE)
    for superseded in usable.order_by("-taken_at")[1:]:
        vault.discard(session, superseded.image_name)
        vault.discard(session, superseded.evidence_name)
