"""From findings and policy to a verdict. Pure: the same findings always give the same verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from verification.findings import Finding, Outcome


class AssuranceLevel(StrEnum):
    """The two words Okta accepts as ``assurance_level``."""

    VERIFIED = "VERIFIED"
    FAILED = "FAILED"


class Verdict(StrEnum):
    """What becomes of a session: the two levels, or a person has to judge."""

    VERIFIED = "VERIFIED"
    FAILED = "FAILED"
    REVIEW = "REVIEW"


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a flow demands of the findings.

    Attributes:
        required: codes that must have been reported, and passed.
        advisory: codes whose failure is recorded but does not refuse. A code on neither
            list refuses when it fails, so a new check is strict until somebody says otherwise.
        review: codes that a person judges when they do not pass, be they required, advisory or
            neither. One that was required and never reported still refuses.
        everybody: a person judges whoever nothing refused, also where every check passed.
        sampled: likewise of this one session, which chance chose.
    """

    required: frozenset[str]
    advisory: frozenset[str] = frozenset()
    review: frozenset[str] = frozenset()
    everybody: bool = False
    sampled: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict and why.

    Attributes:
        verdict: what becomes of the session.
        reasons: findings that refused; no person can let them pass.
        missing: codes that were required and never reported; they refuse as well.
        referred: findings for a person to judge. They matter only where nothing refused.
    """

    verdict: Verdict
    reasons: tuple[Finding, ...]
    missing: frozenset[str]
    referred: tuple[Finding, ...] = ()

    @property
    def level(self) -> AssuranceLevel:
        """What may be said now: nobody is verified whom a person has yet to judge."""
        verified = self.verdict is Verdict.VERIFIED
        return AssuranceLevel.VERIFIED if verified else AssuranceLevel.FAILED


def decide(findings: Iterable[Finding], requirements: Requirements) -> Decision:
    """Verify only when every required code passed, every time it was reported, and nothing failed.

    What a person may judge goes to one, unless something else refuses anyway.

    A required code that nobody reported refuses, so a check that is skipped or renamed can
    never let someone through. With no required code at all the answer is ``FAILED``: an empty
    policy is a mistake, not a permission.
    """
    reported = tuple(findings)
    reasons = tuple(finding for finding in reported if _refuses(finding, requirements))
    missing = requirements.required - {finding.code for finding in reported}
    referred = tuple(finding for finding in reported if _is_referred(finding, requirements))
    judged = referred or requirements.everybody or requirements.sampled
    verdict = Verdict.REVIEW if judged else Verdict.VERIFIED
    if reasons or missing or not requirements.required:
        verdict = Verdict.FAILED
    return Decision(verdict, reasons, missing, referred)


def _is_referred(finding: Finding, requirements: Requirements) -> bool:
    return finding.code in requirements.review and finding.outcome is not Outcome.PASS


def _refuses(finding: Finding, requirements: Requirements) -> bool:
    if finding.code in requirements.review:
        return False
    if finding.code in requirements.required:
        return finding.outcome is not Outcome.PASS
    return finding.outcome is Outcome.FAIL and finding.code not in requirements.advisory
