"""What a flow lets the comparison forgive, claim by claim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """A difference that can be forgiven. The values are stable codes."""

    # Enum's own hash is a Python call, and rules are looked up many times in each comparison.
    __hash__ = str.__hash__

    CASE_AND_PUNCTUATION = "case_and_punctuation"
    DIACRITICS = "diacritics"
    TRANSLITERATION = "transliteration"
    SCRIPT = "script_conversion"
    ROMANISATION = "romanisation"
    TRUNCATION = "truncation"
    NAME_ORDER = "name_order"
    PARTS_DIVIDED = "parts_divided_differently"
    JOINED = "joined_or_split"
    PARTICLE = "particle_omitted"
    TWO_SURNAMES = "two_surnames"
    SURNAME_PART = "surname_part"
    BIRTH_NAME = "birth_name"
    GENDERED_SURNAME = "gendered_surname"
    MIDDLE_OMITTED = "middle_name_omitted"
    INITIAL = "initial"
    NATIONAL_FORM = "national_form"
    NICKNAME = "nickname"
    HONORIFIC = "honorific_omitted"
    CUSTOMARY_NAME = "customary_call_name"
    CALLED_BY_LATER_NAME = "called_by_later_name"
    MONONYM = "mononym"
    SUFFIX = "suffix_omitted"
    READING_ERROR = "reading_error"
    TYPING_ERROR = "typing_error"
    DAY_MONTH_SWAP = "day_month_swap"
    ABBREVIATION = "abbreviation"


class Mode(StrEnum):
    """How a claim is compared."""

    EXACT = "exact"
    FUZZY = "fuzzy"
    IGNORE = "ignore"


# Rules that a flow must ask for: each of them also lets another person's name through.
OPT_IN = frozenset({Rule.SURNAME_PART, Rule.CALLED_BY_LATER_NAME})
STANDARD_RULES = frozenset(Rule) - OPT_IN


@dataclass(frozen=True, slots=True)
class ClaimPolicy:
    """How one claim is compared.

    Attributes:
        mode: ``FUZZY`` is what a flow allows at most: a claim pushed with ``fuzzy`` False is
            compared exactly all the same.
        rules: what ``FUZZY`` may forgive.
        advisory: the comparison informs a reviewer and does not refuse by itself.
    """

    mode: Mode = Mode.FUZZY
    rules: frozenset[Rule] = STANDARD_RULES
    advisory: bool = False


@dataclass(frozen=True, slots=True)
class MatchingPolicy:
    """How a flow compares claims; a claim that is not listed is compared by ``otherwise``."""

    claims: Mapping[str, ClaimPolicy] = field(default_factory=dict)
    otherwise: ClaimPolicy = ClaimPolicy()

    def of(self, claim: str) -> ClaimPolicy:
        """Return the policy of a claim; ``address`` covers its members unless they are listed."""
        found = self.claims.get(claim)
        if found is None and "." in claim:
            found = self.claims.get(claim.partition(".")[0])
        return found or self.otherwise


DEFAULT_POLICY = MatchingPolicy(claims={"address": ClaimPolicy(advisory=True)})
