"""A stranger's folder of document pictures is understood, however its manifest is written."""

import json
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import documents, documents_manifest
from sandbox.specimens import OUTCOMES, Pictures
from sandbox.specimens.mrz import lines_of
from sandbox.specimens.outcomes import Claimed, passport_for
from tests.verification.test_two_sides import _CLAIMED as CLAIMED

LINES = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param(
            "manifest.csv",
            "File Name,Surname,DOB\na.jpg,ERIKSSON,1974-08-12\n",
            {"file": "a.jpg", "family_name": "ERIKSSON", "birthdate": "1974-08-12"},
            id="columns of other names",
        ),
        pytest.param(
            "labels.tsv",
            "image\tmrz\na.jpg\tnone\n",
            {"file": "a.jpg", "expected": "none", "lines": "none"},
            id="tabs",
        ),
        pytest.param(
            "ground_truth.json",
            json.dumps({"a.jpg": {"mrz": list(LINES)}}),
            {"file": "a.jpg", "lines": "\n".join(LINES)},
            id="by file name",
        ),
        pytest.param(
            "manifest.json",
            json.dumps({"images": [{"path": "a.jpg", "fields": {"last_name": "Eriksson"}}]}),
            {"file": "a.jpg", "family_name": "Eriksson"},
            id="a list inside, fields inside",
        ),
        pytest.param(
            "whatever.jsonl",
            json.dumps({"filename": "a.jpg", "expected": None, "mrz1": LINES[0], "mrz2": LINES[1]}),
            {"file": "a.jpg", "lines": "\n".join(LINES)},
            id="the only one, a line each",
        ),
        pytest.param(
            "MANIFEST.csv",
            "Image;Last Name;Date of Birth\na.jpg;M\u00fcller;12.08.1974\n",
            {"file": "a.jpg", "family_name": "M\u00fcller", "birthdate": "12.08.1974"},
            id="semicolons",
        ),
        pytest.param(
            "manifest.json",
            json.dumps({"a.jpg": None, "b.jpg": "none"}),
            {"file": "b.jpg", "expected": "none"},
            id="nothing by file name",
        ),
    ],
)
def test_manifests_are_read_liberally(
    tmp_path: Path, name: str, content: str, expected: dict[str, str]
) -> None:
    (tmp_path / name).write_text(content)
    row = documents_manifest.rows(tmp_path)[-1]

    assert {key: value for key, value in row.items() if value} == expected


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("\n".join(LINES), id="lines"),
        pytest.param("".join(LINES), id="one piece"),
        pytest.param("\\n".join(LINES), id="line ends spelt out"),
        pytest.param(" | ".join(LINES).lower(), id="small letters"),
        pytest.param(f"{LINES[0].rstrip('<')}/{LINES[1]}", id="fillers left off"),
    ],
)
def test_a_zone_is_understood_however_it_is_written(written: str) -> None:
    assert documents_manifest.zone_lines(written) == LINES


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("manifest.json", "{", "manifest.json cannot be read", id="broken"),
        pytest.param("manifest.csv", "a,b\n1,2\n", "needs a column 'file'", id="no file"),
        pytest.param("", "", "is no folder", id="no folder"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, name: str, content: str, said: str) -> None:
    if name:
        (tmp_path / name).write_text(content)

    with pytest.raises(documents_manifest.ManifestError, match=said):
        documents_manifest.rows(tmp_path if name else tmp_path / "none")


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("family_name", "M\u00fcller-L\u00fcdenscheidt", "MUELLER LUEDENSCHEIDT"),
        ("birthdate", "12 AUG 1974", "1974-08-12"),
        ("birthdate", "740812", "1974-08-12"),
        ("expiry", "15.04.2012", "2012-04-15"),
        ("issuing_state", "DE", "D"),
        ("sex", "FEMALE", "F"),
        ("document_number", "L898-902 C3", "L898902C3"),
    ],
)
def test_a_value_may_be_written_otherwise(field: str, written: str, said: str) -> None:
    assert documents._means(field, written.upper(), said, truncated=False)
    assert not documents._means(field, written.upper(), said[:-1] + "9", truncated=False)


def test_files_are_found_in_other_letters_and_without_a_suffix(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    photo = tmp_path / "below" / "A.JPG"
    photo.touch()
    (tmp_path / "a.txt").touch()

    assert documents_manifest.file_of(tmp_path, "a.jpg") == photo
    assert documents_manifest.file_of(tmp_path, "a") == photo
    assert [row["file"] for row in documents_manifest.rows(tmp_path)] == ["below/A.JPG"]


def test_a_folder_is_measured_and_a_wrong_expectation_shows(tmp_path: Path) -> None:
    claimed = Claimed("Anna Maria", "Eriksson", CLAIMED.birthdate, CLAIMED.on)
    draw = {outcome.slug: outcome.draw for outcome in OUTCOMES}["right-person"]
    shown: Pictures = draw(claimed)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.jpg").write_bytes(shown.passport)
    (tmp_path / "b.jpg").write_bytes(b"no picture")
    Image.new("RGB", (400, 300), "grey").save(tmp_path / "c.png")
    rows = [
        {"file": "a.jpg", "mrz": "/".join(lines_of(passport_for(claimed)))},
        {"file": "below/a.jpg", "surname": "Quixano"},
        {"file": "b.jpg"},
        {"file": "c.png", "expected": "none"},
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(rows))

    tally = documents.measured(documents._of_folder(tmp_path))

    assert (tally.read + tally.repaired, tally.none, tally.accepted) == (2, 1, [])
    assert tally.wrong == ["below/a.jpg (family_name)"]
    assert tally.unread == ["b.jpg"]
