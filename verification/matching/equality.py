"""Whether one word of a claim is one word of a document, and by which rule."""

import re
from dataclasses import dataclass

from verification.matching.abjad import reads_as
from verification.matching.customs import Custom, customs_of
from verification.matching.identity import DocumentIdentity, Source
from verification.matching.policy import Rule
from verification.matching.romanisation import romanised_alike, tabled_alike, without_article
from verification.matching.scripts import Script
from verification.matching.slips import misread, mistyped
from verification.matching.tables import ABBREVIATIONS, NATIONAL_FORMS, NICKNAMES
from verification.matching.words import Word

# Two letters of the ICAO table and the one that a keyboard leaves of the same letter.
_EXPANDED = re.compile(r"(?:AE|OE|UE)(?!L$)|AA")
SHORTEST_EXPANDED = 4
# Honest names take a few dozen; an endless name made to cost time stays unmatched.
MOST_TRIES = 120
# Reading a word without vowels costs as much as comparing this many others.
COST_OF_VOWELS = 8
# Spellings of two words tried with each other, and how many of each where that would be more.
MOST_PAIRS = 64
FEW_FORMS = 8


@dataclass(slots=True)
class Setting:
    """What a comparison knows beside the two words.

    Attributes:
        identity: the document, for its source and issuing state.
        rules: what may be forgiven.
        families: words of the family names of both sides.
        givens: words of the given names of both sides.
        tries: how many words have been compared so far.
    """

    identity: DocumentIdentity
    rules: frozenset[Rule]
    families: tuple[Word, ...]
    givens: tuple[Word, ...]
    tries: int = 0
    _customs: frozenset[Custom] | None = None

    @property
    def customs(self) -> frozenset[Custom]:
        """The customs in play; looked up only where plain spelling does not settle it."""
        if self._customs is None:
            self._customs = customs_of(self.identity.country, self.families, self.givens)
        return self._customs


def same(claimed: Word, document: Word, setting: Setting, *, family: bool) -> Rule | None:
    """Return the rule by which two words are one, or None.

    ``Rule.CASE_AND_PUNCTUATION`` stands for no difference at all beside those.
    """
    mine, theirs = claimed.forms, document.forms
    if mine[0] == theirs[0]:
        plain = _plain_rule(claimed, document)
        return plain if plain is Rule.CASE_AND_PUNCTUATION or plain in setting.rules else None
    setting.tries += 1
    if setting.tries > MOST_TRIES:
        return None
    rules = setting.rules
    if len(mine) > 1 or len(theirs) > 1:
        rule = _spelled_alike(claimed, document)
        if rule in rules:
            return rule
    for rule, alike in _TESTS if _is_near(mine[0], theirs[0]) else _TABLES:
        if rule in rules and alike(claimed, document, setting, family):
            return rule
    return None


# Letters that romanisations and slips exchange, to one of them; vowels and their like to none.
_SOUNDS = str.maketrans(
    dict.fromkeys("AEIOUYHJW", "")
    | dict.fromkeys("KQCGXSZ", "K")
    | dict.fromkeys("BVFPM", "B")
    | dict.fromkeys("DT", "T")
    | dict.fromkeys("LR", "R")
)
_ONE_SOUND = ("MP", "NT", "GK")


def _is_near(mine: str, theirs: str) -> bool:
    """Return whether two spellings can be alike at all; most pairs of words end here."""
    if not (mine.isalpha() and theirs.isalpha() and mine.isascii() and theirs.isascii()):
        return True
    if not -4 <= len(mine) - len(theirs) <= 4:
        return False
    if mine.startswith(_ONE_SOUND) or theirs.startswith(_ONE_SOUND):
        return True
    return len(set(mine.translate(_SOUNDS)) ^ set(theirs.translate(_SOUNDS))) <= 1


def _plain_rule(claimed: Word, document: Word) -> Rule:
    if claimed.text == document.text:
        return Rule.CASE_AND_PUNCTUATION
    if claimed.script is not document.script:
        return Rule.SCRIPT
    return Rule.DIACRITICS


def _spelled_alike(claimed: Word, document: Word) -> Rule | None:
    if not set(claimed.forms) & set(document.forms):
        return None
    return Rule.TRANSLITERATION if claimed.script is document.script else Rule.SCRIPT


def _expanded_alike(claimed: Word, document: Word, _setting: Setting, _family: bool) -> bool:
    for mine in claimed.forms[:2]:
        for theirs in document.forms[:2]:
            gap = abs(len(mine) - len(theirs))
            if not 0 < gap <= 3 or min(len(mine), len(theirs)) < SHORTEST_EXPANDED:
                continue
            if _folded(mine) == _folded(theirs):
                return True
    return False


def _folded(form: str) -> str:
    return _EXPANDED.sub(lambda found: found[0][0], form)


