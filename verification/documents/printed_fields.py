"""Printed lines into fields: by the caption above, before or within a line. Pure; hostile text."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from verification.documents.captions import CAPTIONS, Field
from verification.evidence import PrintedLine

_LONG = 6  # letters; shorter captions must be read without a mistake
_LIKE = 88.0  # of 100
_BELOW = 2.4  # heights of a caption, down to the middle of its value
_SHIFTED = 3.0  # heights, sideways
_BESIDE = 45.0  # heights, to the right
_MOST_VALUES = 2
_LONGEST = 120  # characters of a line
_PARTS = re.compile(r"[/:,;|()]|\s-\s|\d[.)]")
_PLAIN = str.maketrans(
    {"ß": "SS", "Ł": "L", "Ø": "O", "Đ": "D", "Ð": "D", "Þ": "TH", "Æ": "AE", "Œ": "OE", "İ": "I"}
)


@dataclass(frozen=True, slots=True)
class PrintedField:
    """What stands where a caption says that a field stands.

    Attributes:
        field: which one.
        values: one line each, the likeliest first; a name in two scripts has two.
        confidence: of the least certain of them, 0 to 1.
    """

    field: Field
    values: tuple[str, ...]
    confidence: float


def squash(text: str) -> str:
    """Return the letters A to Z alone, capitals, without diacritics.

    >>> squash("Date d'expiration (8)"), squash("Größe")
    ('DATEDEXPIRATION', 'GROSSE')
    """
    upper = text.upper().translate(_PLAIN)
    return "".join(char for char in unicodedata.normalize("NFD", upper) if "A" <= char <= "Z")


def fields_of(lines: Iterable[PrintedLine]) -> dict[Field, PrintedField]:
    """Find the fields. One that is announced twice counts where it is announced first."""
    printed = [line for line in lines if line.text.strip()]
    announced = [(line, announces(line.text)) for line in printed]
    values = [line for line, fields in announced if not fields]
    captions = [line for line, fields in announced if fields]
    found: dict[Field, PrintedField] = {}
    for caption, fields in announced:
        below = _values(caption, values, captions)
        for field in fields - {Field.OTHER, *found}:
            if below:
                texts = tuple(line.text for line in below)
                found[field] = PrintedField(field, texts, min(line.confidence for line in below))
    return found


def announces(text: str) -> frozenset[Field]:
    """Return the fields that a line is the caption of; none for a value.

    >>> sorted(announces("Surname/Nom")), sorted(announces("ERIKSSON"))
    ([<Field.FAMILY_NAME: 'family_name'>], [])
    """
    parts = [squash(part) for part in _PARTS.split(text[:_LONGEST])]
    found = {field for part in (*parts, squash(text[:_LONGEST])) if (field := _caption(part))}
    return frozenset(found - {Field.OTHER} or found)


def _caption(squashed: str) -> Field | None:
    if squashed in CAPTIONS:
        return CAPTIONS[squashed]
    if len(squashed) < _LONG:
        return None
    scores = ((fuzz.ratio(squashed, known), known) for known in CAPTIONS if len(known) >= _LONG)
    score, known = max(scores)
    return CAPTIONS[known] if score >= _LIKE else None


def _values(
    caption: PrintedLine, values: list[PrintedLine], captions: list[PrintedLine]
) -> list[PrintedLine]:
    """Return what stands below, up to the next caption; else what stands to the right."""
    below = [line for line in values if _is_below(line, caption)]
    if below:
        first = min(below, key=lambda line: line.box.top)
        # A value's second line comes before the next caption.
        end = min((_middle(one) for one in captions if _is_below(one, first)), default=math.inf)
        following = [line for line in values if _is_below(line, first) and _middle(line) < end]
        return [first, *following][:_MOST_VALUES]
    right = [line for line in values if _is_beside(line, caption)]
    return sorted(right, key=lambda line: line.box.left)[:1]


def _middle(line: PrintedLine) -> float:
    return line.box.top + line.box.height / 2


def _is_below(line: PrintedLine, caption: PrintedLine) -> bool:
    height = min(caption.box.height, line.box.height)
    down = _middle(line) - _middle(caption)
    aside = abs(line.box.left - caption.box.left)
    return 0.5 * height < down <= _BELOW * height and aside <= _SHIFTED * height


def _is_beside(line: PrintedLine, caption: PrintedLine) -> bool:
    height = caption.box.height
    gap = line.box.left - (caption.box.left + caption.box.width)
    level = abs(_middle(line) - _middle(caption)) <= 0.7 * max(height, line.box.height)
    return level and -height <= gap <= _BESIDE * height
