"""How a claimed value is compared with a document's, and why the two are, or are not, one person's.

Pure: no clock, no database, no pixels, and no memory of what was compared.
"""

from verification.evidence import ClaimedValue
from verification.matching.comparison import AppliedRule, ClaimComparison, Match
from verification.matching.engine import compare_claims
from verification.matching.identity import DocumentIdentity, Source
from verification.matching.policy import (
    DEFAULT_POLICY,
    OPT_IN,
    STANDARD_RULES,
    ClaimPolicy,
    MatchingPolicy,
    Mode,
    Rule,
)

__all__ = [
    "DEFAULT_POLICY",
    "OPT_IN",
    "STANDARD_RULES",
    "AppliedRule",
    "ClaimComparison",
    "ClaimPolicy",
    "ClaimedValue",
    "DocumentIdentity",
    "Match",
    "MatchingPolicy",
    "Mode",
    "Rule",
    "Source",
    "compare_claims",
]
