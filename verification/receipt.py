"""A decision's receipt: what was found, what was demanded, what followed. Pure; no personal data.

Whoever has one can follow the decision again, without the database and long after the pictures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from verification.decision import AssuranceLevel, Decision, Requirements, Verdict, decide
from verification.findings import Finding, Outcome

VERSION = 1
_FIELDS = {
    "receipt_version",
    "session",
    "sandbox",
    "flow",
    "flow_version",
    "policy_sha256",
    "decided_at",
    "findings",
    "requirements",
    "verdict",
    "reviewers_wanted",
    "reviews",
    "level",
}
_LISTS = ("required", "advisory", "review")
_SWITCHES = ("everybody", "sampled")


class Unreadable(ValueError):
    """This is no receipt; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What follows from a receipt's findings.

    Attributes:
        decision: what the checks' findings lead to.
        level: with the reviewers' judgements, what is said of the person.
        agrees: whether the receipt says the same.
    """

    decision: Decision
    level: AssuranceLevel
    agrees: bool


def findings_of(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Read the findings.

    Raises:
        Unreadable: they are none.
    """
    try:
        return tuple(
            Finding(**{**one, "outcome": Outcome(one["outcome"])}) for one in body["findings"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("its findings cannot be read") from error


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return what ``findings_of`` reads."""
    return asdict(finding) | {"outcome": finding.outcome.value}


def requirements_as_json(requirements: Requirements) -> dict[str, Any]:
    """Return what ``requirements_of`` reads."""
    lists = {name: sorted(getattr(requirements, name)) for name in _LISTS}
    return {**lists, **{name: getattr(requirements, name) for name in _SWITCHES}}


def requirements_of(told: Mapping[str, Any]) -> Requirements:
    """Read what was demanded; older receipts say nothing of one switch, or of both.

    Raises:
        Unreadable: anything is missing or unknown.
    """
    switches = [told.get(name, False) for name in _SWITCHES]
    try:
        known = set(told) - set(_SWITCHES) == set(_LISTS)
        if known and all(isinstance(one, bool) for one in switches):
            required, advisory, review = (frozenset(map(str, told[name])) for name in _LISTS)
            return Requirements(required, advisory, review, *switches)
    except TypeError:
        pass  # no mapping of lists
    raise Unreadable("its requirements cannot be read")


def level_of(verdict: Verdict, reviews: Sequence[str], *, wanted: int) -> AssuranceLevel:
    """Return what the checks and the reviewers together say: ``verify`` by enough, and no other."""
    agreed = len(reviews) >= wanted and all(one == "verify" for one in reviews)
    if verdict is Verdict.VERIFIED or (verdict is Verdict.REVIEW and agreed):
        return AssuranceLevel.VERIFIED
    return AssuranceLevel.FAILED


def replay(body: Mapping[str, Any]) -> Replayed:
    """Decide again from what the receipt holds.

    Raises:
        Unreadable: this is no receipt that this program knows.
    """
    if body.get("receipt_version") != VERSION:
        raise Unreadable(f"it is not of version {VERSION}")
    if set(body) != _FIELDS:
        raise Unreadable(f"these are missing or unknown: {', '.join(sorted(_FIELDS ^ set(body)))}")
    decision = decide(findings_of(body), requirements_of(body["requirements"]))
    try:
        reviews = [str(one["verdict"]) for one in body["reviews"]]
        wanted = max(1, int(body["reviewers_wanted"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("its reviews cannot be read") from error
    level = level_of(decision.verdict, reviews, wanted=wanted)
    agrees = (body["verdict"], body["level"]) == (decision.verdict.value, level.value)
    return Replayed(decision, level, agrees)
