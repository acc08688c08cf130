"""Is it a living person, and not a picture or a film of one?"""

from collections.abc import Iterator

from verification.challenge.evidence import ChallengeEvidence
from verification.checks import codes, thresholds
from verification.checks.presentation_challenge import judge
from verification.checks.presentation_frames import grid
from verification.evidence import Evidence
from verification.findings import Finding, Outcome


def selfie_grid(evidence: Evidence) -> Iterator[Finding]:
    """Report whether a screen's or print's grid shows on the selfie's face. A cue, no proof."""
    if evidence.selfie_grid is not None:
        yield grid(codes.PRESENTATION_SELFIE_GRID, evidence.selfie_grid)


def presentation_attack(evidence: Evidence) -> Iterator[Finding]:
    """Judge the active challenge; without one nobody can tell, and that never passes."""
    if evidence.challenge is None:
        message = "No challenge was recorded: a printed photo would not be noticed."
        yield Finding(codes.PRESENTATION_ATTACK, Outcome.INCONCLUSIVE, message)
        return
    yield from challenge_findings(evidence.challenge, evidence.face_fmr, evidence.face_calibration)


def challenge_findings(
    challenge: ChallengeEvidence, fmr: float, calibration: thresholds.Rows = ()
) -> tuple[Finding, ...]:
    """Judge a challenge at the flow's false match rate; the last finding is the conclusion."""
    ahead = thresholds.face_distance(challenge.engine, fmr, calibration)
    turned = thresholds.face_distance(challenge.engine, 1.0, calibration)
    return judge(challenge, ahead, turned)
