"""Which naming customs a comparison touches, told by the issuing state and by the names."""

import re
from collections.abc import Iterable
from enum import StrEnum

from verification.matching.scripts import Script
from verification.matching.tables import ROMANISATIONS, STATES, SURNAMES, WORD_LISTS
from verification.matching.words import Word


class Custom(StrEnum):
    """A custom that decides which differences are ordinary."""

    # As for rules: Enum's own hash is a Python call.
    __hash__ = str.__hash__

    ARABIC = "arabic"
    CHINESE = "chinese"
    GREEK = "greek"
    HUNGARIAN = "hungarian"
    IBERIAN = "iberian"
    INDIC = "indic"
    JAPANESE = "japanese"
    KOREAN = "korean"
    PORTUGUESE = "portuguese"
    SLAVIC = "slavic"
    VIETNAMESE = "vietnamese"


_BY_STATE = {
    state: frozenset(Custom(custom) for custom in customs) for state, customs in STATES.items()
}

_ARABIC = WORD_LISTS["arabic"]
_SLAVIC = re.compile(
    r"(?:[OE]V|[OE]VA|[OE]FF|EV|EVA|SKII|SK[YI]|SKIY|SKYI|SKYY|SKAIA|SKAYA|SKAJA|ENKO|CHUK|[IY]UK|I?VICH"
    r"|VYCH|[A-Z]IC|VICI|OVNA|EVNA|SHVILI|DZE|[IY]AN|ULY|IIA|II|CHENKO)$"
)
_GREEK = re.compile(
    r"(?:POULO[SU]|[IA]DIS|IDES|[IA]DOU|AKIS|AKI|ATOS|IOU|OGLOU|EAS|NNIS|LIS|(?:CH|K|P|I)OS|OU)$|^(?:CHATZ|PAPA|MP|NT|GK)"
)
_JAPANESE = re.compile(
    r"(?:(?:[KGSZTDNHBPMR]Y?|SH|CH|J|TS|F|Y|W)?[AEIOU]|N(?![AEIOUY])|O?H(?![AEIOUY]))+$"
)
_SCRIPTS = {
    Script.CYRILLIC: Custom.SLAVIC,
    Script.GREEK: Custom.GREEK,
    Script.HANGUL: Custom.KOREAN,
    Script.KANA: Custom.JAPANESE,
    Script.HAN: Custom.CHINESE,
    Script.ABJAD: Custom.ARABIC,
    Script.ALPHABET: Custom.SLAVIC,
    Script.OTHER: Custom.INDIC,
}


def customs_of(country: str, families: Iterable[Word], givens: Iterable[Word]) -> frozenset[Custom]:
    """Return the customs in play.

    Args:
        country: the issuing state, ISO 3166-1 alpha-3; may be empty.
        families: words of the family names of both sides.
        givens: words of the given names of both sides.
    """
    found = set(_BY_STATE.get(country, ()))
    for word in families:
        found |= _of_family(word)
    for word in givens:
        found |= _of_word(word)
    return frozenset(found)


def _of_family(word: Word) -> set[Custom]:
    found = _of_word(word)
    plain = word.forms[0]
    found |= _BY_SURNAME.get(plain, _NONE)
    if len(plain) > 4:
        if _SLAVIC.search(plain):
            found.add(Custom.SLAVIC)
        if _GREEK.search(plain):
            found.add(Custom.GREEK)
        if plain.endswith(("EZ", "IZ")):
            found.add(Custom.IBERIAN)
        if plain.startswith(("AL", "EL")) and plain[2:] in SURNAMES["arabic"]:
            found.add(Custom.ARABIC)
    if len(plain) > 2 and _JAPANESE.match(plain):
        found.add(Custom.JAPANESE)
    return found


_NONE: frozenset[Custom] = frozenset()
_BY_SURNAME: dict[str, frozenset[Custom]] = {
    name: frozenset(custom for custom in Custom if name in SURNAMES.get(custom.value, ()))
    for names in SURNAMES.values()
    for name in names
} | dict.fromkeys(("DA", "DO", "DOS", "DAS"), frozenset({Custom.PORTUGUESE}))


def _of_word(word: Word) -> set[Custom]:
    if word.script is not Script.LATIN:
        return {_SCRIPTS.get(word.script, Custom.INDIC)}
    plain = word.forms[0]
    if plain in _ARABIC or plain in ROMANISATIONS or plain.startswith("ABD"):
        return {Custom.ARABIC}
    if plain.endswith(("II", "IIA", "OVICH", "EVICH", "OVNA", "EVNA")):
        return {Custom.SLAVIC}
    return set()
