"""The claims about a name: which rules hold for each, and what is said of each."""

from collections.abc import Mapping

from verification.evidence import ClaimedValue
from verification.matching.alignment import Step, Steps, align
from verification.matching.comparison import AppliedRule, ClaimComparison, Match
from verification.matching.equality import Setting
from verification.matching.exact import is_exactly, may_continue
from verification.matching.givens import align_givens
from verification.matching.identity import DocumentIdentity
from verification.matching.names import (
    NO,
    UNKNOWN,
    Judged,
    Names,
    document_names,
    judge,
    judge_family,
    judge_given,
)
from verification.matching.parts import Part, part
from verification.matching.policy import MatchingPolicy, Mode, Rule
from verification.matching.reasons import applied, verdict
from verification.matching.scripts import UNCERTAIN, Script
from verification.matching.words import NameRefused, Word

NAME_CLAIMS = ("given_name", "family_name", "middle_name")
_Claims = Mapping[str, ClaimedValue]

# How much of the strength of 1 a rule leaves.
_STRENGTH = {
    Rule.CASE_AND_PUNCTUATION: 1.0,
    Rule.TRANSLITERATION: 0.98,
    Rule.DIACRITICS: 0.98,
    Rule.JOINED: 0.97,
    Rule.TYPING_ERROR: 0.7,
    Rule.READING_ERROR: 0.8,
    Rule.NICKNAME: 0.8,
    Rule.NATIONAL_FORM: 0.8,
    Rule.TWO_SURNAMES: 0.8,
    Rule.SURNAME_PART: 0.6,
    Rule.CALLED_BY_LATER_NAME: 0.6,
    Rule.GENDERED_SURNAME: 0.8,
}
_OTHER_STRENGTH = 0.9


def compare_names(
    claims: _Claims, identity: DocumentIdentity, policy: MatchingPolicy, *, born: bool
) -> dict[str, ClaimComparison]:
    """Compare the claims about the name that the policy does not ignore.

    Args:
        claims: of ``NAME_CLAIMS``, those to compare.
        identity: the document.
        policy: the flow's.
        born: the birth dates were compared and are the same.
    """
    try:
        document = document_names(identity)
    except NameRefused as refused:
        return {name: _refused(name, claims[name], str(refused)) for name in claims}
    return _Comparison(claims, identity, policy, document, born).run()


