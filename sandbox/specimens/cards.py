"""Cards with two sides for the sandbox: identity cards of Utopia, and licences of Virginia.

The licence's layout is our own, and its barcode says SPECIMEN where a real one has a discriminator.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PIL import Image

from sandbox.specimens.documents import draw_card_back, draw_card_front
from sandbox.specimens.licence import STYLES, draw_licence
from sandbox.specimens.licence_payload import Holder
from sandbox.specimens.mrz import Passport
from sandbox.specimens.outcomes import Claimed, passport_for
from sandbox.specimens.portraits import ADMIRAL, ASTRONAUT, Sitter, portrait_of
from sandbox.specimens.scenes import photograph_page
from sandbox.specimens.transliteration import transliterate
from sandbox.specimens.zones import zone_of
from verification.documents.mrz_layouts import Format

_OTHER = ("Quixano", "Alonso")


@dataclass(frozen=True, slots=True)
class Card:
    """JPEG files: both sides of one card."""

    front: bytes
    back: bytes


@dataclass(frozen=True, slots=True)
class CardOutcome:
    """One pair of buttons of the sandbox, one for each side.

    Attributes:
        slug: for URLs.
        label: on the button of the front.
        explanation: what the front is.
        back: on the button of the back; empty where another outcome has the same one.
        draw: makes both sides for a person.
    """

    slug: str
    label: str
    explanation: str
    back: str
    draw: Callable[[Claimed], Card]


def identity_card(claimed: Claimed) -> Card:
    """Draw the claimed person's identity card."""
    return _identity_card(passport_for(claimed))


def altered_identity_card(claimed: Claimed) -> Card:
    """Draw a card printed for somebody else, and the back of the claimed person's."""
    return _identity_card(passport_for(claimed), printed=_under_another_name)


def swapped_identity_card(claimed: Claimed) -> Card:
    """Draw the claimed person's identity card with somebody else's portrait."""
    return _identity_card(passport_for(claimed), sitter=ADMIRAL)


def driving_licence(claimed: Claimed) -> Card:
    """Draw the claimed person's licence."""
    return _licence(_holder(claimed))


def altered_licence(claimed: Claimed) -> Card:
    """Draw a licence printed for somebody else, whose barcode is the claimed person's."""
    holder = _holder(claimed)
    family, given = (name.upper() for name in _OTHER)
    return _licence(replace(holder, family_name=family, given_name=given), barcode_of=holder)


def swapped_licence(claimed: Claimed) -> Card:
    """Draw the claimed person's licence with somebody else's portrait."""
    return _licence(_holder(claimed), sitter=ADMIRAL)


CARDS = (
    CardOutcome(
        "identity-card",
        "Identity card",
        "The front of a valid card; its back comes next.",
        "Identity card, back",
        identity_card,
    ),
    CardOutcome(
        "altered-identity-card",
        "Identity card, altered name",
        "Printed under another name than its back will say.",
        "",
        altered_identity_card,
    ),
    CardOutcome(
        "swapped-identity-card",
        "Identity card, swapped portrait",
        "The card is in order; the portrait is somebody else's.",
        "",
        swapped_identity_card,
    ),
    CardOutcome(
        "driving-licence",
        "Driving licence",
        "The front of a valid licence; its back comes next.",
        "Driving licence, back",
        driving_licence,
    ),
    CardOutcome(
        "altered-licence",
        "Driving licence, altered name",
        "Printed under another name than its barcode will say.",
        "",
        altered_licence,
    ),
    CardOutcome(
        "swapped-licence",
        "Driving licence, swapped portrait",
        "The licence is in order; the portrait is somebody else's.",
        "",
        swapped_licence,
    ),
)


def _identity_card(
    holder: Passport,
    *,
    printed: Callable[[Passport], Passport] = lambda holder: holder,
    sitter: Sitter = ASTRONAUT,
) -> Card:
    front = draw_card_front(printed(holder), portrait_of(sitter))
    return Card(_jpeg(front), _jpeg(draw_card_back(zone_of(holder, Format.TD1))))


def _under_another_name(holder: Passport) -> Passport:
    family, given = _OTHER
    return replace(holder, family_name=family, given_name=given)


def _licence(
    holder: Holder, *, barcode_of: Holder | None = None, sitter: Sitter = ASTRONAUT
) -> Card:
    sides = draw_licence(holder, STYLES[0], portrait_of(sitter), barcode_of=barcode_of)
    return Card(_jpeg(sides.front), _jpeg(sides.back))


def _holder(claimed: Claimed) -> Holder:
    """Return who the licence is for; its barcode holds Latin letters only."""
    on = claimed.on
    return Holder(
        family_name=_latin(claimed.family_name),
        given_name=_latin(claimed.given_name),
        birthdate=claimed.birthdate or date(1974, 8, 12),
        issued=date(on.year - 3, on.month, min(on.day, 28)),
        expiry=date(on.year + 5, on.month, min(on.day, 28)),
        document_number="T64235789",
    )


def _latin(name: str) -> str:
    return transliterate(name).replace("<", " ")


def _jpeg(page: Image.Image) -> bytes:
    buffer = io.BytesIO()
    photograph_page(page).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
