"""The specimens' outcomes: what each pair of pictures is, never what comes of it."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from PIL import Image, ImageFilter

from sandbox.specimens.mrz import Passport, lines_of, tampered
from sandbox.specimens.passports import draw_passport
from sandbox.specimens.portraits import ADMIRAL, ASTRONAUT, Sitter, portrait_of
from sandbox.specimens.scenes import photograph_page, take_selfie

_VALID_FOR = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whom the relying party asks about, and the day it asks; names in any script."""

    given_name: str
    family_name: str
    birthdate: date | None
    on: date


@dataclass(frozen=True, slots=True)
class Pictures:
    """JPEG files: a passport's data page and a selfie."""

    passport: bytes
    selfie: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """One button of the sandbox.

    Attributes:
        slug: for URLs.
        label: on the button.
        explanation: what these pictures are.
        draw: makes them for a person; the readers and checks see nothing but these pixels.
    """

    slug: str
    label: str
    explanation: str
    draw: Callable[[Claimed], Pictures]


def right_person(claimed: Claimed) -> Pictures:
    """Draw the claimed person's valid passport, and its holder's selfie."""
    return _pictures(passport_for(claimed))


def wrong_person(claimed: Claimed) -> Pictures:
    """Draw the claimed person's valid passport, and somebody else's selfie."""
    return _pictures(passport_for(claimed), selfie=ADMIRAL)


def expired(claimed: Claimed) -> Pictures:
    """Draw a passport that expired a year ago."""
    return _pictures(replace(passport_for(claimed), expiry=claimed.on - timedelta(days=365)))


def wrong_name(claimed: Claimed) -> Pictures:
    """Draw a valid passport of the same holder under another name."""
    passport = passport_for(claimed)
    return _pictures(replace(passport, family_name="Quixano", given_name="Alonso"))


def tampered_check_digit(claimed: Claimed) -> Pictures:
    """Draw a passport whose birth year was altered in the zone, but not the check digit."""
    passport = passport_for(claimed)
    return _pictures(passport, lines=tampered(lines_of(passport)))


def altered_name(claimed: Claimed) -> Pictures:
    """Draw a passport printed for another name, whose zone was altered to the claimed one."""
    passport = passport_for(claimed)
    printed = replace(passport, family_name="Quixano", given_name="Alonso")
    return _pictures(printed, lines=lines_of(passport))


def blurred(claimed: Claimed) -> Pictures:
    """Draw a good passport, photographed out of focus."""
    passport = passport_for(claimed)
    page = draw_passport(passport, lines_of(passport), portrait_of(ASTRONAUT))
    photo = photograph_page(page).filter(ImageFilter.GaussianBlur(14))
    return Pictures(_jpeg(photo), _jpeg(take_selfie(ASTRONAUT)))


OUTCOMES = (
    Outcome("right-person", "Right person", "A valid passport and its holder.", right_person),
    Outcome("wrong-person", "Wrong person", "A valid passport and somebody else.", wrong_person),
    Outcome("expired", "Expired", "A passport that expired a year ago.", expired),
    Outcome("wrong-name", "Wrong name", "The holder's passport, under another name.", wrong_name),
    Outcome(
        "tampered",
        "Tampered check digit",
        "The birth year was altered, its check digit was not.",
        tampered_check_digit,
    ),
    Outcome(
        "altered-name",
        "Altered name",
        "The name was altered in the machine-readable lines, not in the print.",
        altered_name,
    ),
    Outcome("blurred", "Blurred", "A good passport, photographed out of focus.", blurred),
)


def passport_for(claimed: Claimed) -> Passport:
    """Return a valid passport of Utopia with the claimed names."""
    return Passport(
        family_name=claimed.family_name,
        given_name=claimed.given_name,
        birthdate=claimed.birthdate or date(1974, 8, 12),
        expiry=claimed.on + _VALID_FOR,
    )


def _pictures(
    passport: Passport, *, lines: tuple[str, str] | None = None, selfie: Sitter = ASTRONAUT
) -> Pictures:
    page = draw_passport(passport, lines or lines_of(passport), portrait_of(ASTRONAUT))
    return Pictures(_jpeg(photograph_page(page)), _jpeg(take_selfie(selfie)))


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
