"""What a person is told after a challenge that has to be done again. Pure.

Nothing here tells which question was failed: only what makes a person hard to see.
"""

from collections.abc import Iterable
from types import MappingProxyType

from verification.checks import codes
from verification.checks.guidance import Guidance
from verification.findings import Finding, Outcome

UNREADABLE = "challenge.unreadable"
UNCLEAR = "challenge.unclear"

#: Every code, the most helpful first, and the words for it.
MESSAGES = MappingProxyType(
    {
        "challenge.slow": "The pictures came too slowly. Move to where the connection is better,"
        " keep this page open, and try again.",
        "challenge.no_face": "We could not see your face all the time. Hold the camera at eye"
        " level, with your whole face in the oval, and be alone in the picture.",
        "challenge.movements": "We did not see every movement. Move your head a little farther, and"
        " stay like that until the next one is asked for.",
        "challenge.quick": "Your head was not seen on its way. Turn it slowly, in about two"
        " seconds, and then hold still.",
        "challenge.light": "We could not see the light of your screen on your face. Make the screen"
        " as bright as you can, and find a place with less light around you.",
        UNCLEAR: "We could not see you clearly enough. Find even light, hold the camera still, and"
        " move only your head.",
        UNREADABLE: "What was recorded could not be read. Please try again.",
    }
)
_SAID = MappingProxyType(
    {
        codes.PRESENTATION_TIMING: "challenge.slow",
        codes.PRESENTATION_ONE_FACE: "challenge.no_face",
        codes.PRESENTATION_CHALLENGE: "challenge.movements",
        codes.PRESENTATION_MOTION: "challenge.quick",
        codes.PRESENTATION_LIGHT: "challenge.light",
    }
)


def guide(findings: Iterable[Finding]) -> tuple[Guidance, ...]:
    """Return what to do better, the most helpful first; empty when no other try is given.

    Whoever made another movement than the one asked for may have mistaken left for right, and
    gets the same words as somebody whose movement was not seen. Any other failure stands: another
    try would only teach an attacker.
    """
    told = tuple(findings)
    asked = {finding.code: finding.outcome for finding in told}
    conclusion = asked.pop(codes.PRESENTATION_ATTACK)
    failed = {code for code, outcome in asked.items() if outcome is Outcome.FAIL}
    if conclusion is Outcome.PASS or failed - {codes.PRESENTATION_CHALLENGE}:
        return ()
    # Whoever wanted no colours would want none the next time.
    unlit = {one.code for one in told if one.measured is None} & {codes.PRESENTATION_LIGHT}
    open_ = {code for code, outcome in asked.items() if outcome is not Outcome.PASS} - unlit
    said = {_SAID.get(code, UNCLEAR) for code in open_}
    return tuple(Guidance(code, words) for code, words in MESSAGES.items() if code in said)
