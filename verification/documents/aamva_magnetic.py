"""The barcode of British Columbia: the three tracks of a magnetic stripe, one after the other.

AAMVA DL/ID Card Design Standard, annex F (tracks); British Columbia's Teleplan 4 record
specifications, section 4.2.4 (how its barcode differs: track 3 begins with ``_%``).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from verification.documents.aamva_address import Address, read_postal_code
from verification.documents.aamva_errors import AamvaError

ISSUER = "BC"
_LONGEST_CITY, _LONGEST_NAME = 13, 35
_TRACKS = re.compile(
    r"%BC(?P<first>[^?;%\x00-\x1f\x7f-\x9f]+)\?"
    r";636028(?P<number>[0-9]{1,13})=(?P<expiry>[0-9]{4})(?P<birth>[0-9]{8})=?(?P<overflow>[0-9]{0,5})\?"
    r"_?%.{2}(?P<postal>.{11}).{16}(?P<sex>.)",
)
_LAST_LINE = re.compile(r"(?P<city>.*?) BC +[A-Z]\d[A-Z] ?\d[A-Z]\d", re.IGNORECASE)
_NEVER = "77"  # in place of the month: the card does not expire


@dataclass(frozen=True, slots=True)
class Tracks:
    """What the tracks state; values as in ``aamva.Licence``."""

    document_number: str
    family: str
    given: str
    maybe_truncated: bool
    birth: date
    expiry: date | None
    sex: str
    address: Address


def is_magnetic(text: str) -> bool:
    """Say whether the text begins as British Columbia's tracks do."""
    return text.startswith("%BC")


def read_tracks(text: str) -> Tracks:
    """Read the three tracks.

    Raises:
        AamvaError: they are not as the specification has them.
    """
    found = _TRACKS.match(text)
    if found is None:
        raise AamvaError("The tracks are not those of British Columbia.")
    city, rest = _field(found["first"], _LONGEST_CITY)
    name, address = _field(rest, _LONGEST_NAME)
    family, _, given = name.partition("$")
    birth = _birth(found["birth"])
    return Tracks(
        document_number=found["number"] + found["overflow"],
        family=_words(family),
        given=_words(given),
        maybe_truncated=len(name) >= _LONGEST_NAME,
        birth=birth,
        expiry=_expiry(found["expiry"], birth),
        sex=found["sex"] if found["sex"] in "MFX" else "",
        address=_address(address, city, found["postal"]),
    )


def _field(text: str, longest: int) -> tuple[str, str]:
    """Cut a field off: it ends at ``^``, or at its greatest length."""
    end = text.find("^", 0, longest + 1)
    return (text[:longest], text[longest:]) if end < 0 else (text[:end], text[end + 1 :])


def _birth(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise AamvaError("The date of birth is not a date.") from None


def _expiry(digits: str, birth: date) -> date | None:
    """The track has year and month; cards of British Columbia expire on a birthday."""
    if digits[2:] == _NEVER:
        return None
    year, month = 2000 + int(digits[:2]), int(digits[2:])
    if not 1 <= month <= 12:
        raise AamvaError("The date of expiry is not a date.")
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(birth.day, last) if month == birth.month else last)


def _address(lines: str, city: str, postal: str) -> Address:
    parts = [part for line in lines.rstrip("^").split("$") if (part := _words(line))]
    last = _LAST_LINE.fullmatch(parts[-1]) if parts else None
    return Address(
        street=", ".join(parts[:-1] if last else parts),
        locality=_words(last["city"] if last else city),
        region=ISSUER,
        postal_code=read_postal_code(_words(postal)),
    )


def _words(text: str) -> str:
    return " ".join(text.replace(",", " ").split())
