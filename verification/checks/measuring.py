"""Findings that compare one number with one threshold."""

from verification.findings import Finding, Outcome


def at_least(code: str, what: str, measured: float, threshold: float, unit: str) -> Finding:
    """Pass when ``measured`` reaches the threshold."""
    enough = measured >= threshold
    message = f"{what} is {'high enough' if enough else 'too low'}."
    return Finding(code, _outcome(enough), message, measured, threshold, unit)


def at_most(code: str, what: str, measured: float, threshold: float, unit: str) -> Finding:
    """Pass when ``measured`` does not go beyond the threshold."""
    good = measured <= threshold
    message = f"{what} is {'within' if good else 'beyond'} the limit."
    return Finding(code, _outcome(good), message, measured, threshold, unit)


def _outcome(passed: bool) -> Outcome:
    return Outcome.PASS if passed else Outcome.FAIL
