import json
from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from benchmarks.clips.head import photograph
from sandbox.specimens import ADMIRAL, ASTRONAUT
from sandbox.specimens.portraits import Sitter
from tests.verification.readers.face_models import write_model, write_people
from verification.checks import thresholds
from verification.readers import face_acquiring, face_engine, face_folder, faces
from verification.readers.face_calibration import EngineUnfit
from verification.readers.face_engine import FaceEngine, engine_of
from verification.readers.images import Image as Pixels


def embedded(engine: FaceEngine, sitter: Sitter, brighter: float = 1.0) -> face_engine.Embedding:
    picture: Pixels = (photograph(sitter) * brighter).clip(0, 255).astype(np.uint8)
    return engine.embed(picture, faces.find(picture)[0])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "faces.onnx")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_people(tmp_path_factory.mktemp("faces") / "people")


@pytest.fixture(scope="module")
def calibration(model: Path, people: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("calibration") / "faces.json"
    call_command("calibrate_faces", str(people), model=str(model), output=path, verbosity=0)
    return path


def test_without_a_path_it_is_dlibs_model_and_the_built_in_table() -> None:
    assert engine_of(None).name == "dlib-resnet-v2"
    assert engine_of(None).calibration == ()


def test_a_model_by_path_tells_one_person_from_another(model: Path) -> None:
    engine = engine_of(str(model))
    collins = embedded(engine, ASTRONAUT)

    assert collins.shape == (64,)
    assert np.linalg.norm(collins) == pytest.approx(1, abs=1e-5)
    again = face_engine.distance(collins, embedded(engine, ASTRONAUT, 0.9))
    assert again < face_engine.distance(collins, embedded(engine, ADMIRAL)) / 2


def test_a_larger_input_is_served_as_well(tmp_path: Path) -> None:
    engine = engine_of(str(write_model(tmp_path / "large.onnx", side=224)))

    assert embedded(engine, ASTRONAUT).shape == (64,)


def test_a_model_has_its_own_name_and_no_threshold_until_it_is_calibrated(model: Path) -> None:
    engine = engine_of(str(model))

    assert engine.name.startswith("onnx-")
    assert thresholds.face_distance(engine.name, 0.01, engine.calibration) is None


def test_a_calibration_gives_the_rates_that_so_many_pairs_can_show(
    model: Path, calibration: Path
) -> None:
    engine = engine_of(str(model), calibration)
    (row,) = json.loads(calibration.read_text())["rows"]

    assert row["fmr"] == 0.01
    assert row["measured_fmr"]["of"] == 20 * 20
    assert thresholds.face_distance(engine.name, 0.01, engine.calibration) == row["distance"]
    assert thresholds.face_distance(engine.name, 0.001, engine.calibration) is None


def test_a_calibration_holds_nothing_of_the_people(calibration: Path) -> None:
    text = calibration.read_text()

    assert "collins" not in text
    assert len(text) < 2_000


def test_the_settings_name_the_engine(
    model: Path, calibration: Path, settings: LazySettings
) -> None:
    settings.FACE_MODEL, settings.FACE_CALIBRATION = str(model), str(calibration)
    face_engine.engine.cache_clear()
    try:
        faces.warm_up()

        assert faces.engine_name().startswith("onnx-")
        assert [rate for rate, _ in faces.calibration()] == [0.01]
    finally:
        face_engine.engine.cache_clear()


def test_a_calibration_of_another_model_is_refused(calibration: Path) -> None:
    with pytest.raises(EngineUnfit, match="another model"):
        engine_of(None, calibration)


@pytest.mark.parametrize("change", [{"channels": 1}, {"numbers": 8}, {"side": 16}])
def test_a_model_of_another_shape_is_refused(change: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(EngineUnfit, match=r"odd\.onnx"):
        engine_of(str(write_model(tmp_path / "odd.onnx", **change)))


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_text("no model")

    for name in ("text.onnx", "nowhere.onnx"):
        with pytest.raises(EngineUnfit, match=name.replace(".", r"\.")):
            engine_of(str(tmp_path / name))


def test_pairs_can_be_listed_in_a_table(people: Path, tmp_path: Path) -> None:
    (tmp_path / "people").symlink_to(people)
    (tmp_path / "pairs.csv").write_text(
        "first,second,same\n"
        "people/collins/0.jpg,people/collins/1.jpg,1\n"
        "people/collins/0.jpg,people/hopper/1.jpg,0\n"
        "people/collins/0.jpg,people/hopper/wall.png,0\n"
        "people/collins/0.jpg,people/hopper/nowhere.jpg,0\n"
    )
    pairs = face_folder.labelled(tmp_path)

    acquired = face_acquiring.acquire(pairs.pictures, engine_of(None))

    mated, non_mated = face_acquiring.compare(pairs, acquired)
    assert mated.distances[0] < 0.4
    assert non_mated.size == 1
    assert [picture.name for picture in acquired.faceless] == ["wall.png"]
    assert [picture.name for picture in acquired.refused] == ["nowhere.jpg"]
    said = face_acquiring.told(acquired)
    assert "left out, no face found in wall.png" in said
    assert "left out, could not be read: nowhere.jpg" in said


@pytest.mark.parametrize("table", ["first,second\na,b\n", "first,second,same\na,b,perhaps\n", ""])
def test_a_folder_without_labels_is_refused(table: str, tmp_path: Path) -> None:
    if table:
        (tmp_path / "pairs.csv").write_text(table)

    with pytest.raises(CommandError, match=r"first, second|neither 1 nor 0"):
        call_command("calibrate_faces", str(tmp_path))


def test_too_few_pairs_write_nothing(people: Path, tmp_path: Path) -> None:
    few = tmp_path / "few"
    for name in ("collins", "hopper"):
        (few / name).mkdir(parents=True)
        for picture in ("0.jpg", "1.jpg"):
            (few / name / picture).symlink_to(people / name / picture)

    with pytest.raises(CommandError, match="Too few pairs"):
        call_command("calibrate_faces", str(few), output=tmp_path / "none.json")

    assert not (tmp_path / "none.json").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 1}', "\x00"])
def test_a_broken_calibration_is_refused(content: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(content)

    with pytest.raises(EngineUnfit, match="broken"):
        engine_of(None, broken)