def _romanised(claimed: Word, document: Word, setting: Setting, family: bool) -> bool:
    if claimed.script is not Script.LATIN or document.script is not Script.LATIN:
        return False
    return bool(setting.customs) and _any_romanised(
        claimed.forms[:4], document.forms[:4], setting, family=family
    )


def _any_romanised(
    mine: tuple[str, ...], theirs: tuple[str, ...], setting: Setting, *, family: bool
) -> bool:
    """Try every spelling of one side with every one of the other; names made of many pay for it."""
    if len(mine) * len(theirs) > MOST_PAIRS:
        mine, theirs = mine[:FEW_FORMS], theirs[:FEW_FORMS]
    setting.tries += len(mine) * len(theirs) // 2
    return any(
        romanised_alike(one, other, setting.customs, family=family)
        for one in mine
        for other in theirs
    )


def _converted(claimed: Word, document: Word, setting: Setting, family: bool) -> bool:
    if claimed.script is document.script:
        return False
    if Script.ABJAD in (claimed.script, document.script):
        original, latin = (
            (claimed, document) if claimed.script is Script.ABJAD else (document, claimed)
        )
        setting.tries += COST_OF_VOWELS
        return latin.script is Script.LATIN and any(
            reads_as(original.forms[0], form) for form in latin.forms
        )
    return _any_romanised(claimed.forms, document.forms, setting, family=family)


def _tabled(claimed: Word, document: Word, _setting: Setting, family: bool) -> bool:
    return tabled_alike(claimed.forms[0], document.forms[0], family=family)


def _abbreviated(claimed: Word, document: Word, _setting: Setting, _family: bool) -> bool:
    mine = ABBREVIATIONS.get(claimed.forms[0])
    return bool(mine and mine & ABBREVIATIONS.get(document.forms[0], frozenset()))


def _national(claimed: Word, document: Word, setting: Setting, family: bool) -> bool:
    plain, printed = claimed.forms[0], document.forms[0]
    if family:
        return _hard_and_soft(plain, printed, setting)
    mine = NATIONAL_FORMS.get(plain)
    return bool(mine and mine & NATIONAL_FORMS.get(printed, frozenset()))


def _hard_and_soft(mine: str, theirs: str, setting: Setting) -> bool:
    """One letter is H in Ukrainian and Belarusian, G in Russian: Hryhorenko, Grigorenko."""
    if not ("H" in mine + theirs and "G" in mine + theirs and Custom.SLAVIC in setting.customs):
        return False
    return romanised_alike(_with_g(mine), _with_g(theirs), setting.customs, family=True)


def _with_g(name: str) -> str:
    for digraph, letter in (("KH", "X"), ("CH", "C"), ("SH", "S"), ("ZH", "Z"), ("H", "G")):
        name = name.replace(digraph, letter)
    return name


def _fused_article(claimed: Word, document: Word, setting: Setting, family: bool) -> bool:
    """The Arabic article as one word with the name, on one side only: Masri, ALMASRI."""
    mine, theirs = claimed.forms[0], document.forms[0]
    if not family or Custom.ARABIC not in setting.customs:
        return False
    one, other = without_article(mine), without_article(theirs)
    if (one == mine) is (other == theirs):
        return False
    return one == other or romanised_alike(one, other, setting.customs, family=True)


def _nicknamed(claimed: Word, document: Word, _setting: Setting, family: bool) -> bool:
    if family:
        return False
    return any((form, document.forms[0]) in NICKNAMES for form in claimed.forms)


def _misread(claimed: Word, document: Word, setting: Setting, _family: bool) -> bool:
    printed = setting.identity.source is Source.VISUAL_ZONE or not document.text.isalpha()
    return printed and any(misread(form, document.forms[0]) for form in claimed.forms)


def _mistyped(claimed: Word, document: Word, _setting: Setting, family: bool) -> bool:
    return mistyped(claimed.forms[0], document.forms[0], family=family)


_TABLES = (
    (Rule.ROMANISATION, _tabled),
    (Rule.ABBREVIATION, _abbreviated),
    (Rule.NATIONAL_FORM, _national),
    (Rule.NICKNAME, _nicknamed),
    (Rule.READING_ERROR, _misread),
)
_TESTS = (
    (Rule.TRANSLITERATION, _expanded_alike),
    (Rule.SCRIPT, _converted),
    (Rule.ROMANISATION, _romanised),
    (Rule.PARTICLE, _fused_article),
    (Rule.ABBREVIATION, _abbreviated),
    (Rule.NATIONAL_FORM, _national),
    (Rule.NICKNAME, _nicknamed),
    (Rule.READING_ERROR, _misread),
    (Rule.TYPING_ERROR, _mistyped),
)
