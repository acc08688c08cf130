"""Arabic and Hebrew names beside Latin ones: consonants must agree, unwritten vowels may be any.

A written long vowel must be there; a short one may stand between any two consonants. What the
letters leave open is left open here too, so that a name in the table of well-known spellings is
compared by the table and not by this.
"""

# ruff: noqa: RUF001  # letters of other scripts are what this module is about

from unicodedata import combining, normalize

_VOWELS = "AEIOU"
LONGEST = 24
_ARABIC = {
    "ب": ("B", "P"), "پ": ("P",), "ت": ("T",), "ث": ("TH", "T", "S"), "ج": ("J", "G", "DJ"),
    "چ": ("CH",), "ح": ("H",), "خ": ("KH",), "د": ("D",), "ذ": ("DH", "TH", "Z", "D"), "ر": ("R",),
    "ز": ("Z",), "ژ": ("ZH", "J"), "س": ("S", "C"), "ش": ("SH", "CH"), "ص": ("S",),
    "ض": ("D", "DH", "Z"),
    "ط": ("T",), "ظ": ("Z", "DH"), "ع": ("", "A", "E", "I", "O", "U", "AA"), "غ": ("GH", "G"),
    "ف": ("F",), "ق": ("Q", "K", "G", "GH"),
    "ك": ("K", "C"), "ک": ("K", "C"), "گ": ("G",), "ل": ("L",), "م": ("M",), "ن": ("N",),
    "ه": ("H", ""),
    "و": ("W", "V", "U", "OU", "OO", "O", "AW", "AU"),
    "ي": ("I", "Y", "EE", "E", "AI", "AY", "EI", "EY"),
    "ی": ("I", "Y", "EE", "E", "AI", "AY", "EI"), "ى": ("A", "I"),
    "ة": ("A", "AH", "E", "EH", "AT"),
    "ا": ("A", "AA", "E", "I", "O", "U"), "أ": ("A", "E", "U", "O"), "إ": ("I", "E"),
    "آ": ("A", "AA"),
    "ء": ("",), "ئ": ("", "I", "Y", "E"), "ؤ": ("", "U", "O"), "ٱ": ("A", ""),
}  # fmt: skip
_HEBREW = {
    "א": ("", "A", "E", "I", "O", "U"), "ב": ("B", "V"), "ג": ("G",), "ד": ("D",),
    "ה": ("H", "AH", "A", "E", "EH"),
    "ו": ("V", "O", "U", "W", "OO", "OU"), "ז": ("Z",), "ח": ("H", "CH", "KH"), "ט": ("T",),
    "י": ("I", "Y", "E", "EE", "EI", "AI", "J", "YI"),
    "כ": ("K", "KH", "CH", "C"), "ך": ("KH", "CH", "K"), "ל": ("L",), "מ": ("M",), "ם": ("M",),
    "נ": ("N",), "ן": ("N",),
    "ס": ("S",), "ע": ("", "A", "E", "I", "O"), "פ": ("P", "F", "PH"), "ף": ("F", "PH"),
    "צ": ("TZ", "TS", "Z", "TZH"), "ץ": ("TZ", "TS", "Z"),
    "ק": ("K", "C", "Q"), "ר": ("R",), "ש": ("SH", "S", "CH"), "ת": ("T", "TH"),
}  # fmt: skip
_LETTERS = _ARABIC | _HEBREW


def reads_as(word: str, latin: str) -> bool:
    """Return whether ``latin`` (``A``-``Z``) can be a vocalised spelling of ``word``."""
    letters = [char for char in normalize("NFC", word) if not combining(char) and char != "ـ"]
    if any(char not in _LETTERS for char in letters) or not 2 <= len(letters) <= LONGEST:
        return False
    return _spells(letters, latin)


def _spells(letters: list[str], latin: str) -> bool:
    """Walk the letters, keeping every place of ``latin`` that can be reached."""
    places = {0}
    for number, char in enumerate(letters):
        reached = set()
        for place in places:
            starts = (place,) if number == 0 else _after_short_vowel(latin, place)
            for start in starts:
                for spelling in _LETTERS[char]:
                    if latin.startswith(spelling, start):
                        reached |= _with_doubling(latin, start, spelling)
        if not reached:
            return False
        places = reached
    return any(latin[place:] in ("", "A", "E") for place in places)


def _after_short_vowel(latin: str, place: int) -> tuple[int, ...]:
    if latin[place : place + 1] in _VOWELS and place < len(latin):
        return (place, place + 1)
    return (place,)


def _with_doubling(latin: str, start: int, spelling: str) -> set[int]:
    end = start + len(spelling)
    if spelling and spelling[0] not in _VOWELS and latin.startswith(spelling, end):
        return {end, end + len(spelling)}
    return {end}
