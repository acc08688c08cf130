"""A flow's policy as it is stored, in JSON: read strictly, so that a mistake never means "allow".

The form is ``{claim: {"mode": …, "rules": […], "advisory": …}}``.
"""

from dataclasses import replace
from typing import Any, TypeVar

from verification.matching.addresses import MEMBERS
from verification.matching.policy import (
    DEFAULT_POLICY,
    OPT_IN,
    ClaimPolicy,
    MatchingPolicy,
    Mode,
    Rule,
)

CLAIMS = ("given_name", "family_name", "middle_name", "birthdate", "address")
# Without these two, a flow would verify that somebody has a document, not who it is.
ALWAYS_COMPARED = frozenset({"given_name", "family_name"})
# Rules that can apply to each claim; the rest are about names.
NAME_RULES = frozenset(Rule) - {Rule.DAY_MONTH_SWAP}
_OTHER_RULES = {
    "birthdate": frozenset({Rule.DAY_MONTH_SWAP}),
    "address": frozenset({Rule.ABBREVIATION}),
}

_KNOWN = frozenset(CLAIMS) | {f"address.{member}" for member in MEMBERS}
_KEYS = frozenset({"mode", "rules", "advisory"})
_Code = TypeVar("_Code", Mode, Rule)


class PolicyRefused(ValueError):
    """A stored policy that cannot be followed; the message names what is wrong with it."""


def load(stored: object) -> MatchingPolicy:
    """Return the policy that ``dump`` stored. A claim it leaves out is fuzzy, by standard rules.

    Raises:
        PolicyRefused: anything in it is unknown or missing, or leaves out given or family name.
    """
    if not isinstance(stored, dict):
        raise PolicyRefused("A matching policy is an object of claims.")
    return MatchingPolicy({claim: _claim(claim, told) for claim, told in stored.items()})


def dump(policy: MatchingPolicy) -> dict[str, Any]:
    """Return what ``load`` reads. What holds for unlisted claims is not stored."""
    return {
        claim: {"mode": one.mode.value, "rules": sorted(one.rules), "advisory": one.advisory}
        for claim, one in policy.claims.items()
    }


def default() -> dict[str, Any]:
    """Return the stored form of the default policy, with every claim in it."""
    return dump(MatchingPolicy({claim: _default(claim) for claim in CLAIMS}))


def _default(claim: str) -> ClaimPolicy:
    rules = _OTHER_RULES.get(claim, NAME_RULES - OPT_IN)
    return replace(DEFAULT_POLICY.of(claim), rules=rules)


def _claim(claim: str, told: object) -> ClaimPolicy:
    if claim not in _KNOWN:
        raise PolicyRefused(f"“{claim}” is not a claim that a document can be compared with.")
    if not isinstance(told, dict):
        raise PolicyRefused(f"{claim}: say its mode, rules and advisory.")
    for key in sorted(_KEYS ^ set(told)):
        raise PolicyRefused(f"{claim}: “{key}” is {'missing' if key in _KEYS else 'unknown'}.")
    if not isinstance(told["rules"], list):
        raise PolicyRefused(f"{claim}: rules is a list.")
    if not isinstance(told["advisory"], bool):
        raise PolicyRefused(f"{claim}: advisory is true or false.")
    mode = _code(Mode, told["mode"], claim)
    if claim in ALWAYS_COMPARED and mode is Mode.IGNORE:
        raise PolicyRefused(f"{claim} cannot be ignored: it says who the person is.")
    if claim in ALWAYS_COMPARED and told["advisory"]:
        raise PolicyRefused(f"{claim} cannot be advisory: it says who the person is.")
    rules = frozenset(_code(Rule, rule, claim) for rule in told["rules"])
    return ClaimPolicy(mode, rules, told["advisory"])


def _code(codes: type[_Code], told: object, claim: str) -> _Code:
    try:
        return codes(str(told))
    except ValueError:
        kind = codes.__name__.lower()
        raise PolicyRefused(f"{claim}: “{str(told)[:60]}” is not a {kind}.") from None
