"""Clips made by code, through the real models, to the verdict; ``benchmarks.pad`` makes many."""

import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.clips.species import GAPS, SPECIES, Clip, bona_fide
from benchmarks.clips.trial import Trial, judge
from verification.challenge import gestures
from verification.challenge.gestures import MAX_FRAMES, Challenge, Gesture
from verification.findings import Outcome
from verification.readers import faces, frames, images
from verification.readers.frames import RawFrame
from verification.readers.images import ImageRefused

SEED = 18  # three movements
PAGE = Path(__file__).parents[3] / "docs" / "biometrics.md"


def png_of(side: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (side, side)).save(buffer, "PNG")
    return buffer.getvalue()


@cache
def living() -> Clip:
    return bona_fide(SEED)


def not_passed(trial: Trial) -> set[str]:
    return {one.code for one in trial.findings if one.outcome is not Outcome.PASS}


def test_a_living_person_passes() -> None:
    trial = judge(living())

    assert trial.attack is Outcome.PASS
    assert {one.outcome for one in trial.findings} == {Outcome.PASS}


@pytest.mark.parametrize(
    ("species", "codes"),
    [
        ("photo_plane", {"presentation.depth"}),
        (
            "screen_replay",
            {"presentation.grid", "presentation.lasting_grid", "presentation.light"},
        ),
        ("replayed_session", {"presentation.challenge_followed"}),
        ("frozen", {"presentation.frames_live"}),
        ("face_swapped", {"presentation.same_face"}),
    ],
)
def test_an_attack_fails_the_question_that_was_made_for_it(
    species: str, codes: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``benchmarks.pad`` makes many of each, and the species that are left out here."""
    monkeypatch.setattr(gestures, "FRAME_SECONDS", 0.5)  # enough for all but the head's way

    assert codes <= not_passed(judge(SPECIES[species](SEED)))


def test_prints_that_are_turned_over_are_not_seen_on_their_way() -> None:
    trial = judge(SPECIES["flip_book"](SEED))

    assert trial.attack is not Outcome.PASS
    assert {"presentation.motion", "presentation.light"} <= not_passed(trial)


@pytest.mark.parametrize("species", sorted(GAPS))
def test_what_passes_is_known_and_told(species: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails, a gap is closed: say so in docs/biometrics.md."""
    monkeypatch.setattr(gestures, "FRAME_SECONDS", 0.3)

    assert judge(GAPS[species](215), colours_required=False).attack is Outcome.PASS
    assert f"`{species}`" in PAGE.read_text()


def test_frames_without_a_face_tell_nothing() -> None:
    grey = images.reencode(np.full((320, 240, 3), 128, np.uint8))
    challenge = Challenge((Gesture.LEFT, Gesture.UP, Gesture.RIGHT))
    raw = [RawFrame(n / 2, n / 2 + 0.4, grey) for n in range(6)]

    evidence = frames.read_challenge(challenge, raw, None)

    assert [frame.pose for frame in evidence.frames] == [None] * 6
    assert evidence.parallaxes == ()
    assert [frame.nearest for frame in evidence.frames] == [None, 0, 0, 0, 0, 0]


def test_no_frames_are_evidence_of_nothing() -> None:
    challenge = Challenge((Gesture.LEFT, Gesture.UP, Gesture.RIGHT))

    evidence = frames.read_challenge(challenge, [], np.zeros(128, np.float32))

    assert (evidence.frames, evidence.parallaxes) == ((), ())


def test_frames_that_change_their_size_are_read() -> None:
    clip = living()
    larger = np.full((700, 500, 3), 90, np.uint8)
    odd = RawFrame(0.0, 0.3, images.reencode(larger))

    evidence = frames.read_challenge(clip.challenge, [odd, *clip.frames[:2]], None)

    assert [frame.faces for frame in evidence.frames] == [0, 1, 1]
    assert evidence.frames[1].nearest == 255.0


JPEG = images.reencode(np.full((320, 240, 3), 128, np.uint8))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"GIF89a", "image.format", id="a GIF"),
        pytest.param(png_of(240), "image.format", id="a PNG"),
        pytest.param(JPEG + bytes(250_000), "image.too_many_bytes", id="many bytes"),
        pytest.param(
            images.reencode(np.zeros((240, 1000, 3), np.uint8)), "image.too_many_pixels", id="wide"
        ),
        pytest.param(
            images.reencode(np.zeros((90, 90, 3), np.uint8)), "image.too_small", id="small"
        ),
        pytest.param(JPEG[:200], "image.damaged", id="cut off"),
    ],
)
def test_what_is_no_frame_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ImageRefused) as refused:
        frames.read_challenge(Challenge(()), [RawFrame(0, 0.1, data)], None)

    assert refused.value.code == code


def test_more_frames_than_a_challenge_has_are_not_decoded() -> None:
    with pytest.raises(ValueError, match=f"{MAX_FRAMES} frames"):
        frames.read_challenge(Challenge(()), [RawFrame(0, 0.1, b"")] * (MAX_FRAMES + 1), None)


def test_only_frames_on_which_the_judgement_rests_are_compared() -> None:
    clip = living()
    picture = images.decode(clip.selfie)
    (face,) = faces.find(picture)

    evidence = frames.read_challenge(clip.challenge, clip.frames, faces.embed(picture, face))

    compared = [frame for frame in evidence.frames if frame.selfie_distance is not None]
    assert 2 <= len(compared) <= 1 + len(clip.challenge.gestures)
    assert evidence.engine == "dlib-resnet-v2"
