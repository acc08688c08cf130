"""Writing machine-readable zones of all five formats; ICAO Doc 9303 parts 4 to 7."""

from sandbox.specimens.mrz import UTOPIA, Passport, lines_of
from sandbox.specimens.transliteration import transliterate
from verification.documents.icao9303 import check_digit
from verification.documents.mrz_layouts import Format

_CODES = {Format.TD1: "I<", Format.TD2: "I<", Format.MRV_A: "V<", Format.MRV_B: "V<"}
_SHORT_NUMBER = 9


def zone_of(holder: Passport, format_: Format = Format.TD3) -> tuple[str, ...]:
    """Return the zone's lines, with right check digits; names are cut to fit."""
    if format_ is Format.TD3:
        return lines_of(holder)
    return _card(holder) if format_ is Format.TD1 else _two_lines(holder, format_)


def name_field(holder: Passport, width: int) -> str:
    """Cut long names so that some of each identifier is left; Doc 9303-4 section 4.2.3."""
    primary, secondary = transliterate(holder.family_name), transliterate(holder.given_name)
    room = width - 2 - min(len(secondary), width // 3)
    return f"{primary[:room]}<<{secondary}"[:width].ljust(width, "<")


def _card(holder: Passport) -> tuple[str, ...]:
    """TD1. A number of more than nine characters runs on; Doc 9303-5 section 4.2.4."""
    number, rest = holder.document_number[:_SHORT_NUMBER], holder.document_number[_SHORT_NUMBER:]
    digit = check_digit(holder.document_number if rest else f"{number:<<9}")
    field = f"{number}<{rest}{digit}" if rest else f"{number:<<9}{digit}"
    first = f"I<{UTOPIA}{field:<<25}"
    birth, expiry = _checked(f"{holder.birthdate:%y%m%d}"), _checked(f"{holder.expiry:%y%m%d}")
    optional = "<" * 11
    composite = check_digit(first[5:] + birth + expiry + optional)
    second = f"{birth}{holder.sex}{expiry}{UTOPIA}{optional}{composite}"
    return first, second, name_field(holder, 30)


def _two_lines(holder: Passport, format_: Format) -> tuple[str, ...]:
    width = 44 if format_ is Format.MRV_A else 36
    number = _checked(f"{holder.document_number[:_SHORT_NUMBER]:<<9}")
    birth, expiry = _checked(f"{holder.birthdate:%y%m%d}"), _checked(f"{holder.expiry:%y%m%d}")
    first = f"{_CODES[format_]}{UTOPIA}{name_field(holder, width - 5)}"
    second = f"{number}{UTOPIA}{birth}{holder.sex}{expiry}"
    if format_ is Format.TD2:
        optional = "<" * 7
        return first, second + optional + check_digit(number + birth + expiry + optional)
    return first, second.ljust(width, "<")


def _checked(field: str) -> str:
    return field + check_digit(field)
