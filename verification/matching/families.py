"""Family names: what may differ between a directory's and a document's, by custom."""

from verification.matching.alignment import PARTICLES, Leave, Step, Steps, align
from verification.matching.customs import Custom
from verification.matching.equality import Setting
from verification.matching.parts import around_birth_name
from verification.matching.policy import Rule
from verification.matching.tables import SURNAMES, WORD_LISTS
from verification.matching.words import Word, joined

_Words = tuple[Word, ...]

# Endings of one surname for a man and for a woman.
_GENDERED = tuple(
    (man.strip("-"), woman.strip("-"))
    for man, woman in (pair.split("/") for pair in WORD_LISTS["gendered-endings"])
)
SHORTEST_STEM = 4
_LOOSE = Leave(particles=True)
_LOOSE_AND_CUT = Leave(particles=True, cut=True)


def align_families(
    claimed: _Words, document: _Words, setting: Setting, *, cut: bool, given_is_plain: bool
) -> Steps | None:
    """Return how the claimed family name becomes the document's, or None.

    Args:
        claimed: words of the claim, without suffix.
        document: words of the document, without suffix.
        setting: the rules and the customs.
        cut: the document's family name may be cut off.
        given_is_plain: the given names agree without a short form or a slip.
    """
    if not claimed or not document:
        return None
    leave = _LOOSE_AND_CUT if cut else _LOOSE
    steps = align(claimed, document, setting, family=True, leave=leave)
    if steps is not None:
        return steps
    for rule, attempt in _ATTEMPTS:
        if rule in setting.rules:
            steps = attempt(claimed, document, setting, given_is_plain)
            if steps is not None:
                return steps
    return None


def _birth_name(
    claimed: _Words, document: _Words, setting: Setting, _given_is_plain: bool
) -> Steps | None:
    mine = around_birth_name(claimed) or (claimed,)
    theirs = around_birth_name(document) or (document,)
    if len(mine) + len(theirs) == 2:
        return None
    for one in mine:
        for other in theirs:
            steps = align(one, other, setting, family=True, leave=_LOOSE)
            if steps is not None:
                return (Step(Rule.BIRTH_NAME, shown(claimed), shown(document)), *steps)
    return None


def _two_surnames(
    claimed: _Words, document: _Words, setting: Setting, _given_is_plain: bool
) -> Steps | None:
    shorter, longer = sorted((claimed, document), key=len)
    if len(shorter) == len(longer) or not _may_hold(longer, shorter[0]):
        return None
    if not _has_two_surnames(longer, setting):
        return None
    for place in range(1, len(longer)):
        halves = [longer[:place]]
        if Custom.PORTUGUESE in setting.customs:
            halves.append(longer[place:])
        for half in halves:
            if abs(len(half) - len(shorter)) > 1:
                continue
            pair = (shorter, half) if shorter is claimed else (half, shorter)
            steps = align(*pair, setting, family=True, leave=_LOOSE)
            if steps is not None:
                return (Step(Rule.TWO_SURNAMES, shown(claimed), shown(document)), *steps)
    return None


def _may_hold(longer: _Words, first: Word) -> bool:
    """Look at first letters, before the customs are asked."""
    if first.script is not longer[0].script:
        return True
    letter = first.forms[0][0]
    return any(word.forms[0][0] == letter or word.forms[0] in PARTICLES for word in longer)


def _has_two_surnames(longer: _Words, setting: Setting) -> bool:
    """Both surnames must be of the custom: Smith-Jones is one name, Garcia Marquez two."""
    if any(word.bound for word in longer):
        return False
    if setting.identity.country and not setting.customs.isdisjoint(_TWO_SURNAMES):
        return True
    if any(word.forms[0] in _BETWEEN for word in longer[1:-1]):
        return True
    iberian = sum(_is_iberian(word.forms[0]) for word in longer)
    given = any(word.forms[0] in WORD_LISTS["iberian-given"] for word in setting.givens)
    return iberian >= 2 or (iberian == 1 and given)


# Between two surnames: Puig i Cadafalch, Ortega y Gasset.
_BETWEEN = frozenset({"I", "Y"})
_TWO_SURNAMES = frozenset({Custom.IBERIAN, Custom.PORTUGUESE})


def _is_iberian(plain: str) -> bool:
    if plain in SURNAMES["iberian"] or plain in SURNAMES["portuguese"]:
        return True
    return len(plain) > 4 and plain.endswith(("EZ", "AES", "OES", "INHO", "EIRA", "EIRO"))


def _gendered(
    claimed: _Words, document: _Words, setting: Setting, given_is_plain: bool
) -> Steps | None:
    if not given_is_plain or len(claimed) != len(document):
        return None
    mine, theirs = claimed[-1].forms[0], document[-1].forms[0]
    if mine[:SHORTEST_STEM] != theirs[:SHORTEST_STEM] or not any(
        _is_pair(mine, theirs, *pair) for pair in _GENDERED
    ):
        return None
    steps: Steps | None = ()
    if len(claimed) > 1:
        steps = align(claimed[:-1], document[:-1], setting, family=True)
    if steps is None:
        return None
    return (*steps, Step(Rule.GENDERED_SURNAME, claimed[-1].text, document[-1].text))


def _is_pair(mine: str, theirs: str, man: str, woman: str) -> bool:
    for one, other in ((mine, theirs), (theirs, mine)):
        stem = one.removesuffix(man) if one.endswith(man) else ""
        if len(stem) >= SHORTEST_STEM and other == stem + woman:
            return one.endswith(man)
    return False


def _surname_part(
    claimed: _Words, document: _Words, setting: Setting, _given_is_plain: bool
) -> Steps | None:
    shorter, longer = sorted((claimed, document), key=len)
    for start in range(len(longer)):
        for end in range(start + 1, len(longer) + 1):
            half = longer[start:end]
            pair = (shorter, half) if shorter is claimed else (half, shorter)
            steps = align(*pair, setting, family=True)
            if steps is not None:
                return (Step(Rule.SURNAME_PART, shown(claimed), shown(document)), *steps)
    return None


_ATTEMPTS = (
    (Rule.BIRTH_NAME, _birth_name),
    (Rule.GENDERED_SURNAME, _gendered),
    (Rule.TWO_SURNAMES, _two_surnames),
    (Rule.SURNAME_PART, _surname_part),
)


def shown(found: _Words) -> str:
    """Return words as a reviewer reads them."""
    return " ".join(word.text for word in found)


def is_surname_first(family: _Words, given: _Words, setting: Setting) -> bool:
    """Return whether, beyond doubt, a document's names are of a custom with the family name first.

    Doubt is a given name that is a surname too (Li Na is not Na Li; James Thomas not Thomas James).
    """
    if not family or not given:
        return False
    surname, name = joined(family).forms[0], joined(given).forms[0]
    first = family[0].forms[0]
    known = surname in _FAMILY_FIRST or first in _FAMILY_FIRST
    if not known and setting.customs.isdisjoint(_FIRST_BY_STATE):
        return False
    if not known and not setting.identity.country:
        return False
    if name in _FAMILY_FIRST:
        return known and surname not in SURNAMES["also-given"] and name in SURNAMES["also-given"]
    return surname not in SURNAMES["also-given"] or len(given) > 1 or len(name) > SHORTEST_STEM


_FIRST_BY_STATE = frozenset(
    {Custom.CHINESE, Custom.KOREAN, Custom.VIETNAMESE, Custom.JAPANESE, Custom.HUNGARIAN}
)
_FAMILY_FIRST = frozenset().union(*(SURNAMES[custom.value] for custom in _FIRST_BY_STATE))
