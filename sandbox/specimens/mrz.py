"""The holder of a specimen, and the TD3 zone of a passport; ICAO Doc 9303-4 section 4.2."""

from dataclasses import dataclass
from datetime import date

from sandbox.specimens.transliteration import transliterate
from verification.documents.icao9303 import check_digit

UTOPIA = "UTO"
_NAME_FIELD = 39
_KEPT_OF_SECONDARY = 12


@dataclass(frozen=True, slots=True)
class Passport:
    """What a specimen passport says of its holder; names in any script."""

    family_name: str
    given_name: str
    birthdate: date
    expiry: date
    document_number: str = "L898902C3"
    sex: str = "F"


def lines_of(passport: Passport) -> tuple[str, str]:
    """Return the two lines, with right check digits."""
    first = f"P<{UTOPIA}{_names(passport):<<{_NAME_FIELD}}"
    number = _checked(f"{passport.document_number:<<9}")
    birth = _checked(f"{passport.birthdate:%y%m%d}")
    expiry = _checked(f"{passport.expiry:%y%m%d}")
    personal = _checked("<" * 14)
    composite = check_digit(number + birth + expiry + personal)
    return first, f"{number}{UTOPIA}{birth}{passport.sex}{expiry}{personal}{composite}"


def tampered(lines: tuple[str, str]) -> tuple[str, str]:
    """Return the lines with the birth year altered and its check digit left as it was."""
    first, second = lines
    return first, second[:14] + str((int(second[14]) + 5) % 10) + second[15:]


def _names(passport: Passport) -> str:
    """Cut long names so that some of each identifier is left; Doc 9303-4 section 4.2.3."""
    primary, secondary = transliterate(passport.family_name), transliterate(passport.given_name)
    room = _NAME_FIELD - 2 - min(len(secondary), _KEPT_OF_SECONDARY)
    return f"{primary[:room]}<<{secondary}"[:_NAME_FIELD]


def _checked(field: str) -> str:
    return field + check_digit(field)
