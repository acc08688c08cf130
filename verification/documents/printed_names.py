"""Names as printed against names as the machine-readable zone transliterates them. Pure.

Kept apart from the comparison of names with a relying party's claims: two prints of one document
say the same letters, and nothing but Doc 9303's transliteration lies between them.
"""

import unicodedata
from itertools import islice, product
from types import MappingProxyType

from rapidfuzz.distance import Levenshtein

# Doc 9303-3 section 6.A: letters with more than one transliteration, or none by their base letter.
_WAYS = MappingProxyType(
    {
        "Ä": ("AE", "A"), "Ö": ("OE", "O"), "Ü": ("UE", "U", "UXX"), "Å": ("AA", "A"),
        "Æ": ("AE", "A"), "Ø": ("OE", "O"), "Œ": ("OE",), "ß": ("SS",), "ẞ": ("SS",),
        "Ñ": ("N", "NXX"), "Þ": ("TH",), "Ð": ("D",), "Đ": ("D",), "Ł": ("L",), "Ħ": ("H",),
        "Ĳ": ("IJ",), "İ": ("I",), "Ŋ": ("N",), "Ŧ": ("T",), "ĸ": ("Q",),
    }
)  # fmt: skip
_MOST_FORMS = 64
_WITH_THORN = frozenset({"ISL"})
_MOST_THORNS = 16


def forms(printed: str) -> tuple[str, ...]:
    """Return the ways to write a printed name in A to Z, without blanks.

    >>> forms("Müller-Åse")
    ('MUELLERAASE', 'MUELLERASE', 'MULLERAASE', 'MULLERASE', 'MUXXLLERAASE', 'MUXXLLERASE')
    """
    letters = [_ways(char) for char in unicodedata.normalize("NFC", printed).upper()]
    return tuple("".join(way) for way in islice(product(*letters), _MOST_FORMS))


def likeness(name: str, printed: str, *, truncated: bool) -> float:
    """Return how alike they are, 0 to 1; 1 only when they say the same.

    Args:
        name: of the zone, words parted by one space.
        printed: a printed line.
        truncated: the zone's name may be cut at its end.
    """
    wanted = name.replace(" ", "")
    if not wanted:
        return 0.0
    return max((_alike(wanted, form, truncated=truncated) for form in forms(printed)), default=0.0)


def as_printed(text: str, issuer: str) -> tuple[str, ...]:
    """Return what may be printed where this was read: readers take Þ for P, which it looks like.

    >>> as_printed("PÓR", "ISL"), as_printed("PÓR", "GBR")
    (('PÓR', 'ÞÓR'), ('PÓR',))
    """
    if issuer not in _WITH_THORN:
        return (text,)
    letters = ((char, "Þ") if char in "Pp" else (char,) for char in text)
    return tuple("".join(way) for way in islice(product(*letters), _MOST_THORNS))


def occurs(name: str, printed: str) -> bool:
    """Whether the printed line has the name among its words, in a run."""
    wanted = name.replace(" ", "")
    words = [set(forms(word)) for word in printed.replace("-", " ").split()]
    return bool(wanted) and any(_begins(wanted, words[start:]) for start in range(len(words)))


def _begins(wanted: str, words: list[set[str]]) -> bool:
    """Walk the words once, with all places of the name that their spellings reach together."""
    reached = {0}
    for spellings in words:
        reached = {
            at + len(form)
            for at in reached
            for form in spellings
            if form and wanted.startswith(form, at)
        }
        if not reached or len(wanted) in reached:
            return bool(reached)
    return False


def _alike(wanted: str, form: str, *, truncated: bool) -> float:
    if truncated and form.startswith(wanted):
        return 1.0
    return float(Levenshtein.normalized_similarity(wanted, form))


def _ways(char: str) -> tuple[str, ...]:
    if char in _WAYS:
        return _WAYS[char]
    base = unicodedata.normalize("NFD", char)[0]
    return (base,) if "A" <= base <= "Z" else ("",)
