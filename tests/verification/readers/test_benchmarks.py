"""The benchmarks run on anybody's folder."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import faces as face_benchmark
from benchmarks import pad
from benchmarks.clips.folder import ClipUnfit
from benchmarks.clips.species import Clip, bona_fide, frozen
from verification.findings import Outcome


def write_clip(clip: Clip, folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, frame in enumerate(clip.frames):
        (folder / f"{number:03}.jpg").write_bytes(frame.data)
    (folder / "selfie.jpg").write_bytes(clip.selfie)
    told = {
        "gestures": list(clip.challenge.gestures),
        "times": [[frame.issued, frame.received] for frame in clip.frames],
    }
    (folder / "challenge.json").write_text(json.dumps(told))


def test_clips_with_a_challenge_are_judged_as_a_session_would_be(tmp_path: Path) -> None:
    write_clip(bona_fide(6), tmp_path / "bona_fide" / "one")
    write_clip(frozen(6), tmp_path / "frozen" / "one")

    trials = list(pad.from_folder(tmp_path))

    assert [(one.species, one.trial.attack) for one in trials] == [
        ("bona_fide", Outcome.PASS),
        ("frozen", Outcome.FAIL),
    ]
    assert "APCER 0.000% (0.000% to 79.345%, 0 of 1)" in pad.table(trials)
    assert "frames_live fail 1" in pad.causes(trials)


def test_pictures_without_a_challenge_are_asked_for_cues_only(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    Image.fromarray(np.full((1500, 1100, 3), 90, np.uint8)).save(tmp_path / "print" / "a.png")

    (named,) = pad.from_folder(tmp_path)

    assert not named.trial.challenged
    assert named.trial.attack is Outcome.INCONCLUSIVE
    assert "print (cues)" in pad.table([named])


@pytest.mark.parametrize("content", ["{", "[]", '{"gestures": ["jump"]}', '{"times": [1]}'])
def test_a_clip_that_cannot_be_read_is_named(content: str, tmp_path: Path) -> None:
    clip = tmp_path / "bona_fide" / "clip7"
    clip.mkdir(parents=True)
    Image.new("RGB", (300, 300)).save(clip / "0.jpg")
    (clip / "challenge.json").write_text(content)

    with pytest.raises(ClipUnfit, match="clip7"):
        list(pad.from_folder(tmp_path))


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClipUnfit, match="no SPECIES/CLIP"):
        list(pad.from_folder(tmp_path))


def test_the_curve_gives_both_errors_and_where_they_meet() -> None:
    mated = np.array([0.1, 0.2, 0.3, 0.7])
    non_mated = np.array([0.5, 0.8, 0.9, 1.0])
    curve = face_benchmark.curve_of(mated, non_mated)

    assert face_benchmark.equal_error(curve) == (0.25, 0.5)
    assert face_benchmark.threshold_at(curve, 0.0) == 0.3
    assert face_benchmark.threshold_at(curve, 0.25) == 0.7


def test_a_curve_of_one_kind_never_divides_by_nothing() -> None:
    curve = face_benchmark.curve_of(np.array([0.2]), np.array([]))

    assert np.isfinite(curve.fmr).all()
