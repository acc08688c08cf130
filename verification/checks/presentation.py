"""Is it a living person, and not a picture or a film of one?"""

from collections.abc import Iterator

from verification.challenge.evidence import ChallengeEvidence
from verification.checks import codes, thresholds
from verification.checks.presentation_challenge import judge
from verification.checks.presentation_frames import grid
from verification.checks.seen import seen_elsewhere
from verification.evidence import Evidence
from verification.findings import Finding, Outcome


def selfie_grid(evidence: Evidence) -> Iterator[Finding]:
    """Report whether a screen's or print's grid shows on the selfie's face. A cue, no proof."""
    if evidence.selfie_grid is not None:
        yield grid(codes.PRESENTATION_SELFIE_GRID, evidence.selfie_grid)


def selfie_border(evidence: Evidence) -> Iterator[Finding]:
    """Report whether a frame is around the selfie's face. A cue: a door behind may be one, too."""
    corners = evidence.selfie_border
    if corners is None:
        return
    clear = corners < thresholds.BORDER
    outcome = Outcome.PASS if clear else Outcome.INCONCLUSIVE
    message = "No frame is around the face." if clear else "A frame may be around the face."
    most = thresholds.BORDER - 1
    yield Finding(codes.PRESENTATION_SELFIE_BORDER, outcome, message, corners, most, "corners")


def selfie_shots(evidence: Evidence) -> Iterator[Finding]:
    """Report whether one picture was given twice where a camera would have taken two. A cue."""
    shots = evidence.selfie.shots if evidence.selfie else None
    if shots is None:
        return
    differ = shots.difference >= thresholds.SAME_SHOT
    outcome = Outcome.PASS if differ else Outcome.INCONCLUSIVE
    message = "The shots differ." if differ else "The same picture was given twice: no camera does."
    measured, least = round(shots.difference, 2), thresholds.SAME_SHOT
    yield Finding(codes.PRESENTATION_SELFIE_SHOTS, outcome, message, measured, least, "luma")


def passive(evidence: Evidence) -> Iterator[Finding]:
    """Conclude from the selfie alone. Without a model that was measured nobody can tell.

    A grid, or a selfie that looks like somebody else's, keeps a living person's score from
    passing, and is no proof by itself.
    """
    code, pad, selfie_cues = codes.PRESENTATION_PASSIVE, evidence.pad, tuple(_cues(evidence))
    if pad is None:
        message = "No model is installed that tells a face from a picture of one."
        yield Finding(code, Outcome.INCONCLUSIVE, message)
        return
    clear = all(cue.outcome is Outcome.PASS for cue in selfie_cues)
    if pad.score < pad.attack_below:
        outcome, message = Outcome.FAIL, "The model takes the selfie for a picture of a face."
    elif pad.score >= pad.bona_fide_from and clear:
        outcome, message = Outcome.PASS, "The model takes the selfie for a living person."
    else:
        outcome, message = Outcome.INCONCLUSIVE, "The model, or a cue beside it, leaves it open."
    yield Finding(code, outcome, message, round(pad.score, 4), pad.bona_fide_from, "score")


def _cues(evidence: Evidence) -> Iterator[Finding]:
    yield from selfie_grid(evidence)
    yield from selfie_border(evidence)
    yield from selfie_shots(evidence)
    yield from (one for one in seen_elsewhere(evidence) if one.code == codes.SELFIE_IMAGE_SEEN)


def presentation_attack(evidence: Evidence) -> Iterator[Finding]:
    """Judge the active challenge; without one nobody can tell, and that never passes."""
    if evidence.challenge is None:
        message = "No challenge was recorded: a printed photo would not be noticed."
        yield Finding(codes.PRESENTATION_ATTACK, Outcome.INCONCLUSIVE, message)
        return
    yield from challenge_findings(
        evidence.challenge,
        evidence.face_fmr,
        evidence.face_calibration,
        colours_required=evidence.colours_required,
    )


def challenge_findings(
    challenge: ChallengeEvidence,
    fmr: float,
    calibration: thresholds.Rows = (),
    *,
    colours_required: bool = False,
) -> tuple[Finding, ...]:
    """Judge a challenge at the flow's false match rate; the last finding is the conclusion."""
    ahead = thresholds.face_distance(challenge.engine, fmr, calibration)
    turned = thresholds.face_distance(challenge.engine, 1.0, calibration)
    return judge(challenge, ahead, turned, colours_required=colours_required)
