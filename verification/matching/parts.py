"""A person's name as its parts: the words of each, with what is not name set aside."""

import re
from typing import NamedTuple

from verification.matching.tables import WORD_LISTS
from verification.matching.words import MOST_CHARACTERS, Word, words

SUFFIXES = {
    "JR": "JR", "JUNIOR": "JR", "JNR": "JR", "SR": "SR", "SENIOR": "SR", "SNR": "SR", "II": "II",
    "2ND": "II",
    "III": "III", "3RD": "III", "IV": "IV", "4TH": "IV", "FILHO": "FILHO", "NETO": "NETO",
    "NETTO": "NETO", "SOBRINHO": "SOBRINHO",
}  # fmt: skip
# Stand-ins that offices and directories write for a part that a person does not have.
PLACEHOLDERS = WORD_LISTS["placeholders"]
# "Son of" and "daughter of", as Malaysia, Singapore and India abbreviate them.
_DESCENT = re.compile(r"\b(?:A/[LP]|[DS]/O)\b", re.IGNORECASE)
BIRTH_MARKERS = WORD_LISTS["birth-markers"]


class Part(NamedTuple):
    """One part of a name.

    Attributes:
        words: without suffix and stand-ins; empty when the person has no such part.
        suffix: JR, SR, II, III, IV, FILHO …; empty without one.
    """

    words: tuple[Word, ...]
    suffix: str = ""


def part(value: str) -> Part:
    """Divide one part of a name.

    Raises:
        NameRefused: the value cannot be a name.
    """
    if "/" in value and len(value) <= MOST_CHARACTERS:
        value = _DESCENT.sub(" bin ", value)
    found = words(_rotated(value) if "," in value else value)
    if len(found) == 1:
        return Part(() if found[0].forms[0] in PLACEHOLDERS else found)
    suffix = ""
    if len(found) > 1 and found[-1].forms[0] in SUFFIXES:
        suffix = SUFFIXES[found[-1].forms[0]]
        found = found[:-1]
    if found and all(word.forms[0] in PLACEHOLDERS for word in found):
        found = ()
    return Part(found, suffix)


def _rotated(value: str) -> str:
    """Return ``Broek, van den`` in the order in which it is said."""
    name, _, before = value.partition(",")
    return value if before.replace(".", "").strip().upper() in SUFFIXES else f"{before} {name}"


def around_birth_name(found: tuple[Word, ...]) -> tuple[tuple[Word, ...], ...]:
    """Return the names before and after a marker such as ``geb.`` or ``épouse``, and both."""
    for place, word in enumerate(found):
        if word.forms[0] in BIRTH_MARKERS and 0 < place < len(found) - 1:
            before, after = found[:place], found[place + 1 :]
            return (before, after, before + after)
    return ()
