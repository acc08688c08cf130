"""Given names: what may differ between a directory's and a document's, by custom."""

from verification.matching.alignment import Leave, Step, Steps, align
from verification.matching.equality import Setting
from verification.matching.families import shown
from verification.matching.policy import Rule
from verification.matching.tables import FORMAL_NAMES, SURNAMES
from verification.matching.words import Word

_Words = tuple[Word, ...]
SHORTEST_WESTERN = 4
_LOOSE = Leave(middle=True, particles=True)
_LOOSE_AND_CUT = Leave(middle=True, particles=True, cut=True)


def align_givens(claimed: _Words, document: _Words, setting: Setting, *, cut: bool) -> Steps | None:
    """Return how the claimed given names become the document's, or None.

    Args:
        claimed: words of the claim.
        document: words of the document's given names, middle names with them.
        setting: the rules and the customs.
        cut: the document's given names may be cut off.
    """
    if not claimed or not document:
        return None
    leave = _LOOSE_AND_CUT if cut else _LOOSE
    steps = align(claimed, document, setting, family=False, leave=leave)
    if steps is not None:
        return steps
    if Rule.CUSTOMARY_NAME in setting.rules:
        steps = _customary(claimed, document, setting)
        if steps is not None:
            return steps
    if Rule.CALLED_BY_LATER_NAME in setting.rules:
        return _later(claimed, document, setting)
    return None


def _customary(claimed: _Words, document: _Words, setting: Setting) -> Steps | None:
    """Vietnamese are called by the last name; many Chinese by a western one beside the Chinese."""
    if len(document) < 2:
        return None
    if _all_families_in("vietnamese", setting) and len(claimed) < len(document):
        steps = align(claimed, document[-len(claimed) :], setting, family=False)
        if steps is not None:
            return (Step(Rule.CUSTOMARY_NAME, shown(claimed), shown(document)), *steps)
    if _all_families_in("chinese", setting):
        return _western(claimed, document, setting)
    return None


def _western(claimed: _Words, document: _Words, setting: Setting) -> Steps | None:
    mine = [word for word in claimed if _is_western(word)]
    theirs = [word for word in document if _is_western(word)]
    if len(mine) != 1 or len(theirs) != 1:
        return None
    steps = align(tuple(mine), tuple(theirs), setting, family=False)
    chinese = tuple(word for word in claimed if not _is_western(word))
    if steps is None or (chinese and not _are_the_same(chinese, document, setting)):
        return None
    return (Step(Rule.CUSTOMARY_NAME, shown(claimed), shown(document)), *steps)


def _are_the_same(chinese: _Words, document: _Words, setting: Setting) -> bool:
    theirs = tuple(word for word in document if not _is_western(word))
    return align(chinese, theirs, setting, family=False) is not None


def _is_western(word: Word) -> bool:
    """A syllable of Chinese is short, or ends as no western name in use does."""
    plain = word.forms[0]
    if plain in FORMAL_NAMES:
        return True
    return len(plain) >= SHORTEST_WESTERN + 1 and not plain.endswith(("NG", "AO", "OU", "UO"))


def _all_families_in(custom: str, setting: Setting) -> bool:
    names = SURNAMES[custom]
    return bool(setting.families) and all(
        word.forms[0] in names for word in setting.families if len(word.forms[0]) > 1
    )


def _later(claimed: _Words, document: _Words, setting: Setting) -> Steps | None:
    for start in range(1, len(document)):
        steps = align(claimed, document[start:], setting, family=False, leave=Leave(middle=True))
        if steps is not None:
            step = Step(Rule.CALLED_BY_LATER_NAME, shown(claimed), shown(document))
            return (step, *steps)
    return None
