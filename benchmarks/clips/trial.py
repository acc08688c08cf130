"""One clip judged as a session would be."""

import time
from dataclasses import dataclass
from datetime import date

from benchmarks.clips.species import Clip
from verification.checks import codes
from verification.checks.presentation import presentation_attack
from verification.checks.presentation_challenge import attack
from verification.evidence import Evidence
from verification.findings import Finding, Outcome
from verification.readers import faces, images, pipeline

_CUES = (
    codes.PRESENTATION_ONE_FACE,
    codes.PRESENTATION_FRAMES,
    codes.PRESENTATION_GRID,
    codes.PRESENTATION_LASTING_GRID,
)
_ON = date(2026, 1, 1)  # no question here asks for the day


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found of a clip.

    Attributes:
        findings: the last is the conclusion.
        challenged: whether a challenge was judged, or only the cues.
        seconds: CPU for reading and judging.
    """

    findings: tuple[Finding, ...]
    challenged: bool
    seconds: float

    @property
    def attack(self) -> Outcome:
        return self.findings[-1].outcome


def judge(clip: Clip, *, colours_required: bool = True) -> Trial:
    """Read and judge a clip, as a new flow does, or as one that lets people decline colours."""
    selfie = images.decode(clip.selfie)
    about = pipeline.read_selfie(selfie)
    begun = time.process_time()
    evidence = pipeline.read_challenge(clip.challenge, clip.frames, selfie, about)
    found = tuple(
        presentation_attack(
            Evidence(
                on=_ON,
                challenge=evidence,
                face_calibration=faces.calibration(),
                colours_required=colours_required,
            )
        )
    )
    seconds = time.process_time() - begun
    if clip.challenge.gestures:
        return Trial(found, True, seconds)
    cues = tuple(finding for finding in found if finding.code in _CUES)
    return Trial((*cues, attack(cues)), False, seconds)
