"""Which specimens a step offers, and their drawing for the person that a session is about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from sandbox.people import ANNA
from sandbox.specimens import OUTCOMES, Claimed
from verification import vault
from verification.models import Capture, Session

# The other outcomes are about the passport alone; their selfie is the holder's.
_SELFIES = ("right-person", "wrong-person")


@dataclass(frozen=True, slots=True)
class Choice:
    """One specimen that a step offers."""

    slug: str
    label: str
    explanation: str


def choices(kind: str) -> tuple[Choice, ...]:
    """Return the specimens for a step of the hosted flow."""
    return tuple(
        Choice(each.slug, each.label, _explained(kind, each.slug, each.explanation))
        for each in OUTCOMES
        if kind == Capture.Kind.DOCUMENT or each.slug in _SELFIES
    )


def draw(session: Session, kind: str, outcome: str) -> bytes:
    """Draw a specimen for whom the session is about; a JPEG file.

    Raises:
        LookupError: there is no such specimen.
        verification.vault.Shredded: the session's evidence was shredded.
    """
    offered = {choice.slug for choice in choices(kind)} if kind in Capture.Kind.values else set()
    if outcome not in offered:
        raise LookupError(outcome)
    draw_pictures = next(each.draw for each in OUTCOMES if each.slug == outcome)
    pictures = draw_pictures(_claimed(vault.open_claims(session)))
    return pictures.passport if kind == Capture.Kind.DOCUMENT else pictures.selfie


def _claimed(claims: dict[str, Any]) -> Claimed:
    """Return who was pushed; Anna where a claim came without an expected value."""
    said = {name: claims.get(name, {}).get("value") or ANNA[name] for name in _PRINTED}
    return Claimed(
        given_name=said["given_name"],
        family_name=said["family_name"],
        birthdate=_date(said["birthdate"]),
        on=timezone.localdate(),
    )


_PRINTED = ("given_name", "family_name", "birthdate")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _explained(kind: str, slug: str, explanation: str) -> str:
    return _WORDS.get((kind, slug), explanation)


_WORDS = {
    ("document", "right-person"): "A valid passport in the name that the organisation sent.",
    ("document", "wrong-person"): "The same passport; in the next step, choose the wrong selfie.",
    ("selfie", "right-person"): "The passport's holder, photographed in other light.",
    ("selfie", "wrong-person"): "Somebody else: the faces should not match.",
}
