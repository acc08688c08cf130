"""Comparisons kept for a reviewer, and laid out part beside part. Personal data: for the vault."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from verification.matching.comparison import AppliedRule, ClaimComparison, Match
from verification.matching.parts import part
from verification.matching.words import NameRefused

SAME = "same"


@dataclass(frozen=True, slots=True)
class Row:
    """Some words of a claim beside the document's, and what joins or parts them.

    Attributes:
        claimed: words of the claim; empty where the rule is about the document's alone.
        document: words of the document; may be empty.
        rule: stable code of a rule or a verdict.
        reason: a sentence for the reviewer.
    """

    claimed: str
    document: str
    rule: str
    reason: str


def dump(comparisons: Iterable[ClaimComparison]) -> bytes:
    """Return comparisons as JSON."""
    plain = [
        one._asdict() | {"rules": [rule._asdict() for rule in one.rules]} for one in comparisons
    ]
    return json.dumps(plain, ensure_ascii=False).encode()


def load(stored: bytes) -> tuple[ClaimComparison, ...]:
    """Return what ``dump`` wrote."""
    return tuple(
        ClaimComparison(
            claim=one["claim"],
            match=Match(one["match"]),
            rules=tuple(AppliedRule(**rule) for rule in one["rules"]),
            claimed_form=one["claimed_form"],
            document_form=one["document_form"],
            strength=one["strength"],
        )
        for one in json.loads(stored)
    )


def rows(comparison: ClaimComparison) -> tuple[Row, ...]:
    """Lay the claim beside the document: every rule's words, and the words that are the same.

    The rules tell what differs; the words between, which nobody had to explain, are put back.
    In the order of the claim's words, words of the document alone at the end.
    """
    mine, theirs = comparison.claimed_form.split(), comparison.document_form.split()
    order = {word: place for place, word in reversed(list(enumerate(mine)))}
    placed: list[tuple[int, Row]] = []
    for rule in comparison.rules:
        ours, others = _plain(rule.claimed), _plain(rule.document)
        place = min((order[word] for word in ours if word in order), default=len(mine))
        placed.append((place, _row(comparison, rule)))
        mine, theirs = _without(mine, ours), _without(theirs, others)
    for word in mine:
        if word in theirs:
            theirs.remove(word)
            placed.append((order[word], Row(word, word, SAME, "The same.")))
    return tuple(row for _, row in sorted(placed, key=lambda one: one[0]))


def _row(comparison: ClaimComparison, rule: AppliedRule) -> Row:
    if rule.claimed or rule.document:
        return Row(rule.claimed, rule.document, rule.name, rule.reason)
    return Row(comparison.claimed_form, comparison.document_form, rule.name, rule.reason)


def _plain(shown: str) -> list[str]:
    """Return words in the spelling of the normalised forms."""
    try:
        return [word.forms[0] for word in part(shown).words]
    except NameRefused:
        return []


def _without(words: list[str], taken: list[str]) -> list[str]:
    left = list(words)
    for word in taken:
        if word in left:
            left.remove(word)
    return left
