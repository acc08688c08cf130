"""The answer of a comparison and how it came about."""

from enum import StrEnum
from typing import NamedTuple


class Match(StrEnum):
    """Whether a claim is the document's. ``CANNOT_TELL`` is an answer of its own."""

    MATCHED = "matched"
    NOT_MATCHED = "not_matched"
    CANNOT_TELL = "cannot_tell"


class AppliedRule(NamedTuple):
    """One step from the claimed form to the document's.

    Attributes:
        name: stable code, a value of ``Rule`` or of ``Verdict``; listed in docs/matching.md.
        reason: a sentence for the console's reviewer. It may name the parts: it is personal data.
        claimed: the part of the claim that the rule applied to; empty where it has none.
        document: the part of the document's value that the rule applied to; may be empty.
    """

    name: str
    reason: str
    claimed: str = ""
    document: str = ""


class ClaimComparison(NamedTuple):
    """One claim against one document.

    Attributes:
        claim: as pushed, ``given_name`` or ``address.locality``.
        match: the answer.
        rules: in the order in which they applied; never empty.
        claimed_form: the claimed value as it was compared.
        document_form: the document's value as it was compared; empty when it has none.
        strength: how little had to be forgiven: 1 is identical, 0 is not matched.
    """

    claim: str
    match: Match
    rules: tuple[AppliedRule, ...]
    claimed_form: str
    document_form: str
    strength: float
