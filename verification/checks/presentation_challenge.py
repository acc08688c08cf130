"""Did the selfie's living person do what the challenge asked? Pure."""

from statistics import median

from verification.challenge.continuity import ways
from verification.challenge.evidence import ChallengeEvidence
from verification.challenge.following import steps_seen
from verification.challenge.gestures import MIN_TURNS, TURNS
from verification.checks import codes, thresholds
from verification.checks.presentation_frames import (
    frames_grid,
    frames_live,
    lasting_grid,
    one_face,
    timing,
)
from verification.checks.presentation_light import light
from verification.findings import Finding, Outcome


def judge(
    evidence: ChallengeEvidence,
    ahead: float | None,
    turned: float | None,
    *,
    colours_required: bool = False,
) -> tuple[Finding, ...]:
    """Ask every question of a challenge, and conclude.

    Args:
        evidence: what was seen of it.
        ahead: largest distance from the selfie for a face that looks ahead, by the flow's false
            match rate; None where the engine has none.
        turned: largest distance for a face that is turned, at the loosest rate that the engine
            was measured for.
        colours_required: whether no answer is one where the page showed no colours.
    """
    found = (
        timing(evidence),
        challenge_followed(evidence),
        one_face(evidence.frames),
        same_face(evidence, ahead, turned),
        depth(evidence),
        motion(evidence),
        frames_live(evidence.frames),
        frames_grid(evidence.frames),
        lasting_grid(evidence.lasting_grid),
        *light(evidence, required=colours_required),
    )
    return (*found, attack(found))


def challenge_followed(evidence: ChallengeEvidence) -> Finding:
    """Report whether the head did what was asked, when it was asked."""
    steps = steps_seen(evidence.challenge, evidence.frames)
    wanted = len(evidence.challenge.gestures)
    followed = sum(step.followed for step in steps)
    if followed == wanted:
        outcome, message = Outcome.PASS, "Every movement was made when it was asked for."
    elif any(step.defied for step in steps):
        outcome, message = Outcome.FAIL, "Another movement was made than the one asked for."
    else:
        outcome, message = Outcome.INCONCLUSIVE, "Not every movement was seen."
    return Finding(codes.PRESENTATION_CHALLENGE, outcome, message, followed, wanted, "movements")


def same_face(evidence: ChallengeEvidence, ahead: float | None, turned: float | None) -> Finding:
    """Report whether the frames on which the judgement rests show the selfie's face.

    Shown is the distance that is worst for its limit.
    """
    code, opening = codes.PRESENTATION_SAME_FACE, evidence.challenge.steps[0].end
    compared = [frame for frame in evidence.frames if frame.selfie_distance is not None]
    both = {frame.received <= opening for frame in compared}
    if len(both) < 2 or ahead is None or turned is None:
        message = "The frames could not be compared with the selfie."
        return Finding(code, Outcome.INCONCLUSIVE, message)
    against = [
        (frame.selfie_distance, ahead if frame.received <= opening else turned)
        for frame in compared
        if frame.selfie_distance is not None
    ]
    distance, limit = max(against, key=lambda pair: pair[0] - pair[1])
    same = distance <= limit
    message = "The frames show the selfie's face." if same else "The frames show another face."
    outcome = Outcome.PASS if same else Outcome.FAIL
    return Finding(code, outcome, message, round(distance, 4), limit, "distance")


def depth(evidence: ChallengeEvidence) -> Finding:
    """Report whether the turned face showed a face's relief, and not a sheet's."""
    code, limit = codes.PRESENTATION_DEPTH, thresholds.MIN_RELIEF
    turns = sum(gesture in TURNS for gesture in evidence.challenge.gestures)
    reliefs = [parallax.relief for parallax in evidence.parallaxes]
    if not reliefs:
        message = "No turn of the head was seen in which depth could show."
        return Finding(code, Outcome.INCONCLUSIVE, message)
    seen = median(reliefs)
    if seen < thresholds.FLAT_RELIEF:
        outcome, message = Outcome.FAIL, "The face is as flat as a picture of one."
    elif seen >= limit and min(reliefs) >= thresholds.MIN_ONE_RELIEF and len(reliefs) == turns:
        outcome, message = Outcome.PASS, "The face has a face's depth."
    else:
        outcome, message = Outcome.INCONCLUSIVE, "The face's depth was not seen in every turn."
    return Finding(code, outcome, message, round(seen, 3), limit, "of a face's")


def motion(evidence: ChallengeEvidence) -> Finding:
    """Report whether the head passed through the angles between, in every turn.

    A network may hold up the frames of one turn, if two others were seen, and not both from side to
    side: whoever holds up prints has one for the pose ahead as well. A jump accuses nobody, as
    quick heads jump like prints that are changed.
    """
    code, limit = codes.PRESENTATION_MOTION, thresholds.MAX_JUMP
    turns = sum(gesture in TURNS for gesture in evidence.challenge.gestures)
    seen = ways(evidence.challenge, evidence.frames)
    smooth = [way for way in seen if way.jump <= limit]
    held_up = [way for way in seen if way not in smooth and way.seconds >= thresholds.HELD_UP]
    if not seen:
        message = "No turn of the head was seen that could be followed."
        return Finding(code, Outcome.INCONCLUSIVE, message)
    enough = len(smooth) >= MIN_TURNS and not all(way.across for way in smooth)
    passed = enough and len(smooth) + min(len(held_up), 1) == turns
    outcome = Outcome.PASS if passed else Outcome.INCONCLUSIVE
    message = "The head was seen on its way." if passed else "The head was not seen on its way."
    worst = max(way.jump for way in (smooth if passed else seen))
    return Finding(code, outcome, message, round(worst, 3), limit, "of the way")


def attack(found: tuple[Finding, ...]) -> Finding:
    """Conclude: a pass only if every question passes, a failure as soon as one fails."""
    code, wanted = codes.PRESENTATION_ATTACK, len(found)
    passed = sum(finding.outcome is Outcome.PASS for finding in found)
    if any(finding.outcome is Outcome.FAIL for finding in found):
        outcome, message = Outcome.FAIL, "A presentation attack is likely."
    elif found and passed == wanted:
        outcome, message = Outcome.PASS, "No sign of a presentation attack."
    else:
        outcome, message = Outcome.INCONCLUSIVE, "Whether it is a living person cannot be told."
    return Finding(code, outcome, message, passed, wanted, "questions")
