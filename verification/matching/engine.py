"""Every pushed claim against one document: exactly one comparison each."""

from collections.abc import Mapping

from verification.evidence import ClaimedValue
from verification.matching.addresses import compare_address
from verification.matching.comparison import ClaimComparison, Match
from verification.matching.dates import compare_birthdate
from verification.matching.identity import DocumentIdentity
from verification.matching.name_claims import NAME_CLAIMS, compare_names
from verification.matching.policy import DEFAULT_POLICY, MatchingPolicy, Mode
from verification.matching.reasons import verdict

_MOST_SHOWN = 100


def compare_claims(
    claims: Mapping[str, ClaimedValue],
    identity: DocumentIdentity,
    policy: MatchingPolicy = DEFAULT_POLICY,
) -> tuple[ClaimComparison, ...]:
    """Compare every claim with the document.

    Args:
        claims: by claim name; members of an address as ``address.locality`` and so on.
        identity: the document as one of its sources states it.
        policy: what the flow compares, and what it forgives.

    Returns:
        One comparison for each claim, in the order in which they were passed. No value makes this
        raise: what cannot be compared is ``CANNOT_TELL``.
    """
    answers: dict[str, ClaimComparison] = {}
    names: dict[str, ClaimedValue] = {}
    for claim, claimed in claims.items():
        if policy.of(claim).mode is Mode.IGNORE:
            answers[claim] = _unanswered(claim, claimed, "ignored")
        elif claim in NAME_CLAIMS:
            names[claim] = claimed
        else:
            answers[claim] = _compare_other(claim, claimed, identity, policy)
    if names:
        birthdate = answers.get("birthdate")
        born = birthdate is not None and birthdate.match is Match.MATCHED
        answers |= compare_names(names, identity, policy, born=born)
    return tuple(answers[claim] for claim in claims)


def _compare_other(
    claim: str, claimed: ClaimedValue, identity: DocumentIdentity, policy: MatchingPolicy
) -> ClaimComparison:
    if claim == "birthdate":
        return compare_birthdate(claim, claimed, identity.birthdate, policy.of(claim))
    if claim.startswith("address."):
        return compare_address(claim, claimed, identity, policy.of(claim))
    return _unanswered(claim, claimed, "not_provable")


def _unanswered(claim: str, claimed: ClaimedValue, note: str) -> ClaimComparison:
    shown = claimed.value[:_MOST_SHOWN]
    return ClaimComparison(claim, Match.CANNOT_TELL, (verdict(note),), shown, "", 0.0)