class _Comparison:
    """One document's names against the claims; every answer is written once."""

    __slots__ = ("answers", "born", "claims", "document", "identity", "parts", "policies")

    def __init__(
        self,
        claims: _Claims,
        identity: DocumentIdentity,
        policy: MatchingPolicy,
        document: Names,
        born: bool,
    ) -> None:
        self.claims, self.identity = claims, identity
        self.document, self.born = document, born
        self.policies = {name: policy.of(name) for name in claims}
        self.parts: dict[str, Part] = {}
        self.answers: dict[str, ClaimComparison] = {}

    def run(self) -> dict[str, ClaimComparison]:
        for name, claimed in self.claims.items():
            try:
                self.parts[name] = part(claimed.value)
            except NameRefused as refused:
                self.answers[name] = _refused(name, claimed, str(refused))
        fuzzy = [name for name in self.parts if self._is_fuzzy(name)]
        for name in self.parts:
            if name not in fuzzy:
                self._say_exactly(name)
        if "given_name" in fuzzy and "family_name" in fuzzy:
            self._judge_both()
        elif "given_name" in fuzzy:
            self._say("given_name", self._given_alone())
        elif "family_name" in fuzzy:
            self._say("family_name", self._family_alone())
        if "middle_name" in fuzzy:
            self._say("middle_name", self._middle())
        return self.answers

    def _is_fuzzy(self, name: str) -> bool:
        return self.claims[name].fuzzy and self.policies[name].mode is Mode.FUZZY

    def _rules(self, name: str) -> frozenset[Rule]:
        return self.policies[name].rules

    def _judge_both(self) -> None:
        given, family = self.parts["given_name"], self.parts["family_name"]
        mine, theirs = self._rules("given_name"), self._rules("family_name")
        rules = mine if mine is theirs else mine & theirs
        both = judge(Names(given, family), self.document, self.identity, rules, born=self.born)
        if mine != theirs and any(one.match is not Match.MATCHED for one in both):
            self._say("given_name", self._given_alone())
            self._say("family_name", self._family_alone())
            return
        self._say("given_name", both[0])
        self._say("family_name", both[1])

    def _setting(self, name: str) -> Setting:
        families = _words(self.document.family) + _words(self.parts.get("family_name"))
        givens = _words(self.document.given) + _words(self.parts.get("given_name"))
        return Setting(self.identity, self._rules(name), families, givens)

    def _given_alone(self) -> Judged:
        document = _words(self.document.given)
        return judge_given(self.parts["given_name"].words, document, self._setting("given_name"))

    def _family_alone(self) -> Judged:
        """Without the given name, what leans on it is not forgiven."""
        document, setting = _words(self.document.family), self._setting("family_name")
        claimed = self.parts["family_name"]
        theirs = self.document.family.suffix if self.document.family else ""
        if claimed.suffix and claimed.suffix != theirs:
            return Judged(Match.NOT_MATCHED, note="other_suffix")
        return judge_family(claimed.words, document, setting, given_is_plain=False)

    def _middle(self) -> Judged:
        """Judge the middle name with the given name before it; alone it has no place."""
        given, middle = _words(self.parts.get("given_name")), self.parts["middle_name"].words
        document = _words(self.document.given)
        if not middle or not document:
            return UNKNOWN
        setting = self._setting("middle_name")
        if _words(self.document.middle):
            steps = align(middle, _words(self.document.middle), setting, family=False)
            if steps is None and len(middle[0].forms[0]) == 1:
                steps = self._initial(given or document[:1], middle, document, setting)
            return NO if steps is None else Judged(Match.MATCHED, steps)
        if not given:
            return UNKNOWN
        cut = self.identity.names_truncated or self.identity.given_truncated
        whole = given if given[-len(middle) :] == middle and len(given) > 1 else given + middle
        steps = align_givens(whole, document, setting, cut=cut)
        if steps is None:
            return NO
        shown = {step.claimed for step in steps if step.rule is Rule.MIDDLE_OMITTED}
        return UNKNOWN if shown & {word.text for word in middle} else Judged(Match.MATCHED, steps)

    def _initial(
        self,
        given: tuple[Word, ...],
        middle: tuple[Word, ...],
        document: tuple[Word, ...],
        setting: Setting,
    ) -> Steps | None:
        return align(given[:1] + middle, document, setting, family=False)

    def _say_exactly(self, name: str) -> None:
        try:
            self._say(name, self._exactly(name))
        except NameRefused as refused:
            self.answers[name] = _refused(name, self.claims[name], str(refused))

    def _exactly(self, name: str) -> Judged:
        claimed, stated = self.claims[name].value, _stated(name, self.identity)
        if not stated:
            return UNKNOWN
        if is_exactly(claimed, stated, self.identity.source) or self._with_middle(name):
            return Judged(Match.MATCHED)
        if self._was_cut(name) and may_continue(claimed, stated):
            return Judged(Match.CANNOT_TELL, note="cut_off")
        return NO

    def _with_middle(self, name: str) -> bool:
        """Given and middle name together may be what the document keeps in one field."""
        if self.identity.middle_name or not {"given_name", "middle_name"} <= set(self.parts):
            return False
        if name == "family_name":
            return False
        both = f"{self.claims['given_name'].value} {self.claims['middle_name'].value}"
        return is_exactly(both, self.identity.given_name, self.identity.source)

    def _was_cut(self, name: str) -> bool:
        identity = self.identity
        marks = {
            "given_name": identity.given_truncated,
            "family_name": identity.family_truncated,
            "middle_name": identity.middle_truncated,
        }
        return marks[name] or identity.names_truncated

    def _say(self, name: str, judged: Judged) -> None:
        stated = self.document.family if name == "family_name" else self.document.given
        mine, theirs = self.parts[name].words, _words(stated)
        claimed, document = self.claims[name].value, _stated(name, self.identity)
        if judged.note == "different" and _uncertain(mine, theirs):
            judged = Judged(Match.CANNOT_TELL, note="not_comparable")
        matched = judged.match is Match.MATCHED
        rules: tuple[AppliedRule, ...]
        if not matched:
            rules = (*map(applied, judged.steps), verdict(judged.note, claimed, document))
        elif judged.steps:
            rules = tuple(map(applied, judged.steps))
        else:
            rules = (_identical(claimed, document),)
        self.answers[name] = ClaimComparison(
            name,
            judged.match,
            rules,
            _normalised(mine),
            _normalised(theirs),
            _strength(judged.steps) if matched else 0.0,
        )


def _normalised(found: tuple[Word, ...]) -> str:
    return found[0].forms[0] if len(found) == 1 else " ".join([word.forms[0] for word in found])


def _words(found: Part | None) -> tuple[Word, ...]:
    return found.words if found else ()


def _stated(name: str, identity: DocumentIdentity) -> str:
    if name == "family_name":
        return identity.family_name
    if name == "given_name":
        return identity.given_name
    return identity.middle_name or identity.given_name


def _identical(claimed: str, document: str) -> AppliedRule:
    if claimed == document:
        return verdict("same", claimed, document)
    return applied(Step(Rule.CASE_AND_PUNCTUATION, claimed, document))


def _uncertain(mine: tuple[Word, ...], theirs: tuple[Word, ...]) -> bool:
    """One side is in a script whose reading is open, and the other is not in the same."""
    if not (mine and theirs) or mine[0].script is theirs[0].script is Script.LATIN:
        return False
    ours, others = {word.script for word in mine}, {word.script for word in theirs}
    return ours != others and bool((ours | others) & UNCERTAIN)


def _strength(steps: Steps) -> float:
    strength = 1.0
    for step in steps:
        strength *= _STRENGTH.get(step.rule, _OTHER_STRENGTH)
    return strength


def _refused(name: str, claimed: ClaimedValue, note: str) -> ClaimComparison:
    shown = claimed.value[:100]
    return ClaimComparison(name, Match.CANNOT_TELL, (verdict(note),), shown, "", 0.0)
