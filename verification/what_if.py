"""What another policy would have made of findings that were kept. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from verification.decision import Requirements, Verdict, decide
from verification.findings import Finding


@dataclass(frozen=True, slots=True)
class Replay:
    """What a policy makes of the findings of one session.

    Attributes:
        verdict: None where that cannot be told.
        because: the findings that refuse, or that a person would have to judge.
        unmeasured: codes whose answer the policy needs, and nobody measured.
    """

    verdict: Verdict | None
    because: tuple[Finding, ...]
    unmeasured: frozenset[str]


def replay(
    findings: Iterable[Finding], requirements: Requirements, doubtful: frozenset[str] = frozenset()
) -> Replay:
    """Decide again, by other requirements.

    Args:
        findings: as they were reported.
        requirements: of the other policy.
        doubtful: codes whose finding might be another under the other policy.

    Returns:
        A refusal only where a finding that stands refuses, whatever the others would be; any other
        verdict only where every finding that matters stands.
    """
    reported = tuple(findings)
    standing = [finding for finding in reported if finding.code not in doubtful]
    matters = doubtful - (requirements.advisory - requirements.review - requirements.required)
    unmeasured = matters | (requirements.required - {finding.code for finding in reported})
    certain = decide(standing, requirements)
    if certain.reasons or not requirements.required:
        return Replay(Verdict.FAILED, certain.reasons, unmeasured)
    if unmeasured:
        return Replay(None, (), unmeasured)
    return Replay(certain.verdict, certain.reasons or certain.referred, unmeasured)
