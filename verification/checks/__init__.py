"""Pure functions from evidence to findings, in the order in which a reviewer reads them."""

from collections.abc import Callable, Iterator

from verification.checks.barcode import barcode
from verification.checks.claims import claims
from verification.checks.dates import dates
from verification.checks.document import portrait, type_and_issuer
from verification.checks.faces import face_match, selfie_face
from verification.checks.pictures import document_picture, selfie_picture
from verification.checks.presentation import (
    passive,
    presentation_attack,
    selfie_border,
    selfie_grid,
    selfie_shots,
)
from verification.checks.seen import seen_elsewhere
from verification.checks.sides import front_and_back
from verification.checks.traces import editing
from verification.checks.visual_zone import names, visual_zone
from verification.checks.zone import machine_readable_zone
from verification.evidence import Evidence
from verification.findings import Finding

__all__ = ["CHECKS", "Check", "run"]

Check = Callable[[Evidence], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    document_picture,
    editing,
    machine_readable_zone,
    names,
    barcode,
    visual_zone,
    front_and_back,
    type_and_issuer,
    dates,
    portrait,
    seen_elsewhere,
    selfie_picture,
    selfie_face,
    face_match,
    selfie_grid,
    selfie_border,
    selfie_shots,
    passive,
    presentation_attack,
    claims,
)


def run(evidence: Evidence) -> tuple[Finding, ...]:
    """Ask every question of the evidence."""
    return tuple(finding for check in CHECKS for finding in check(evidence))
