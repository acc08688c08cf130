"""Are a challenge's frames a camera's, of one face in front of it? Pure."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from verification.challenge.evidence import ChallengeEvidence, FrameEvidence
from verification.checks import codes, thresholds
from verification.findings import Finding, Outcome

Frames = tuple[FrameEvidence, ...]


def timing(evidence: ChallengeEvidence) -> Finding:
    """Report whether enough frames came, in order, each soon after its nonce was issued."""
    challenge, frames = evidence.challenge, evidence.frames
    wanted = int(challenge.seconds / challenge.frame_seconds * thresholds.MIN_FRAME_SHARE)
    most = challenge.frame_seconds + thresholds.MAX_FRAME_LAG
    in_time = sum(0 <= frame.received - frame.issued <= most for frame in frames)
    good = in_time == len(frames) >= wanted and _in_order(frames)
    good = good and all(frame.received <= challenge.seconds for frame in frames)
    message = "The frames came in time." if good else "Too few frames came, or not in time."
    outcome = Outcome.PASS if good else Outcome.INCONCLUSIVE
    return Finding(codes.PRESENTATION_TIMING, outcome, message, in_time, wanted, "frames")


def one_face(frames: Frames) -> Finding:
    """Report whether the frames show one face, and hardly ever none."""
    code, limit = codes.PRESENTATION_ONE_FACE, thresholds.MAX_FRAMES_WITH_FACES
    more = _share(frame.faces > 1 for frame in frames)
    if more > limit:
        message = "Frames show more than one face."
        return Finding(code, Outcome.FAIL, message, round(more, 3), limit, "share")
    limit = thresholds.MAX_FRAMES_WITHOUT_FACE
    none = _share(frame.pose is None for frame in frames)
    seen = bool(frames) and none <= limit
    message = "The frames show one face." if seen else "There are frames that show no face."
    outcome = Outcome.PASS if seen else Outcome.INCONCLUSIVE
    return Finding(code, outcome, message, round(none, 3), limit, "share")


def frames_live(frames: Frames) -> Finding:
    """Report frames that repeat an earlier one: frozen, looped, or never a camera's."""
    differences = [frame.nearest for frame in frames[1:]]
    same = sum(nearest is None or nearest < thresholds.SAME_FRAME for nearest in differences)
    limit = thresholds.MAX_SAME_FRAMES
    if same >= thresholds.REPLAYED_FRAMES:
        outcome, message = Outcome.FAIL, "Frames are repeated, as a camera's never are."
    elif differences and same <= limit:
        outcome, message = Outcome.PASS, "Every frame differs, as a camera's do."
    else:
        outcome, message = Outcome.INCONCLUSIVE, "Too few frames, or some that are alike."
    return Finding(codes.PRESENTATION_FRAMES, outcome, message, same, limit, "frames")


def frames_grid(frames: Frames) -> Finding:
    """Report whether most frames show a screen's or print's grid on the face."""
    measured = [frame.grid for frame in frames if frame.pose and frame.grid is not None]
    if not measured:
        message = "There is no face on which a grid could show."
        return Finding(codes.PRESENTATION_GRID, Outcome.INCONCLUSIVE, message)
    return grid(codes.PRESENTATION_GRID, median(measured))


def lasting_grid(measured: float | None) -> Finding:
    """Report whether a pattern stays on the face through all frames, as a screen's grid does."""
    code, limit = codes.PRESENTATION_LASTING_GRID, thresholds.MAX_LASTING_GRID
    if measured is None:
        message = "There is no face on which a grid could show."
        return Finding(code, Outcome.INCONCLUSIVE, message)
    if measured >= thresholds.SURE_LASTING_GRID:
        outcome, message = Outcome.FAIL, "A screen's grid stays on the face through the frames."
    elif measured <= limit:
        outcome, message = Outcome.PASS, "No grid stays on the face through the frames."
    else:
        outcome, message = Outcome.INCONCLUSIVE, "A faint grid may stay on the face."
    return Finding(code, outcome, message, round(measured, 2), limit, "deviations")


def grid(code: str, measured: float) -> Finding:
    """Report how far a regular pattern stands out, as ``FrameEvidence.grid`` has it."""
    limit = thresholds.MAX_GRID
    if measured >= thresholds.SURE_GRID:
        outcome, message = Outcome.FAIL, "The grid of a screen or a print shows on the face."
    elif measured <= limit:
        outcome, message = Outcome.PASS, "No grid of a screen or a print shows on the face."
    else:
        outcome, message = Outcome.INCONCLUSIVE, "There may be the grid of a screen or a print."
    return Finding(code, outcome, message, round(measured, 2), limit, "deviations")


def _in_order(frames: Frames) -> bool:
    return all(one.received <= other.issued for one, other in pairwise(frames))


def _share(truths: Iterable[bool]) -> float:
    counted = list(truths)
    return sum(counted) / max(len(counted), 1)
