"""The machine-readable zone (MRZ) of ICAO Doc 9303: lines in, fields and check digits out.

Pure. Everything here is hostile text: whatever the lines hold, the answer is a ``Mrz`` or
``MrzError``. Nothing is believed because it parsed: whoever asks has to look at ``check_digits``.
"""

import re
from dataclasses import dataclass
from datetime import date

from verification.documents import mrz_layouts
from verification.documents.mrz_ambiguity import disambiguate
from verification.documents.mrz_dates import MrzDate, read_birth, read_expiry
from verification.documents.mrz_digits import ALPHABET, FILLER, MrzError, check_digit
from verification.documents.mrz_layouts import Format, Layout, Place
from verification.documents.mrz_repair import Repair, repair

__all__ = [
    "ALPHABET",
    "ANY_DAY",
    "FILLER",
    "CheckDigit",
    "Mrz",
    "MrzError",
    "Names",
    "check_digit",
    "digits_agree",
    "parse",
    "read_names",
]

ANY_DAY = date(2000, 1, 1)  # check digits do not depend on the century
_LINE = re.compile(r"[A-Z0-9<]+")


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """One check digit. ``name``: document_number, birthdate, expiry, personal or composite."""

    name: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Names:
    """The holder's name as the zone gives it: capitals A to Z, words parted by one space.

    Attributes:
        primary: the primary identifier, in most states the family name.
        secondary: the secondary identifier, in most states the given names; may be empty.
        truncated: the name field ends in a letter, so parts of the name may be missing
            (Doc 9303-4 section 4.2.3, 9303-3 section 4.6.1).
    """

    primary: str
    secondary: str
    truncated: bool


@dataclass(frozen=True, slots=True)
class Mrz:
    """A machine-readable zone, field by field; fillers removed.

    Attributes:
        format: which of the five zones of Doc 9303.
        document_code: one or two letters; P… passports, V… visas, A, C, I… official documents.
        issuing_state: three letters by Doc 9303-3 section 5, Germany's ``D`` alone.
        document_number: in full, also where it continues in the optional data.
        nationality: as ``issuing_state``.
        birth: date of birth, maybe in part.
        sex: ``M``, ``F`` or ``X`` (unspecified).
        expiry: date of expiry.
        names: the holder's.
        optional: optional data elements, in the zone's order.
        check_digits: every check digit of the format, in the zone's order.
        repairs: characters that were replaced: their field cannot hold them, or its check digit
            leaves one reading of the look-alikes.
    """

    format: Format
    document_code: str
    issuing_state: str
    document_number: str
    nationality: str
    birth: MrzDate
    sex: str
    expiry: MrzDate
    names: Names
    optional: tuple[str, ...]
    check_digits: tuple[CheckDigit, ...]
    repairs: tuple[Repair, ...] = ()

    @property
    def is_passport(self) -> bool:
        return self.format is Format.TD3 and self.document_code.startswith("P")

    @property
    def solved(self) -> bool:
        """Whether a field that may hold letters and digits was read by its check digit alone."""
        return any(repair.solved for repair in self.repairs)

    @property
    def valid(self) -> bool:
        """Whether every check digit agrees."""
        return all(digit.passed for digit in self.check_digits)


def parse(lines: tuple[str, ...], on: date) -> Mrz:
    """Read the zone, repairing letters in digit fields and digits in letter fields.

    Where a field may hold both, look-alikes are solved under its check digit.

    Args:
        lines: two or three, top to bottom, without blanks.
        on: the day by which two-digit years find their century.

    >>> mrz = parse((
    ...     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ...     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ... ), on=date(2012, 1, 1))
    >>> mrz.valid, mrz.names.primary, mrz.names.secondary, mrz.birth.value
    (True, 'ERIKSSON', 'ANNA MARIA', datetime.date(1974, 8, 12))

    >>> mrz = parse((
    ...     "I<UTOD231458907<<<<<<<<<<<<<<<",
    ...     "7408122F1204159UTO<<<<<<<<<<<6",
    ...     "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ... ), on=date(2012, 1, 1))
    >>> mrz.valid, mrz.format.value, mrz.document_number
    (True, 'TD1', 'D23145890')

    Raises:
        MrzError: no format of Doc 9303 has lines like these.
    """
    if not all(_LINE.fullmatch(line) for line in lines):
        raise MrzError("A character does not belong in a machine-readable zone.")
    layout = mrz_layouts.layout_of(lines)
    if layout is None:
        raise MrzError("The lines have the length of no format of Doc 9303.")
    repaired, repairs = repair(lines, layout)
    solved, more = disambiguate(repaired, layout)
    return _read(solved, layout, on, (*repairs, *more))


