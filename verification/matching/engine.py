"""Every pushed claim against one document: exactly one comparison each."""

from collections.abc import Mapping
from datetime import date
from unicodedata import combining, normalize

from verification.evidence import ClaimedValue
from verification.matching.comparison import AppliedRule, ClaimComparison, Match
from verification.matching.identity import DocumentIdentity
from verification.matching.policy import DEFAULT_POLICY, MatchingPolicy, Mode


def compare_claims(
    claims: Mapping[str, ClaimedValue],
    identity: DocumentIdentity,
    policy: MatchingPolicy = DEFAULT_POLICY,
) -> tuple[ClaimComparison, ...]:
    """Compare every claim with the document, in the order in which they were passed."""
    return tuple(_compare(name, claimed, identity, policy) for name, claimed in claims.items())


def _compare(
    claim: str, claimed: ClaimedValue, identity: DocumentIdentity, policy: MatchingPolicy
) -> ClaimComparison:
    chosen = policy.of(claim)
    if chosen.mode is Mode.IGNORE:
        return _cannot_tell(claim, claimed, "ignored", "The flow does not compare this claim.")
    stated = _stated(claim, identity)
    if not stated:
        return _cannot_tell(
            claim, claimed, "not_on_document", "The document does not state this value."
        )
    exact = chosen.mode is Mode.EXACT or not claimed.fuzzy
    form = _plain if exact else _folded
    left, right = form(claimed.value), form(stated)
    if left == right:
        rule = AppliedRule("same", "The two values are the same.", claimed.value, stated)
        return ClaimComparison(claim, Match.MATCHED, (rule,), left, right, 1.0)
    rule = AppliedRule("different", "The two values differ.", claimed.value, stated)
    return ClaimComparison(claim, Match.NOT_MATCHED, (rule,), left, right, 0.0)


def _stated(claim: str, identity: DocumentIdentity) -> str:
    if claim == "birthdate":
        return identity.birthdate.isoformat() if isinstance(identity.birthdate, date) else ""
    if claim.startswith("address."):
        return identity.address.get(claim.removeprefix("address."), "")
    if claim in ("given_name", "family_name", "middle_name"):
        return str(getattr(identity, claim))
    return ""


def _cannot_tell(claim: str, claimed: ClaimedValue, name: str, reason: str) -> ClaimComparison:
    rule = AppliedRule(name, reason, claimed.value)
    return ClaimComparison(claim, Match.CANNOT_TELL, (rule,), _plain(claimed.value), "", 0.0)


def _plain(value: str) -> str:
    return " ".join(normalize("NFC", value).upper().split())


def _folded(value: str) -> str:
    letters = (char for char in normalize("NFKD", value) if not combining(char))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).upper().split())
