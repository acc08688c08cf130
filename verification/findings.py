"""What a check reports: one finding per question asked of the evidence."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The answer to one question. ``INCONCLUSIVE`` is an answer of its own, never a weak pass."""

    PASS = "pass"  # noqa: S105  # an outcome, not a password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Finding:
    """One measured answer.

    Attributes:
        code: ``<subject>.<question>``, stable, listed in docs/reference/findings.md.
        outcome: the answer.
        message: a sentence for the console's reviewer; holds no personal data.
        measured: the number that was compared, in ``unit``; None where the answer is not a number.
        threshold: the number it was compared with, in ``unit``.
        unit: ``days``, ``px``, ``distance``, ``characters`` …; empty without a number.
    """

    code: str
    outcome: Outcome
    message: str
    measured: float | None = None
    threshold: float | None = None
    unit: str = ""
