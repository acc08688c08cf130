"""Latin letters beyond ``A``-``Z``: how documents and keyboards write them.

Source: ICAO Doc 9303-3 (8th edition), section 6.A, with the plain letter that keyboards without the
letter produce, and the spellings that issuing states use beside the table.
"""

# ruff: noqa: RUF001  # letters of other scripts are what this module is about

from itertools import product
from unicodedata import combining, normalize

# The plain letter first, then the spellings of the table. Lower case, composed.
LETTERS: dict[str, tuple[str, ...]] = {
    "ä": ("A", "AE"), "ö": ("O", "OE"), "ü": ("U", "UE", "UXX", "YU"),
    "å": ("A", "AA"), "ø": ("O", "OE"), "æ": ("AE", "A"), "œ": ("OE",),
    "ő": ("O", "OE"), "ű": ("U", "UE"), "ñ": ("N", "NXX", "NY"),
    "ß": ("SS",), "þ": ("TH",), "ð": ("D", "DH"), "đ": ("D", "DJ"),
    "ł": ("L",), "ı": ("I",), "ĳ": ("IJ",), "ħ": ("H",), "ŧ": ("T",),
    "ŋ": ("N", "NG"), "ĸ": ("Q", "K"), "ə": ("A", "E"), "ɛ": ("E",), "ɔ": ("O",), "ɓ": ("B",),
    "ɗ": ("D",), "ƙ": ("K",), "ŀ": ("L",), "ª": ("A",), "º": ("O",),
    "ş": ("S", "SH"), "ç": ("C", "CH"), "š": ("S", "SH"), "č": ("C", "CH"), "ž": ("Z", "ZH"),
    "ō": ("O", "OU", "OO", "OH"), "ū": ("U", "UU"), "ô": ("O", "OU"), "û": ("U",),
}  # fmt: skip
MOST_FORMS = 16


def latin_forms(word: str) -> tuple[str, ...]:
    """Return the spellings of a Latin word in ``A``-``Z`` (and digits), the plainest first."""
    folded = word.casefold()
    if max(folded, default="") < KNOWN_END and _SEVERAL.isdisjoint(folded):
        one = folded.translate(_PLAIN)
        return (one,) if one else ()
    choices = [spellings for char in folded if (spellings := _KNOWN.get(char) or _spellings(char))]
    if not choices:
        return ()
    plain = "".join(spellings[0] for spellings in choices)
    tabled = "".join(spellings[min(1, len(spellings) - 1)] for spellings in choices)
    several = [spellings for spellings in choices if len(spellings) > 1]
    if not several:
        return (plain,)
    count = 1
    for spellings in several:
        count *= len(spellings)
    if count > MOST_FORMS:
        choices = [spellings[:2] for spellings in choices]
    forms = dict.fromkeys((plain, tabled))
    for letters in product(*choices):
        forms["".join(letters)] = None
        if len(forms) >= MOST_FORMS:
            break
    return tuple(forms)


def _spellings(char: str) -> tuple[str, ...]:
    if char.isascii():
        return (char.upper(),) if char.isalnum() else ()
    known = LETTERS.get(char)
    if known:
        return known
    plain = "".join(mark for mark in normalize("NFKD", char) if not combining(mark))
    if plain == char or not plain:
        return ()
    return tuple("".join(part) for part in product(*(_spellings(c) for c in plain)))


# The Latin blocks, worked out once: Basic Latin to Latin Extended-B, and Latin Extended Additional.
KNOWN_END = "\u0250"
_KNOWN = {
    chr(code): _spellings(chr(code)) for code in (*range(ord(KNOWN_END)), *range(0x1E00, 0x1F00))
}
_SEVERAL = frozenset(char for char, spellings in _KNOWN.items() if len(spellings) > 1)
_PLAIN = {ord(char): "".join(spellings[:1]) for char, spellings in _KNOWN.items()}
