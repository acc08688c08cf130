"""Names in other scripts, to the Latin spellings that documents give them.

Cyrillic and Greek follow ICAO Doc 9303-3 (8th edition), section 6.B, and ELOT 743, one reading for
each language that reads a letter in its own way; the other scripts go through anyascii.
"""

# ruff: noqa: RUF001  # letters of other scripts are what this module is about

from enum import StrEnum
from unicodedata import name as character_name

from anyascii import anyascii

from verification.matching.greek import greek_forms


class Script(StrEnum):
    """What a word is written in, as far as it decides how the word is converted."""

    # Enum's own hash is a Python call, and scripts are kept in sets.
    __hash__ = str.__hash__

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    GREEK = "greek"
    ABJAD = "abjad"
    HAN = "han"
    HANGUL = "hangul"
    KANA = "kana"
    ALPHABET = "alphabet"
    OTHER = "other"


_BY_NAME = {
    "LATIN": Script.LATIN, "CYRILLIC": Script.CYRILLIC, "GREEK": Script.GREEK,
    "ARABIC": Script.ABJAD, "HEBREW": Script.ABJAD, "CJK": Script.HAN, "HANGUL": Script.HANGUL,
    "HIRAGANA": Script.KANA, "KATAKANA": Script.KANA, "KATAKANA-HIRAGANA": Script.KANA,
    "GEORGIAN": Script.ALPHABET, "ARMENIAN": Script.ALPHABET,
}  # fmt: skip
# A word that leaves its vowels to the reader, or whose characters have several readings: that its
# conversion is another name then says nothing.
UNCERTAIN = frozenset({Script.ABJAD, Script.HAN, Script.HANGUL, Script.KANA, Script.OTHER})


# The end of Latin Extended-B: every letter before it is Latin.
LATIN_ENDS = "\u0250"


def script_of(word: str) -> Script:
    """Return the script of a word; ``OTHER`` when it mixes several, as only an imitation does."""
    if max(word) < LATIN_ENDS:
        return Script.LATIN
    found = {_script(char) for char in word if char.isalpha()}
    if found == {Script.HAN, Script.KANA}:
        return Script.HAN
    if len(found) == 1:
        return found.pop()
    return Script.LATIN if not found else Script.OTHER


def _script(char: str) -> Script:
    if char < LATIN_ENDS:
        return Script.LATIN
    return _BY_NAME.get(character_name(char, "").split(" ")[0], Script.OTHER)


def script_forms(word: str, script: Script) -> tuple[str, ...]:
    """Return the Latin spellings of a word in another script, the most usual first."""
    if script is Script.CYRILLIC:
        return tuple(dict.fromkeys(word.lower().translate(table) for table in _CYRILLIC))
    if script is Script.GREEK:
        return greek_forms(word)
    if script is Script.ABJAD:
        return (word,)
    plain = "".join(char for char in anyascii(word).upper() if char.isalnum())
    return (plain,) if plain else ()


_ICAO = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіѣѳѵ",
        (
            "A", "B", "V", "G", "D", "E", "E", "ZH", "Z", "I", "I", "K", "L", "M", "N", "O", "P",
            "R", "S", "T", "U", "F", "KH", "TS", "CH", "SH", "SHCH", "IE", "Y", "", "E", "IU", "IA",
            "I", "IE", "F", "Y",
        ),
        strict=True,
    )
)  # fmt: skip
_ICAO |= {
    "ї": "I", "є": "IE", "ґ": "G", "ў": "U", "ј": "J", "љ": "LJ", "њ": "NJ", "ђ": "DJ", "ћ": "C",
    "џ": "DZ", "ѓ": "GJ", "ќ": "KJ", "ѕ": "DZ", "ә": "A", "ғ": "G", "қ": "Q", "ң": "N", "ө": "O",
    "ұ": "U", "ү": "U", "һ": "H", "ҷ": "J", "ӣ": "I", "ӯ": "U",
}  # fmt: skip
# What each language reads otherwise than the table's first column.
_READINGS: tuple[dict[str, str], ...] = (
    {},
    {"ъ": ""},
    {"ё": "YO", "й": "Y", "ю": "YU", "я": "YA", "э": "E", "ъ": "", "є": "YE", "ї": "YI"},
    {"г": "H", "и": "Y", "й": "I", "зг": "ZGH"},
    {"г": "H", "и": "Y", "й": "Y", "є": "YE", "ї": "YI", "ю": "YU", "я": "YA"},
    {"х": "H", "щ": "SHT", "ъ": "A", "ь": "Y", "ю": "YU", "я": "YA", "й": "Y"},
    {"х": "H", "ц": "C", "ч": "C", "ш": "S", "ж": "Z"},
    {"х": "H", "ц": "C", "џ": "DJ", "ђ": "DJ"},
    {"г": "H", "ў": "U", "и": "I", "ё": "IO"},
    {"е": "YE", "й": "Y", "қ": "K", "ғ": "G", "ң": "NG", "ю": "YU", "я": "YA", "ы": "Y", "х": "KH"},
    {"ө": "U", "ү": "U", "ц": "TS", "й": "I", "ю": "YU", "я": "YA"},
)
_CYRILLIC = tuple(
    str.maketrans({key: text for key, text in (_ICAO | reading).items() if len(key) == 1})
    for reading in _READINGS
)
