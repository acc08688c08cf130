"""Given and family names judged together, each knowing the other."""

from typing import NamedTuple

from verification.matching.alignment import Leave, Step, Steps, align
from verification.matching.comparison import Match
from verification.matching.equality import Setting
from verification.matching.families import align_families, is_surname_first, shown
from verification.matching.givens import align_givens
from verification.matching.identity import DocumentIdentity
from verification.matching.parts import SUFFIXES, Part, part
from verification.matching.policy import Rule
from verification.matching.tables import SURNAMES
from verification.matching.words import Word

_Words = tuple[Word, ...]

# What a difference costs; the names of one person need no more than a little of it at a time.
_COSTS = {
    Rule.TYPING_ERROR: 2,
    Rule.READING_ERROR: 1,
    Rule.NICKNAME: 1,
    Rule.NATIONAL_FORM: 1,
    Rule.TWO_SURNAMES: 1,
    Rule.GENDERED_SURNAME: 1,
    Rule.CUSTOMARY_NAME: 1,
    Rule.CALLED_BY_LATER_NAME: 1,
    Rule.SURNAME_PART: 1,
    Rule.NAME_ORDER: 1,
}
MOST_COST = 2
# Half of the shortest name field; a shorter primary identifier leaves room for itself.
LONG_FAMILY = 15


class Judged(NamedTuple):
    """The answer for one part; ``note`` is a verdict's code where no rule explains the answer."""

    match: Match
    steps: Steps = ()
    note: str = ""


class Names(NamedTuple):
    """A person's names, in words; a part is None where it was not asked about."""

    given: Part | None
    family: Part | None
    middle: Part | None = None


NOBODY = Part(())
NO = Judged(Match.NOT_MATCHED, note="different")
UNKNOWN = Judged(Match.CANNOT_TELL, note="not_on_document")


def document_names(identity: DocumentIdentity) -> Names:
    """Return the document's names; middle names stand with the given names.

    Raises:
        NameRefused: what was read cannot be a name.
    """
    given, family = part(identity.given_name), part(identity.family_name)
    middle = part(identity.middle_name) if identity.middle_name else NOBODY
    if not identity.suffix and middle is NOBODY:
        suffix = family.suffix or given.suffix
        if given.suffix == family.suffix:
            return Names(given, family, middle)
        return Names(Part(given.words, suffix), Part(family.words, suffix), middle)
    stated = SUFFIXES.get(identity.suffix.strip(" .").upper(), "")
    suffix = stated or family.suffix or given.suffix or middle.suffix
    return Names(Part(given.words + middle.words, suffix), Part(family.words, suffix), middle)


def judge(
    claimed: Names,
    document: Names,
    identity: DocumentIdentity,
    rules: frozenset[Rule],
    *,
    born: bool,
) -> tuple[Judged, Judged]:
    """Judge given and family name under one set of rules.

    Args:
        claimed: both parts.
        document: both parts.
        identity: the document, for its limits.
        rules: what may be forgiven.
        born: the birth dates were compared and are the same.

    Returns:
        The answers for the given name and for the family name.
    """
    mine_given, mine_family = _words(claimed.given), _words(claimed.family)
    their_given, their_family = _words(document.given), _words(document.family)
    setting = Setting(identity, rules, mine_family + their_family, mine_given + their_given)
    given = judge_given(mine_given, their_given, setting)
    plain = given.match is Match.MATCHED and all(
        step.rule is Rule.NATIONAL_FORM or step.rule not in _COSTS for step in given.steps
    )
    family = judge_family(mine_family, their_family, setting, given_is_plain=plain)
    if given.match is not Match.MATCHED or family.match is not Match.MATCHED:
        together = _together(mine_given, mine_family, their_given, their_family, setting)
        if together is not None:
            given = family = Judged(Match.MATCHED, together)
    if given is not family and _cost(given.steps) + _cost(family.steps) > MOST_COST:
        given = given._replace(match=Match.CANNOT_TELL, note="too_much_forgiven")
        family = family._replace(match=Match.CANNOT_TELL, note="too_much_forgiven")
    return given, _with_suffix(family, claimed, document, rules, born=born)


def judge_given(claimed: _Words, document: _Words, setting: Setting) -> Judged:
    """Judge given names alone."""
    if not document:
        return UNKNOWN
    identity = setting.identity
    cut = identity.names_truncated or identity.given_truncated
    cut = cut and Rule.TRUNCATION in setting.rules
    steps = align_givens(claimed, document, setting, cut=cut)
    return NO if steps is None else Judged(Match.MATCHED, steps)


