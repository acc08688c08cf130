"""The benchmarks run on anybody's folder."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import faces as face_benchmark
from benchmarks import pad
from benchmarks.clips import curves
from benchmarks.clips.folder import ClipUnfit
from benchmarks.clips.species import Clip, bona_fide, frozen
from verification.challenge import gestures
from verification.findings import Outcome
from verification.readers import face_folder


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


def test_clips_with_a_challenge_are_judged_as_a_session_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gestures, "FRAME_SECONDS", 0.3)  # fewer frames
    write_clip(bona_fide(18), tmp_path / "bona_fide" / "one")
    write_clip(frozen(18), tmp_path / "frozen" / "one")

    trials = list(pad.from_folder(tmp_path))

    assert [(one.species, one.trial.attack) for one in trials] == [
        ("bona_fide", Outcome.PASS),
        ("frozen", Outcome.FAIL),
    ]
    assert "APCER 0.000% (0.000% to 79.345%, 0 of 1)" in pad.table(trials)
    assert "frames_live fail 1" in pad.causes(trials)
    curves.plot(pad.by_species(trials), "bona_fide", tmp_path / "curves.png")
    with Image.open(tmp_path / "curves.png") as drawn:
        assert drawn.width > 1000


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


def test_usual_layouts_of_strangers_are_understood(tmp_path: Path) -> None:
    for place in ("real", "attack/print/7", "Live", "mask"):
        (tmp_path / place).mkdir(parents=True)
        Image.new("RGB", (300, 300)).save(tmp_path / place / "0.jpg")
    (tmp_path / "mask" / "broken.mp4").write_bytes(b"no film")

    found = [named.species for named in pad.from_folder(tmp_path)]

    assert sorted(found) == ["attack/print", "bona_fide", "bona_fide", "mask"]


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


def people(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (80, 80)).save(folder / name)


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("pairs.csv", "first,second,same\na/a_0001.jpg,a/a_0002.jpg,1\na/a_0001.jpg,b/b_0001,0\n"),
        ("pairs.csv", "\ufeffImage1;Image2;Label\na/a_0001;a/a_0002;True\na/a_0001;b/b_0001;no\n"),
        ("pairs.txt", "1\t1\na\t1\t2\na\t1\tb\t1\n"),
        (None, ""),
    ],
)
def test_labelled_pictures_are_found_as_strangers_keep_them(
    tmp_path: Path, table: str | None, content: str
) -> None:
    people(tmp_path, "a/a_0001.jpg", "a/a_0002.jpg", "b/b_0001.jpg")
    if table:
        (tmp_path / table).write_text(content, encoding="utf-8")

    pairs = face_folder.labelled(tmp_path)

    first, second, other = (
        tmp_path / name for name in ("a/a_0001.jpg", "a/a_0002.jpg", "b/b_0001.jpg")
    )
    assert pairs.mated == ((first, second),)
    assert (first, other) in pairs.non_mated


def test_pictures_without_folders_are_told_apart_by_their_names(tmp_path: Path) -> None:
    people(tmp_path, "x/ann_1.jpg", "x/ann_2.jpg", "x/bob (1).jpg")

    pairs = face_folder.labelled(tmp_path)

    assert len(pairs.mated) == 1
    assert len(pairs.non_mated) == 2


def test_one_picture_a_person_is_enough_to_compare_strangers(tmp_path: Path) -> None:
    people(tmp_path, "ann.JPG", "bob.jpeg", "eve/below/that.PNG", "eve/.DS_Store.jpg")
    (tmp_path / "ann.txt").write_text("no picture")

    pairs = face_folder.labelled(tmp_path)

    assert pairs.mated == ()
    compared = {frozenset(picture.stem for picture in pair) for pair in pairs.non_mated}
    assert compared == {
        frozenset(two) for two in (("ann", "bob"), ("ann", "that"), ("bob", "that"))
    }


@pytest.mark.parametrize(
    ("pictures", "said"),
    [
        ([], r"holds 0 pictures .*Wanted are a folder for each person"),
        (["ann/1.jpg", "ann/2.jpg"], r"holds 2 pictures .*all of one person"),
        (["ann/1.gif"], r"holds 0 pictures \(\.jpeg, \.jpg, \.png, \.webp\)"),
    ],
)
def test_a_folder_without_two_people_is_told_what_is_wanted(
    tmp_path: Path, pictures: list[str], said: str
) -> None:
    people(tmp_path, *pictures)

    with pytest.raises(face_folder.FolderUnfit, match=said):
        face_folder.labelled(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("one,two\n1,2\n", "no columns first, second and same"),
        ("first,second,same\na,b,maybe\n", "line 2: 'maybe' is neither 1 nor 0"),
        ("first,second,same\na,,1\n", "line 2: a picture is missing"),
        ("", "is empty"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "pairs.csv").write_text(content)

    with pytest.raises(face_folder.FolderUnfit, match=said):
        face_folder.labelled(tmp_path)
