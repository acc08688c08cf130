"""Words of a claim laid beside words of a document, in order, with what may be left out.

Left out may be words of one side only: where both sides have a word that the other lacks, the
names contradict each other (John Michael, John David).
"""

from dataclasses import dataclass
from typing import NamedTuple

from verification.matching.equality import MOST_TRIES, Setting, same
from verification.matching.policy import Rule
from verification.matching.scripts import Script
from verification.matching.tables import WORD_LISTS
from verification.matching.words import Word, joined

PARTICLES = WORD_LISTS["particles"]
GIVEN_PARTICLES = WORD_LISTS["given-particles"]
HONORIFICS = WORD_LISTS["honorifics"]
# The Arabic article before the consonants that it takes over: al-Sharif, ash-Sharif.
ARTICLES = frozenset({"AL", "EL", "ASH", "AD", "AN", "AR", "AS", "AT", "AZ"})
MOST_JOINED = 4
SHORTEST_CUT = 3


class Step(NamedTuple):
    """One rule applied to some words; either side may be empty."""

    rule: Rule
    claimed: str
    document: str


@dataclass(frozen=True, slots=True)
class Leave:
    """What may be left out of one comparison.

    Attributes:
        middle: words after the first, on one side.
        particles: van, de, al and their like, on either side.
        cut: the document's last word may be cut off, and words after it with it.
    """

    middle: bool = False
    particles: bool = False
    cut: bool = False


NOTHING = Leave()
Steps = tuple[Step, ...]


def align(
    claimed: tuple[Word, ...],
    document: tuple[Word, ...],
    setting: Setting,
    *,
    family: bool,
    leave: Leave = NOTHING,
) -> Steps | None:
    """Return the steps from the claimed words to the document's, or None where there is no way."""
    if not claimed or not document:
        return None
    if len(claimed) == len(document) and all(
        mine.text == theirs.text for mine, theirs in zip(claimed, document, strict=True)
    ):
        return ()
    return _Alignment(claimed, document, setting, family, leave, set()).walk(0, 0, "")


