"""Birth dates: the same day, or two numbers exchanged, which a person must look at."""

from datetime import date

from verification.evidence import ClaimedValue
from verification.matching.alignment import Step
from verification.matching.comparison import ClaimComparison, Match
from verification.matching.policy import ClaimPolicy, Mode, Rule
from verification.matching.reasons import applied, verdict


def compare_birthdate(
    claim: str, claimed: ClaimedValue, document: date | None, policy: ClaimPolicy
) -> ClaimComparison:
    """Compare a birth date, ISO 8601 ``YYYY-MM-DD``.

    A birth date is never forgiven: day and month exchanged is ``CANNOT_TELL`` where the claim and
    the flow are fuzzy, and not matched where they are not.
    """
    stated = document.isoformat() if document else ""
    shown = claimed.value.strip()[:10]

    def answer(match: Match, note: str, strength: float = 0.0) -> ClaimComparison:
        return ClaimComparison(
            claim, match, (verdict(note, shown, stated),), shown, stated, strength
        )

    if document is None:
        return answer(Match.CANNOT_TELL, "not_on_document")
    try:
        day = date.fromisoformat(claimed.value.strip())
    except ValueError:
        return answer(Match.CANNOT_TELL, "not_a_date")
    if day == document:
        return answer(Match.MATCHED, "same", 1.0)
    fuzzy = claimed.fuzzy and policy.mode is Mode.FUZZY and Rule.DAY_MONTH_SWAP in policy.rules
    if fuzzy and (day.year, day.month, day.day) == (document.year, document.day, document.month):
        step = applied(Step(Rule.DAY_MONTH_SWAP, shown, stated))
        return ClaimComparison(claim, Match.CANNOT_TELL, (step,), shown, stated, 0.0)
    return answer(Match.NOT_MATCHED, "different")
