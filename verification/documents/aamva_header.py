"""The header of an AAMVA barcode; DL/ID Card Design Standard, annex D.12.3 (2020: D.5.1, D.5.2)."""

import re
from dataclasses import dataclass

from verification.documents.aamva_errors import AamvaError
from verification.documents.aamva_quirks import Deviation

_OPENING = re.compile(r"@(?P<separators>[\n\r\x1c-\x1f ]{2,6})(?P<file_type>ANSI ?|AAMVA ?)")
_DIGITS = re.compile(r"[0-9]{8,12}(?=[A-Z]{2})")
_DESIGNATOR = re.compile(r"(?P<type>[A-Z]{2})(?P<offset>[0-9]{4})(?P<length>[0-9]{4})")
# Alberta puts four letters where eight digits belong; whoever does, a subfile follows at once.
_LETTERED = re.compile(r"(?P<type>DL|ID)[a-z]{4}(?=(?:DL|ID)D[A-Z]{2})")
_STANDARD_SEPARATORS = "\n\x1e\r"
_MAX_SUBFILES = 10


@dataclass(frozen=True, slots=True)
class Subfile:
    """What the header says of one subfile; ``offset`` and ``length`` None when unreadable."""

    type: str
    offset: int | None
    length: int | None


@dataclass(frozen=True, slots=True)
class Header:
    """The header, read but not yet compared with the rest.

    Attributes:
        iin: the issuer's number, as many digits as there are.
        version: of the standard; 1 is that of 2000, 11 that of 2025.
        jurisdiction_version: the issuer's own; 0 where there is none.
        subfiles: in the header's order; at least one.
        end: where the header ends in the text.
        deviations: from the standard.
    """

    iin: str
    version: int
    jurisdiction_version: int
    subfiles: tuple[Subfile, ...]
    end: int
    deviations: frozenset[Deviation]


def read_header(text: str) -> Header:
    """Read the header at the beginning of ``text``.

    Raises:
        AamvaError: the text does not begin as a licence's barcode does.
    """
    opening = _OPENING.match(text)
    if opening is None:
        raise AamvaError("The barcode does not begin with the header of a licence.")
    digits = _DIGITS.match(text, opening.end())
    if digits is None:
        raise AamvaError("The header's numbers are not readable.")
    deviations = set(_opening_deviations(opening))
    iin, version, own_version, entries = _numbers(digits[0], deviations)
    subfiles, end = _subfiles(text, digits.end(), deviations)
    if entries != len(subfiles):
        deviations.add(Deviation.ENTRIES)
    return Header(iin, version, own_version, subfiles, end, frozenset(deviations))


def _opening_deviations(opening: re.Match[str]) -> list[Deviation]:
    found = []
    if opening["separators"] != _STANDARD_SEPARATORS:
        found.append(Deviation.SEPARATORS)
    if opening["file_type"] != "ANSI ":
        found.append(Deviation.FILE_TYPE)
    return found


def _numbers(digits: str, deviations: set[Deviation]) -> tuple[str, int, int, int]:
    """Part the digits: issuer, version, the jurisdiction's version from 2003 on, entries."""
    if len(digits) == 8:
        # Five digits of the issuer's number, a zero and the version: one subfile, unsaid.
        deviations.add(Deviation.HEADER_LENGTH)
        return digits[:5], int(digits[5:8]), 0, 1
    iin, version, rest = digits[:6], int(digits[6:8]), digits[8:]
    if version == 0:
        raise AamvaError("The barcode is older than the standard of 2000.")
    if len(rest) not in {2, 4}:
        raise AamvaError("The header's numbers have a length of no version of the standard.")
    if (len(rest) == 2) != (version == 1):
        deviations.add(Deviation.HEADER_LENGTH)
    own = int(rest[:2]) if len(rest) == 4 else 0
    return iin, version, own, int(rest[-2:])


def _subfiles(text: str, start: int, deviations: set[Deviation]) -> tuple[tuple[Subfile, ...], int]:
    lettered = _LETTERED.match(text, start)
    if lettered is not None:
        deviations.add(Deviation.OFFSET)
        return (Subfile(lettered["type"], None, None),), lettered.end()
    found: list[Subfile] = []
    while (entry := _DESIGNATOR.match(text, start)) and len(found) < _MAX_SUBFILES:
        found.append(Subfile(entry["type"], int(entry["offset"]), int(entry["length"])))
        start = entry.end()
    if not found:
        raise AamvaError("The header names no subfile.")
    return tuple(found), start
