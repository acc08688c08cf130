"""Which specimens a step offers, and their drawing for the person that a session is about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from sandbox.people import ANNA
from sandbox.specimens import CARDS, OUTCOMES, Claimed, Outcome
from verification import vault
from verification.models import Capture, Session

# The other outcomes are about the passport alone; their selfie is the holder's.
_BACK = "What machines read of the card; it has no portrait."
_SELFIES = ("right-person", "wrong-person")


@dataclass(frozen=True, slots=True)
class Choice:
    """One specimen that a step offers."""

    slug: str
    label: str
    explanation: str


def choices(session: Session, kind: str) -> tuple[Choice, ...]:
    """Return the specimens for a step of the session's flow."""
    accepted = session.flow.accepted
    cards = CARDS if accepted.has_two_sides else ()
    if kind == Capture.Kind.BACK:
        return tuple(Choice(each.slug, each.back, _BACK) for each in cards if each.back)
    offered = OUTCOMES if kind == Capture.Kind.DOCUMENT else _selfies()
    pictures = (
        Choice(each.slug, each.label, _explained(kind, each.slug, each.explanation))
        for each in offered
    )
    fronts = cards if kind == Capture.Kind.DOCUMENT else ()
    return (*pictures, *(Choice(each.slug, each.label, each.explanation) for each in fronts))


def draw(session: Session, kind: str, outcome: str) -> bytes:
    """Draw a specimen for whom the session is about; a JPEG file.

    Raises:
        LookupError: there is no such specimen.
        verification.vault.Shredded: the session's evidence was shredded.
    """
    known = kind in Capture.Kind.values
    if not known or outcome not in {choice.slug for choice in choices(session, kind)}:
        raise LookupError(outcome)
    claimed = _claimed(vault.open_claims(session))
    for card in CARDS:
        if card.slug == outcome:
            sides = card.draw(claimed)
            return sides.back if kind == Capture.Kind.BACK else sides.front
    draw_pictures = next(each.draw for each in OUTCOMES if each.slug == outcome)
    pictures = draw_pictures(claimed)
    return pictures.passport if kind == Capture.Kind.DOCUMENT else pictures.selfie


def _selfies() -> tuple[Outcome, ...]:
    return tuple(each for each in OUTCOMES if each.slug in _SELFIES)


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
