"""Did the face answer the light of the page? Pure."""

from collections.abc import Iterator

from verification.challenge.answering import response
from verification.challenge.evidence import ChallengeEvidence
from verification.checks import codes, thresholds
from verification.findings import Finding, Outcome


def light(evidence: ChallengeEvidence, *, required: bool) -> Iterator[Finding]:
    """Report whether the face's light followed the colours that the page showed.

    No answer accuses nobody: by a window a living face shows none. Where no colours were shown the
    question is left open if the flow requires it, and else not asked.
    """
    code = codes.PRESENTATION_LIGHT
    colours = evidence.challenge.colours
    if not colours:
        if required:
            yield Finding(code, Outcome.INCONCLUSIVE, "The page showed no colours, as was asked.")
        return
    seen = response(colours, evidence.frames)
    if seen is None or seen.likeness is None:
        message = "Too little was seen of the face's light."
        yield Finding(code, Outcome.INCONCLUSIVE, message)
        return
    limit = thresholds.MIN_LIKENESS
    if seen.gain < thresholds.MIN_GAIN or seen.alone < thresholds.MIN_ALONE:
        outcome, message = Outcome.INCONCLUSIVE, "The page's light did not show on the face."
    elif seen.even < thresholds.MIN_EVEN:
        outcome, message = Outcome.INCONCLUSIVE, "The page's light showed on parts of the face."
    elif seen.likeness < limit:
        outcome, message = Outcome.INCONCLUSIVE, "The face's light did not follow the page's."
    else:
        outcome, message = Outcome.PASS, "The face's light followed the page's."
    yield Finding(code, outcome, message, round(seen.likeness, 3), limit, "correlation")
