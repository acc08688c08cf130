"""What a draft would find of a document and of names, where the evidence is still sealed.

Findings leave this module, and nothing that was read: no name, no date, no country.
"""

from django.utils import timezone

from verification import checks, kept, services, vault
from verification.checks import codes
from verification.evidence import ClaimedValue, Evidence
from verification.findings import Finding
from verification.json_shape import ShapeError
from verification.matching import stored
from verification.models import Capture, Flow, Session, VaultItem

# What follows from the document and the pushed claims alone, without a picture or a model.
_ANSWERED = frozenset({codes.DOCUMENT_TYPE, codes.DOCUMENT_COUNTRY, codes.DOCUMENT_AGE})


def findings(session: Session, draft: Flow) -> tuple[Finding, ...]:
    """Return what the checks would report under the draft; nothing where the evidence is gone.

    Raises:
        PolicyRefused: how the draft compares claims cannot be read.
    """
    try:
        evidence = _evidence(session, draft)
    except (vault.Shredded, VaultItem.DoesNotExist, ShapeError):
        return ()
    return tuple(one for one in checks.run(evidence) if _is_answered(one.code))


def _evidence(session: Session, draft: Flow) -> Evidence:
    """Read back what was assessed; the day is that on which it was."""
    kinds = [Capture.Kind(one) for one in services.needed(session) if one != Capture.Kind.SELFIE]
    read = [side for kind in kinds if (side := kept.document(session, kind)) is not None]
    sides = sorted(read, key=lambda side: not side.faces)  # the one with the portrait first
    return Evidence(
        on=timezone.localdate(session.submitted_at),
        claims={
            name: ClaimedValue(**claimed) for name, claimed in vault.open_claims(session).items()
        },
        document=sides[0] if sides else None,
        back=sides[1] if len(sides) > 1 else None,
        accepted=draft.accepted,
        matching=stored.load(draft.matching),
    )


def _is_answered(code: str) -> bool:
    return code in _ANSWERED or code.startswith(codes.CLAIM_PREFIX)
