"""The holder's name, as each version of the standard puts it.

2000: ``DAA`` with everything, or ``DAB``, ``DAC``, ``DAD``, ``DAE``. 2003 and 2005: ``DCS`` and all
given names together in ``DCT``. Since 2009: ``DCS``, ``DAC``, ``DAD``, ``DCU`` and flags that say
whether a name was cut. Cards mix them.
"""

import re
from dataclasses import dataclass

from verification.documents.aamva_elements import Elements
from verification.documents.aamva_quirks import Deviation, known

_SEPARATOR = re.compile(r"[,$]")
_LONGEST = {"whole": 35, "family": 40, "given": 80}  # 2000: DAA; 2003 and 2005: DCS, DCT
_FIRST_VERSION_WITH_FLAGS = 4
_ROMAN = {
    "1ST": "I",
    "2ND": "II",
    "3RD": "III",
    "4TH": "IV",
    "5TH": "V",
    "6TH": "VI",
    "7TH": "VII",
    "8TH": "VIII",
    "9TH": "IX",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The holder's name in the card's own letters, parts divided by one space.

    Attributes:
        family: may be empty, when the holder has one name only.
        given: first names; middle names too where the card does not divide them.
        middle: only where the card has a field of its own for them.
        suffix: without points, ordinals as Roman numerals: ``JR``, ``III``.
        family_truncated: whether the name was cut; None when the card does not say.
        given_truncated: as ``family_truncated``.
        middle_truncated: as ``family_truncated``.
        maybe_truncated: a field of an old card, which has no flags, is full.
    """

    family: str
    given: str
    middle: str
    suffix: str
    family_truncated: bool | None
    given_truncated: bool | None
    middle_truncated: bool | None
    maybe_truncated: bool


def read_names(elements: Elements, *, code: str, version: int, deviations: set[Deviation]) -> Names:
    """Read the name; an unusual order or punctuation is noted in ``deviations``."""
    family, given, middle, suffix = _whole(elements.first("DAA"), code, version, deviations)
    family_field = elements.first("DCS", "DAB") or family
    if family_field.endswith(","):
        deviations.add(Deviation.NAME_PUNCTUATION)
    given = elements.first("DAC", "DCT") or given
    if elements.first("DAC") or not elements.first("DCT"):
        middle = elements.first("DAD") or middle
    return Names(
        family=_words(family_field),
        given=_words(given),
        middle=_words(middle),
        suffix=read_suffix(elements.first("DCU", "DAE") or suffix),
        family_truncated=_flag(elements.first("DDE")),
        given_truncated=_flag(elements.first("DDF")),
        middle_truncated=_flag(elements.first("DDG")),
        maybe_truncated=version < _FIRST_VERSION_WITH_FLAGS and _full(elements),
    )


def read_suffix(text: str) -> str:
    """Write a suffix in one way.

    >>> read_suffix("3rd"), read_suffix("Jr."), read_suffix("PH.D.")
    ('III', 'JR', 'PHD')
    """
    plain = re.sub(r"[^\w ]", "", text).upper().strip()
    return _ROMAN.get(plain, plain)


def _whole(
    field: str, code: str, version: int, deviations: set[Deviation]
) -> tuple[str, str, str, str]:
    """Part family, first, middle name and suffix."""
    if Deviation.NAME_ORDER in known(code, version) and field and not _SEPARATOR.search(field):
        deviations.add(Deviation.NAME_ORDER)
        given, _, family = field.rpartition(" ")
        return family, given, "", ""
    family, given, middle, suffix = (*_SEPARATOR.split(field), "", "", "", "")[:4]
    return family, given, middle, suffix


def _full(elements: Elements) -> bool:
    fields = {"whole": "DAA", "family": "DCS", "given": "DCT"}
    return any(len(elements.first(fields[name])) >= size for name, size in _LONGEST.items())


def _flag(value: str) -> bool | None:
    return {"T": True, "N": False}.get(value.upper())


def _words(field: str) -> str:
    return " ".join(field.replace(",", " ").replace("$", " ").split())
