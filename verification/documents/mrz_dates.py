"""Six-digit dates of the machine-readable zone; ICAO Doc 9303-3 section 4.8."""

from dataclasses import dataclass
from datetime import date

_LATEST_EXPIRY_YEARS = 50


@dataclass(frozen=True, slots=True)
class MrzDate:
    """A date of which a part may be unknown.

    Attributes:
        year: with its century; None when unknown.
        month: 1 to 12; None when unknown.
        day: 1 to 31; None when unknown.
        value: the whole date; None when a part is unknown or no such day exists.
    """

    year: int | None
    month: int | None
    day: int | None
    value: date | None


def read_birth(field: str, on: date) -> MrzDate:
    """Read a date of birth: the latest century in which it is not after ``on``.

    >>> read_birth("740812", date(2026, 1, 1)).value
    datetime.date(1974, 8, 12)
    >>> read_birth("25<<<<", date(2026, 1, 1))
    MrzDate(year=2025, month=None, day=None, value=None)
    """
    year, month, day = _parts(field)
    if year is not None:
        year += on.year // 100 * 100
        if (year, month or 1, day or 1) > (on.year, on.month, on.day):
            year -= 100
    return _dated(year, month, day)


def read_expiry(field: str, on: date) -> MrzDate:
    """Read a date of expiry: the century that brings it within 50 years of ``on``.

    >>> read_expiry("310101", date(2026, 1, 1)).value
    datetime.date(2031, 1, 1)
    >>> read_expiry("990101", date(2026, 1, 1)).value
    datetime.date(1999, 1, 1)
    """
    year, month, day = _parts(field)
    if year is not None:
        year += on.year // 100 * 100
        if year - on.year >= _LATEST_EXPIRY_YEARS:
            year -= 100
        elif on.year - year > _LATEST_EXPIRY_YEARS:
            year += 100
    return _dated(year, month, day)


def _parts(field: str) -> tuple[int | None, int | None, int | None]:
    year, month, day = (_number(field[start : start + 2]) for start in (0, 2, 4))
    # Some states print 00 for an unknown month or day where Doc 9303 asks for fillers.
    return year, month or None, day or None


def _number(text: str) -> int | None:
    return int(text) if len(text) == 2 and text.isascii() and text.isdigit() else None


def _dated(year: int | None, month: int | None, day: int | None) -> MrzDate:
    if year is None or month is None or day is None:
        return MrzDate(year, month, day, None)
    try:
        return MrzDate(year, month, day, date(year, month, day))
    except ValueError:
        return MrzDate(year, month, day, None)
