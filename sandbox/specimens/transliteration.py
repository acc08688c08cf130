"""Names in any script into the letters of the machine-readable zone."""

import unicodedata

_SPECIAL = {
    "Ä": "AE",
    "Å": "AA",
    "Æ": "AE",
    "Ð": "D",
    "Đ": "D",
    "Ħ": "H",
    "Ł": "L",
    "Ñ": "N",
    "Ö": "OE",
    "Ø": "OE",
    "Œ": "OE",
    "SS": "SS",
    "Þ": "TH",
    "Ü": "UE",
    "ẞ": "SS",
    "İ": "I",
    "Ŋ": "N",
    "Ŧ": "T",
}


def transliterate(name: str) -> str:
    """Return the name in ``A``-``Z`` with ``<`` between words; apostrophes vanish.

    >>> transliterate("Müller-O'Neil")
    'MUELLER<ONEIL'
    """
    letters = "".join(_letter(char) for char in unicodedata.normalize("NFC", name).upper())
    return "<".join(letters.split())


def _letter(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char in " -\u2010\u2011\u2013":
        return " "
    base = unicodedata.normalize("NFKD", char)[0]
    return base if "A" <= base <= "Z" else ""
