"""Shorthand for one person's names on both sides."""

from typing import Any

from verification.matching import (
    ClaimComparison,
    ClaimedValue,
    DocumentIdentity,
    Match,
    MatchingPolicy,
    Source,
    compare_claims,
)


def compare_pair(
    claimed: str,
    document: str,
    *,
    source: Source = Source.MRZ,
    fuzzy: bool = True,
    policy: MatchingPolicy | None = None,
    **identity: Any,
) -> tuple[ClaimComparison, ClaimComparison]:
    """Compare ``given | family`` with ``given | family``."""
    given, family = (part.strip() for part in claimed.split("|"))
    their_given, their_family = (part.strip() for part in document.split("|"))
    claims = {
        "given_name": ClaimedValue(given, fuzzy),
        "family_name": ClaimedValue(family, fuzzy),
    }
    person = DocumentIdentity(source, their_family, their_given, **identity)
    found = compare_claims(claims, person, policy) if policy else compare_claims(claims, person)
    return found[0], found[1]


def is_same(claimed: str, document: str, **more: Any) -> bool:
    """Return whether both parts match."""
    return all(one.match is Match.MATCHED for one in compare_pair(claimed, document, **more))


def rules_of(claimed: str, document: str, **more: Any) -> set[str]:
    """Return the codes of the rules that applied to either part."""
    return {rule.name for one in compare_pair(claimed, document, **more) for rule in one.rules}