@dataclass(slots=True)
class _Alignment:
    claimed: tuple[Word, ...]
    document: tuple[Word, ...]
    setting: Setting
    family: bool
    leave: Leave
    dead: set[tuple[int, int, str]]

    def walk(self, mine: int, theirs: int, left: str) -> Steps | None:
        """Return the steps from two places on; ``left`` names the side that left a word out."""
        if mine == len(self.claimed) and theirs == len(self.document):
            return ()
        if (mine, theirs, left) in self.dead or self.setting.tries > MOST_TRIES:
            return None
        for attempt in (self._one_word, self._several_words, self._omission):
            steps = attempt(mine, theirs, left)
            if steps is not None:
                return steps
        self.dead.add((mine, theirs, left))
        return None

    def _one_word(self, mine: int, theirs: int, left: str) -> Steps | None:
        if mine == len(self.claimed) or theirs == len(self.document):
            return None
        claimed, document = self.claimed[mine], self.document[theirs]
        rule = same(claimed, document, self.setting, family=self.family)
        if rule is None:
            rule = self._initial(mine, theirs)
        if rule is None:
            return self._cut(mine, theirs)
        rest = self.walk(mine + 1, theirs + 1, left)
        return rest if rest is None else (_step(rule, claimed, document) + rest)

    def _initial(self, mine: int, theirs: int) -> Rule | None:
        if self.family or Rule.INITIAL not in self.setting.rules:
            return None
        if mine == 0 and not self._later_is_whole():
            return None
        claimed, document = self.claimed[mine].forms[0], self.document[theirs].forms[0]
        if min(len(claimed), len(document)) == 1 and claimed[0] == document[0]:
            return Rule.INITIAL
        return None

    def _later_is_whole(self) -> bool:
        """A first initial counts only before a whole name: J. Edward, K. A. Nimal."""
        for mine, theirs in zip(self.claimed[1:], self.document[1:], strict=False):
            claimed, document = mine.forms[0], theirs.forms[0]
            if min(len(claimed), len(document)) > 1:
                return len(claimed) > SHORTEST_CUT and claimed == document
            if claimed[0] != document[0]:
                return False
        return False

    def _cut(self, mine: int, theirs: int) -> Steps | None:
        if not self.leave.cut or theirs + 1 != len(self.document):
            return None
        document = self.document[theirs].forms[0]
        if len(document) < SHORTEST_CUT and theirs == 0:
            return None
        rest = joined(self.claimed[mine : mine + MOST_JOINED])
        if any(form.startswith(document) for form in rest.forms):
            shown = " ".join(word.text for word in self.claimed[mine:])
            return (Step(Rule.TRUNCATION, shown, document),)
        return None

    def _several_words(self, mine: int, theirs: int, left: str) -> Steps | None:
        if Rule.JOINED not in self.setting.rules:
            return None
        ours, others = len(self.claimed) - mine, len(self.document) - theirs
        if not ours or not others or ours + others == 2:
            return None
        if not _start_alike(self.claimed[mine], self.document[theirs]):
            return None
        for taken, given in _JOINTS:
            if self.setting.tries > MOST_TRIES:
                return None
            if taken <= ours and given <= others:
                steps = self._joined(mine, mine + taken, theirs, theirs + given, left)
                if steps is not None:
                    return steps
        return None

    def _joined(self, mine: int, upto: int, theirs: int, until: int, left: str) -> Steps | None:
        if not _may_be_one(self.claimed[mine:upto], self.document[theirs:until]):
            return None
        claimed, document = joined(self.claimed[mine:upto]), joined(self.document[theirs:until])
        rule = same(claimed, document, self.setting, family=self.family)
        if rule is None or rule in _NEVER_JOINED:
            return None
        rest = self.walk(upto, until, left)
        if rest is None:
            return None
        shown = " ".join(word.text for word in self.claimed[mine:upto])
        printed = " ".join(word.text for word in self.document[theirs:until])
        steps = (Step(Rule.JOINED, shown, printed),)
        return (*steps, *_step(rule, claimed, document), *rest)

    def _omission(self, mine: int, theirs: int, left: str) -> Steps | None:
        for side, words, place in (("c", self.claimed, mine), ("d", self.document, theirs)):
            if place >= len(words):
                continue
            rule = self._may_leave(words, place, side, left, started=mine > 0 and theirs > 0)
            if rule is None:
                continue
            free = rule is not Rule.MIDDLE_OMITTED
            ahead = (mine + 1, theirs) if side == "c" else (mine, theirs + 1)
            rest = self.walk(*ahead, left if free else side)
            if rest is not None:
                shown = words[place].text
                return (Step(rule, shown, "") if side == "c" else Step(rule, "", shown), *rest)
        return None

    def _may_leave(
        self, words: tuple[Word, ...], place: int, side: str, left: str, *, started: bool
    ) -> Rule | None:
        form, rules = words[place].forms[0], self.setting.rules
        particles = PARTICLES if self.family else GIVEN_PARTICLES
        if self.leave.particles and form in particles and Rule.PARTICLE in rules:
            return Rule.PARTICLE if len(words) > 1 else None
        if not self.leave.middle:
            return None
        if place == 0 and form in HONORIFICS and len(words) > 1 and Rule.HONORIFIC in rules:
            return Rule.HONORIFIC
        if not started or left not in ("", side) or Rule.MIDDLE_OMITTED not in rules:
            return None
        return None if words[place].bound else Rule.MIDDLE_OMITTED


# A short form or a slip across a joint is not what those rules are for.
_NEVER_JOINED = frozenset({Rule.READING_ERROR, Rule.TYPING_ERROR, Rule.NATIONAL_FORM})


# Words on the claimed side and on the document's that may be one name: Abd al-Rahman, Abdul Rahman.
_JOINTS = ((2, 1), (1, 2), (3, 1), (1, 3), (3, 2), (2, 3), (4, 1), (1, 4), (2, 2))


def _start_alike(claimed: Word, document: Word) -> bool:
    if claimed.script is not Script.LATIN or document.script is not Script.LATIN:
        return True
    mine, theirs = claimed.forms[0], document.forms[0]
    if mine[0] != theirs[0]:
        return mine in ARTICLES or theirs in ARTICLES
    if mine in ARTICLES or theirs in ARTICLES:
        return True
    return (
        mine[1:2] == theirs[1:2]
        or not {*mine[1:2], *theirs[1:2]}.isdisjoint("AEIOUYH")
        or (len(mine) == 1 or len(theirs) == 1)
    )


def _may_be_one(claimed: tuple[Word, ...], document: tuple[Word, ...]) -> bool:
    """Look at lengths first: trying every joint costs too much otherwise."""
    gap = 0
    for word in claimed:
        if word.script is not Script.LATIN:
            return True
        gap += len(word.forms[0])
    for word in document:
        gap -= len(word.forms[0])
    return -3 <= gap <= 3


def _step(rule: Rule, claimed: Word, document: Word) -> Steps:
    if rule is Rule.CASE_AND_PUNCTUATION and claimed.text == document.text:
        return ()
    return (Step(rule, claimed.text, document.text),)