def digits_agree(lines: tuple[str, ...]) -> bool:
    """Whether the lines are a zone whose check digits all agree."""
    try:
        return parse(lines, ANY_DAY).valid
    except MrzError:
        return False


def read_names(field: str) -> Names:
    """Split a name field into identifiers; Doc 9303-3 section 4.6.

    >>> read_names("VAN<DER<MUELLEN<<ANNA<MARIA<<<<<")
    Names(primary='VAN DER MUELLEN', secondary='ANNA MARIA', truncated=False)
    >>> read_names("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K")
    Names(primary='NILAVADHANANANDA', secondary='CHAYAPA DEJTHAMRONG K', truncated=True)
    """
    primary, _, secondary = field.partition("<<")
    return Names(_words(primary), _words(secondary), truncated=not field.endswith(FILLER))


def _read(lines: tuple[str, ...], layout: Layout, on: date, repairs: tuple[Repair, ...]) -> Mrz:
    number, number_digit, optional = _document_number(lines, layout)
    return Mrz(
        format=layout.format,
        document_code=_plain(mrz_layouts.DOCUMENT_CODE.of(lines)),
        issuing_state=_plain(mrz_layouts.ISSUING_STATE.of(lines)),
        document_number=number,
        nationality=_plain(layout.nationality.of(lines)),
        birth=read_birth(layout.birth.of(lines), on),
        sex=layout.sex.of(lines).replace(FILLER, "X"),
        expiry=read_expiry(layout.expiry.of(lines), on),
        names=read_names(layout.names.of(lines)),
        optional=optional,
        check_digits=(number_digit, *_other_digits(lines, layout)),
        repairs=repairs,
    )


def _document_number(
    lines: tuple[str, ...], layout: Layout
) -> tuple[str, CheckDigit, tuple[str, ...]]:
    """Read the number; Doc 9303-5 section 4.2.4 and 9303-6: a long one runs on.

    A filler in place of the check digit says that the number's end, and its check digit, stand
    at the beginning of the optional data.
    """
    start, digit = layout.document_number.of(lines), layout.document_number_digit.of(lines)
    optional = tuple(place.of(lines) for place in layout.optional)
    continues = optional[0].partition(FILLER)[0]
    if digit == FILLER and len(continues) > 1 and layout.format in {Format.TD1, Format.TD2}:
        start, digit = start + continues[:-1], continues[-1]
        optional = (optional[0][len(continues) :], *optional[1:])
    passed = digit == check_digit(start)
    return (
        _plain(start),
        CheckDigit("document_number", passed),
        tuple(_plain(element) for element in optional),
    )


def _other_digits(lines: tuple[str, ...], layout: Layout) -> tuple[CheckDigit, ...]:
    digits = [
        _compared("birthdate", lines, layout.birth_digit, (layout.birth,)),
        _compared("expiry", lines, layout.expiry_digit, (layout.expiry,)),
    ]
    if layout.personal_digit is not None:
        digits.append(_personal(lines, layout.personal_digit, layout.optional[0]))
    if layout.composite is not None:
        digits.append(_compared("composite", lines, layout.composite, layout.composite_over))
    return tuple(digits)


def _compared(
    name: str, lines: tuple[str, ...], digit: Place, over: tuple[Place, ...]
) -> CheckDigit:
    covered = "".join(place.of(lines) for place in over)
    return CheckDigit(name, digit.of(lines) == check_digit(covered))


def _personal(lines: tuple[str, ...], digit: Place, over: Place) -> CheckDigit:
    """Over an empty element the digit may be ``0`` or a filler; Doc 9303-4 section 4.2.2.2."""
    if digit.of(lines) == FILLER:
        return CheckDigit("personal", not over.of(lines).strip(FILLER))
    return _compared("personal", lines, digit, (over,))


def _plain(field: str) -> str:
    return field.replace(FILLER, " ").strip()


def _words(field: str) -> str:
    return " ".join(field.replace(FILLER, " ").split())
