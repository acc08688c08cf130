"""What a flow's policy says, and what differs between two of them, in an administrator's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from verification.finding_wording import question
from verification.matching import MatchingPolicy, Rule, stored
from verification.models import Flow
from verification.rule_wording import CLAIMS, RULES

_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two policies say differently."""

    what: str
    before: str
    after: str


def differences(before: Flow, after: Flow) -> tuple[Difference, ...]:
    """Say what differs, field by field, and claim by claim where claims are compared otherwise."""
    return tuple(_differences(before, after))


def _differences(before: Flow, after: Flow) -> Iterator[Difference]:
    for field in Flow.policy_fields():
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        if field.name == "matching":
            yield from _matching(old, new)
            continue
        what = str(field.verbose_name)
        yield Difference(
            what[0].upper() + what[1:], _said(before, field.name), _said(after, field.name)
        )


def _said(flow: Flow, name: str) -> str:
    value = getattr(flow, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(_item(one) for one in value) or _NOTHING
    shown = getattr(flow, f"get_{name}_display", None)
    return str(shown()) if shown else str(value)


def _item(one: Any) -> str:  # noqa: ANN401  # JSON
    text = str(one)
    return question(text) if question(text) != text else f"{text}."


def _matching(old: object, new: object) -> Iterator[Difference]:
    try:
        before, after = stored.load(old), stored.load(new)
    except stored.PolicyRefused as refused:
        yield Difference("How claims are compared", "", f"Cannot be read: {refused}")
        return
    for claim in sorted({*before.claims, *after.claims}):
        label = CLAIMS.get(claim, claim)
        if _mode(before, claim) != _mode(after, claim):
            yield Difference(label, _mode(before, claim), _mode(after, claim))
        fewer = before.of(claim).rules - after.of(claim).rules
        more = after.of(claim).rules - before.of(claim).rules
        if fewer or more:
            yield Difference(f"{label}: forgiven", _rules(fewer), _rules(more))


def _mode(policy: MatchingPolicy, claim: str) -> str:
    one = policy.of(claim)
    return f"{one.mode.value}, only noted" if one.advisory else one.mode.value


def _rules(rules: frozenset[Rule]) -> str:
    return ". ".join(RULES.get(rule, rule.value) for rule in sorted(rules)) or _NOTHING
