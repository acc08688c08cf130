"""Dates of an AAMVA barcode: MMDDCCYY in the USA, CCYYMMDD in Canada and in the standard of 2000.

Either order is read everywhere, and the wrong one noted: a month is at most 12 and a century is
at least 19, so that no eight digits are a date in both orders.
"""

import re
from datetime import date

from verification.documents.aamva_errors import AamvaError
from verification.documents.aamva_jurisdictions import USA
from verification.documents.aamva_quirks import Deviation

_EIGHT = re.compile(r"[0-9]{8}")
_PUNCTUATED = re.compile(
    r"([0-9]{2})([-/])([0-9]{2})\2([0-9]{4})|([0-9]{4})([-/])([0-9]{2})\6([0-9]{2})"
)
_NO_DATE = {"", "00000000", "99999999"}
_FIRST_CENTURY, _LAST_CENTURY = 19, 21


def read_date(
    field: str, what: str, *, country: str, version: int, deviations: set[Deviation]
) -> date | None:
    """Read a date; None where the card states none, as cards that never expire do.

    Args:
        field: the element's value.
        what: its name, for the error text.
        country: the issuer's, ISO 3166-1 alpha-3.
        version: of the standard.
        deviations: the wrong order and punctuation are noted here.

    Raises:
        AamvaError: the field holds something that is no date.
    """
    digits = field
    if _PUNCTUATED.fullmatch(field):
        deviations.add(Deviation.DATE_PUNCTUATION)
        digits = re.sub(r"[-/]", "", field)
    if digits in _NO_DATE:
        return None
    if not _EIGHT.fullmatch(digits):
        raise AamvaError(f"The {what} is not a date.")
    year_first = int(digits[:2]) >= _FIRST_CENTURY
    if year_first != (version == 1 or country != USA):
        deviations.add(Deviation.DATE_ORDER)
    return _dated(digits, what, year_first=year_first)


def _dated(digits: str, what: str, *, year_first: bool) -> date:
    year, month, day = (
        (digits[:4], digits[4:6], digits[6:])
        if year_first
        else (digits[4:], digits[:2], digits[2:4])
    )
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        raise AamvaError(f"The {what} is not a date.") from None
    if not _FIRST_CENTURY <= value.year // 100 <= _LAST_CENTURY:
        raise AamvaError(f"The {what} is in no century of a living person.")
    return value
