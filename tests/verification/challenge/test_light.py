from dataclasses import replace
from itertools import pairwise

import pytest

from tests.verification.checks.challenges import CHALLENGE, recorded
from verification.challenge.evidence import ChallengeEvidence, FrameEvidence
from verification.challenge.light import LIGHT_OF, Colour, FaceLight, Light, draw_colours
from verification.checks import codes
from verification.checks.challenge_guidance import guide
from verification.checks.presentation import challenge_findings
from verification.findings import Finding, Outcome

LIT = CHALLENGE.lit(bytes(range(32)))
NONE = Light(-1.2, -1.5, -1.7)
PLACES = 11


def tinted(share: float, colour: Colour | None) -> Light:
    """Return a face's light of which the page's is a share."""
    red, green, blue = LIGHT_OF[colour] if colour else (0.0, 0.0, 0.0)
    return Light(NONE.red + share * red, NONE.green + share * green, NONE.blue + share * blue)


def lit_by(shown: object, share: float = 0.1, beside: float = 0.02) -> ChallengeEvidence:
    """Return a recording under the colours of ``LIT`` whose faces answer those of ``shown``."""
    return replace(
        recorded(),
        challenge=LIT,
        frames=tuple(_lit(frame, shown, share, beside) for frame in recorded().frames),
    )


def _lit(frame: FrameEvidence, shown: object, share: float, beside: float) -> FrameEvidence:
    colour = shown.colour_at(frame.received)  # type: ignore[attr-defined]  # a challenge
    face = tinted(share, colour)
    return replace(frame, light=FaceLight(face, tinted(beside, colour), (face,) * PLACES))


def mirrored(covered: int, hidden: int = 0) -> ChallengeEvidence:
    """Return a recording whose face answers in so many places alone, and hides some."""
    evidence = lit_by(LIT)
    frames = []
    for frame in evidence.frames:
        assert frame.light is not None
        dark = (tinted(0.0, None),) * (PLACES - covered - hidden)
        places = (*(frame.light.face,) * covered, *dark, *(None,) * hidden)
        frames.append(replace(frame, light=replace(frame.light, places=places)))
    return replace(evidence, frames=tuple(frames))


def light_of(challenge: ChallengeEvidence, *, required: bool = False) -> Finding | None:
    found = challenge_findings(challenge, 0.001, colours_required=required)
    return next((one for one in found if one.code == codes.PRESENTATION_LIGHT), None)


def test_colours_are_drawn_evenly_and_never_twice_in_a_row() -> None:
    drawn = {draw_colours(number.to_bytes(16), 3) for number in range(36)}

    assert len(drawn) == 4 * 3 * 3
    assert all(one != other for row in drawn for one, other in pairwise(row))
    assert len(LIT.colours) == 14
    assert LIT.colour_at(0.99) is LIT.colours[0]
    assert LIT.colour_at(99) is None


def test_no_colour_is_a_saturated_red() -> None:
    """WCAG 2.3.1: red is saturated where it is 0.8 of the three together."""
    assert all(light[0] / sum(light) < 0.8 for light in LIGHT_OF.values())


@pytest.mark.parametrize(
    ("challenge", "outcome"),
    [
        pytest.param(lit_by(LIT), Outcome.PASS, id="the page's light"),
        pytest.param(
            lit_by(CHALLENGE.lit(bytes(range(9, 41)))), Outcome.INCONCLUSIVE, id="another order"
        ),
        pytest.param(lit_by(LIT, 0.01, 0.0), Outcome.INCONCLUSIVE, id="by a window"),
        pytest.param(lit_by(LIT, 0.1, 0.1), Outcome.INCONCLUSIVE, id="all of a picture alike"),
        pytest.param(mirrored(6), Outcome.INCONCLUSIVE, id="glass that mirrors it on half a face"),
        pytest.param(mirrored(5, hidden=5), Outcome.INCONCLUSIVE, id="too little of a face"),
        pytest.param(mirrored(8, hidden=3), Outcome.PASS, id="a face partly out of the picture"),
        pytest.param(mirrored(9), Outcome.PASS, id="a face with glasses and a beard"),
        pytest.param(lit_by(CHALLENGE), Outcome.INCONCLUSIVE, id="no light at all"),
        pytest.param(
            replace(recorded(), challenge=LIT), Outcome.INCONCLUSIVE, id="no face to be seen"
        ),
    ],
)
def test_only_a_face_that_follows_the_page_s_light_passes(
    challenge: ChallengeEvidence, outcome: Outcome
) -> None:
    finding = light_of(challenge)

    assert finding is not None
    assert finding.outcome is outcome
    concluded = challenge_findings(challenge, 0.001)[-1]
    assert (concluded.outcome is Outcome.PASS) is (outcome is Outcome.PASS)


def test_who_wants_no_colours_is_judged_by_the_rest_unless_they_are_required() -> None:
    assert light_of(recorded()) is None
    assert challenge_findings(recorded(), 0.001)[-1].outcome is Outcome.PASS

    finding = light_of(recorded(), required=True)
    assert finding is not None
    assert finding.outcome is Outcome.INCONCLUSIVE
    found = challenge_findings(recorded(), 0.001, colours_required=True)
    assert found[-1].outcome is Outcome.INCONCLUSIVE
    assert guide(found) == ()  # another try would tell no more


def test_who_was_not_lit_is_told_what_helps() -> None:
    (told,) = guide(challenge_findings(lit_by(LIT, 0.01, 0.0), 0.001))

    assert "bright as you can" in told.message