def judge_family(
    claimed: _Words, document: _Words, setting: Setting, *, given_is_plain: bool
) -> Judged:
    """Judge family names alone."""
    if not document:
        return UNKNOWN
    identity = setting.identity
    cut = identity.family_truncated or (identity.names_truncated and _fills_field(identity))
    cut = cut and Rule.TRUNCATION in setting.rules
    steps = align_families(claimed, document, setting, cut=cut, given_is_plain=given_is_plain)
    return NO if steps is None else Judged(Match.MATCHED, steps)


def _fills_field(identity: DocumentIdentity) -> bool:
    """Return whether the primary identifier may have had to give way (ICAO Doc 9303-4, 4.2.3)."""
    return not identity.given_name or len(identity.family_name) >= LONG_FAMILY


def _words(found: Part | None) -> _Words:
    return found.words if found else ()


def _cost(steps: Steps) -> int:
    return sum(_COSTS.get(step.rule, 0) for step in steps)


def _together(
    mine_given: _Words,
    mine_family: _Words,
    their_given: _Words,
    their_family: _Words,
    setting: Setting,
) -> Steps | None:
    """Return how both names become the document's when their parts are placed otherwise."""
    if not their_given or not their_family:
        return _single_name(mine_given, mine_family, their_given + their_family, setting)
    if not mine_given or not mine_family:
        if [word.text for word in their_given] != [word.text for word in their_family]:
            return None
        return _single_name(mine_given, mine_family, their_family, setting)
    steps = None
    if _sounds_like(mine_given[0], their_family[0]) and Rule.NAME_ORDER in setting.rules:
        steps = _exchanged(mine_given, mine_family, their_given, their_family, setting)
    if steps is None and Rule.PARTS_DIVIDED in setting.rules:
        steps = _divided(mine_given, mine_family, their_given, their_family, setting)
    return steps


def _divided(
    mine_given: _Words,
    mine_family: _Words,
    their_given: _Words,
    their_family: _Words,
    setting: Setting,
) -> Steps | None:
    """Return steps for the same words in the same order, with the border elsewhere."""
    mine, theirs = mine_given + mine_family, their_given + their_family
    if len(mine) < 3 or _letters(mine) != _letters(theirs):
        return None
    orders = [(mine, theirs)]
    if is_surname_first(their_family, their_given, setting):
        family_first = their_family + their_given
        orders += [(mine, family_first), (mine_family + mine_given, family_first)]
    for one, other in orders:
        steps = align(one, other, setting, family=True)
        if steps is not None:
            return (Step(Rule.PARTS_DIVIDED, shown(one), shown(other)), *steps)
    return None


def _sounds_like(mine: Word, theirs: Word) -> bool:
    """Return whether one may be the other at all; a look at the first letters."""
    if mine.script is not theirs.script or mine.forms[0][0] == theirs.forms[0][0]:
        return True
    return mine.forms[0] in SURNAMES["korean"] and theirs.forms[0] in SURNAMES["korean"]


def _letters(found: _Words) -> list[str]:
    return sorted("".join(word.forms[0] for word in found))


def _exchanged(
    mine_given: _Words,
    mine_family: _Words,
    their_given: _Words,
    their_family: _Words,
    setting: Setting,
) -> Steps | None:
    if not is_surname_first(their_family, their_given, setting):
        return None
    family = align(mine_given, their_family, setting, family=True)
    if family is None:
        return None
    given = align(mine_family, their_given, setting, family=False, leave=Leave(middle=True))
    if given is None or _cost(family + given):
        return None
    claimed, document = shown(mine_given + mine_family), shown(their_family + their_given)
    return (Step(Rule.NAME_ORDER, claimed, document), *family, *given)


def _single_name(
    mine_given: _Words, mine_family: _Words, theirs: _Words, setting: Setting
) -> Steps | None:
    if Rule.MONONYM not in setting.rules or not theirs:
        return None
    candidates = [mine_given + mine_family]
    if mine_given and mine_family:
        candidates.append(mine_family + mine_given)
        if align(mine_given, mine_family, setting, family=True) is not None:
            candidates.append(mine_given)
    for mine in candidates:
        steps = align(mine, theirs, setting, family=True, leave=Leave(particles=True))
        if steps is not None and not _cost(steps):
            return (Step(Rule.MONONYM, shown(mine), shown(theirs)), *steps)
    return None


def _with_suffix(
    family: Judged, claimed: Names, document: Names, rules: frozenset[Rule], *, born: bool
) -> Judged:
    mine = (claimed.family and claimed.family.suffix) or (claimed.given and claimed.given.suffix)
    theirs = document.family.suffix if document.family else ""
    if family.match is not Match.MATCHED or (mine or "") == theirs:
        return family
    if mine and theirs:
        return Judged(Match.NOT_MATCHED, note="other_suffix")
    if Rule.SUFFIX not in rules:
        return NO
    if mine and not born:
        return Judged(Match.CANNOT_TELL, note="suffix_unproven")
    return family._replace(steps=(*family.steps, Step(Rule.SUFFIX, mine or "", theirs)))
