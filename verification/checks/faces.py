"""The person: one face, well seen, and the face of the document's portrait."""

from collections.abc import Iterator

from verification.checks import codes, selfie_quality, thresholds
from verification.checks.measuring import at_least, at_most
from verification.evidence import Evidence, Face, SelfieEvidence
from verification.findings import Finding, Outcome


def selfie_face(evidence: Evidence) -> Iterator[Finding]:
    """Report whether the selfie shows exactly one face, large and frontal enough."""
    if evidence.selfie is None:
        return
    yield _one_face(evidence.selfie)
    if evidence.selfie.faces:
        face = evidence.selfie.faces[0]
        eyes = round(face.eye_distance, 1)
        what = "The distance between the eyes"
        yield at_least(codes.SELFIE_FACE_SIZE, what, eyes, thresholds.SELFIE_MIN_EYES, "px")
        yield _frontal(face)
        if face.eyes_open is not None:
            yield _eyes_open(face.eyes_open)
        yield _quality(evidence.selfie)


def face_match(evidence: Evidence) -> Iterator[Finding]:
    """Report the distance between portrait and selfie against the flow's threshold."""
    comparison = evidence.comparison
    if comparison is None:
        message = "There are no two faces to compare."
        yield Finding(codes.FACE_MATCH, Outcome.INCONCLUSIVE, message)
        return
    threshold = thresholds.face_distance(
        comparison.engine, evidence.face_fmr, evidence.face_calibration
    )
    if threshold is None:
        message = "This engine has no threshold for the false match rate that the flow allows."
        yield Finding(codes.FACE_MATCH, Outcome.INCONCLUSIVE, message)
        return
    distance, band = round(comparison.distance, 4), _band(evidence, comparison.engine)
    match = comparison.distance <= threshold
    alike = band is not None and comparison.distance <= band
    verb = "match" if match else "may match, may not," if alike else "do not match"
    outcome = Outcome.PASS if match else Outcome.INCONCLUSIVE if alike else Outcome.FAIL
    message = f"Portrait and selfie {verb} at a false match rate of {evidence.face_fmr:g}."
    message += _how_sure(evidence)
    yield Finding(codes.FACE_MATCH, outcome, message, distance, threshold, "distance")
    if band is not None:
        what = "The distance between the faces"
        yield at_most(codes.FACE_ALIKE, what, distance, max(band, threshold), "distance")


def _band(evidence: Evidence, engine: str) -> float | None:
    """Return the largest distance that a person may judge; None where the flow leaves none."""
    if evidence.face_review_fmr is None:
        return None
    return thresholds.face_distance(engine, evidence.face_review_fmr, evidence.face_calibration)


def _how_sure(evidence: Evidence) -> str:
    """Say so where a poor portrait brings strangers nearer and the same person farther away."""
    portrait = evidence.document.faces[0] if evidence.document and evidence.document.faces else None
    if portrait is None:
        return ""
    if portrait.eye_distance < thresholds.SURE_PORTRAIT_EYES:
        return " The portrait is small: the measure is less sure."
    if portrait.sharpness < thresholds.MIN_FACE_SHARPNESS:
        return " The portrait is blurred or printed over: the measure is less sure."
    return ""


def counted(selfie: SelfieEvidence) -> int:
    """Count faces, leaving out those far in the background."""
    if not selfie.faces:
        return 0
    smallest = selfie.faces[0].eye_distance * thresholds.SECOND_FACE_SHARE
    return sum(face.eye_distance >= smallest for face in selfie.faces)


def is_frontal(face: Face) -> bool:
    """Whether the person looks into the camera, more or less."""
    return (
        abs(face.yaw) <= thresholds.MAX_YAW
        and abs(face.pitch) <= thresholds.MAX_PITCH
        and abs(face.roll) <= thresholds.MAX_ROLL
    )


def _one_face(selfie: SelfieEvidence) -> Finding:
    count = counted(selfie)
    outcome = Outcome.PASS if count == 1 else Outcome.FAIL if count else Outcome.INCONCLUSIVE
    message = {0: "No face was found in the selfie.", 1: "The selfie shows one face."}.get(
        count, "The selfie shows more than one face."
    )
    return Finding(codes.SELFIE_ONE_FACE, outcome, message, count, 1, "faces")


def _quality(selfie: SelfieEvidence) -> Finding:
    """Say how good the selfie is, what is weakest in it, and which of several shots it is."""
    parts = selfie_quality.parts(selfie)
    weakest = min(parts, key=parts.__getitem__)
    measured, least = round(parts[weakest], 2), thresholds.MIN_QUALITY
    outcome = Outcome.PASS if measured >= least else Outcome.INCONCLUSIVE
    message = f"The weakest part of the selfie is its {weakest}."
    if selfie.shots:
        message = f"Shot {selfie.shots.taken} of {selfie.shots.count} was taken. " + message
    return Finding(codes.SELFIE_QUALITY, outcome, message, measured, least, "share")


def _eyes_open(measured: float) -> Finding:
    """Never fails: eyes may be narrow, and not everybody can open them."""
    is_open = measured >= thresholds.MIN_EYES_OPEN
    outcome = Outcome.PASS if is_open else Outcome.INCONCLUSIVE
    message = "The eyes are open." if is_open else "The eyes may be closed."
    measured, threshold = round(measured, 3), thresholds.MIN_EYES_OPEN
    return Finding(codes.SELFIE_EYES_OPEN, outcome, message, measured, threshold, "height by width")


def _frontal(face: Face) -> Finding:
    """Report the angle that is worst for its limit."""
    angles = (
        (abs(face.yaw), thresholds.MAX_YAW),
        (abs(face.pitch), thresholds.MAX_PITCH),
        (abs(face.roll), thresholds.MAX_ROLL),
    )
    measured, threshold = max(angles, key=lambda pair: pair[0] - pair[1])
    good = is_frontal(face)
    message = "The head is turned away from the camera."
    return Finding(
        codes.SELFIE_FRONTAL,
        Outcome.PASS if good else Outcome.FAIL,
        "The face looks into the camera." if good else message,
        round(measured, 1),
        threshold,
        "degrees",
    )
