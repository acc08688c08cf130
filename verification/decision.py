"""From findings and policy to a verdict. Pure: the same findings always give the same verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from verification.findings import Finding, Outcome


class AssuranceLevel(StrEnum):
    """The two words Okta accepts as ``assurance_level``."""

    VERIFIED = "VERIFIED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a flow demands of the findings.

    Attributes:
        required: codes that must have been reported, and passed.
        advisory: codes whose failure is recorded but does not refuse. A code on neither
            list refuses when it fails, so a new check is strict until somebody says otherwise.
    """

    required: frozenset[str]
    advisory: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict and why: ``reasons`` refused; ``missing`` codes were required, never reported."""

    level: AssuranceLevel
    reasons: tuple[Finding, ...]
    missing: frozenset[str]


def decide(findings: Iterable[Finding], requirements: Requirements) -> Decision:
    """Verify only when every required code passed, every time it was reported, and nothing failed.

    A required code that nobody reported refuses, so a check that is skipped or renamed can
    never let someone through. With no required code at all the answer is ``FAILED``: an empty
    policy is a mistake, not a permission.
    """
    reported = tuple(findings)
    reasons = tuple(finding for finding in reported if _refuses(finding, requirements))
    missing = requirements.required - {finding.code for finding in reported}
    verified = bool(requirements.required) and not reasons and not missing
    level = AssuranceLevel.VERIFIED if verified else AssuranceLevel.FAILED
    return Decision(level, reasons, missing)


def _refuses(finding: Finding, requirements: Requirements) -> bool:
    if finding.code in requirements.required:
        return finding.outcome is not Outcome.PASS
    return finding.outcome is Outcome.FAIL and finding.code not in requirements.advisory
