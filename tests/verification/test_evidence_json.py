import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import pytest

from tests.verification.checks.evidences import DOCUMENT, GOOD, SELFIE
from verification.checks import codes, run
from verification.evidence import DocumentEvidence, FaceComparison, SelfieEvidence
from verification.evidence_json import dump, load
from verification.json_shape import ShapeError

COMPARISON = FaceComparison(0.25, "dlib-resnet-v2")


@pytest.mark.parametrize("evidence", [DOCUMENT, SELFIE, COMPARISON], ids=lambda e: type(e).__name__)
def test_evidence_survives_json(evidence: DocumentEvidence | SelfieEvidence) -> None:
    assert load(json.loads(json.dumps(dump(evidence)))) == evidence


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("kind",), "licence", id="another kind"),
        pytest.param(("kind",), ["document"], id="a kind that is a list"),
        pytest.param(("image",), None, id="no measures"),
        pytest.param(("image", "width"), "1600", id="a number as text"),
        pytest.param(("image", "width"), 1600.5, id="half a pixel"),
        pytest.param(("image", "sharpness"), True, id="a truth for a number"),
        pytest.param(("image", "sharpness"), float("nan"), id="not a number"),
        pytest.param(("mrz", "lines"), "P<UTO", id="a text for lines"),
        pytest.param(("mrz", "lines"), [1, 2], id="numbers for lines"),
        pytest.param(("mrz", "doubtful"), True, id="a truth for what is left open"),
        pytest.param(("faces",), {}, id="an object for faces"),
        pytest.param(("faces", 0, "box"), None, id="a face without a box"),
        pytest.param(("faces", 0, "yaw"), None, id="a face without an angle"),
        pytest.param(("quarter_turns",), False, id="a truth for turns"),
        pytest.param(("edge_room",), "0.1", id="a text for room"),
        pytest.param(("visual_zone",), [], id="a list for a visual zone"),
        pytest.param(("visual_zone", "lines", 0), "ERIKSSON", id="a text for a printed line"),
        pytest.param(("visual_zone", "lines", 0, "text"), 1, id="a number for print"),
    ],
)
def test_refuses_any_other_shape(path: tuple[str | int, ...], value: object) -> None:
    changed = deepcopy(dump(DOCUMENT))
    changed = json.loads(json.dumps(changed))
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value

    with pytest.raises(ShapeError):
        load(changed)


@pytest.mark.parametrize("value", [None, 1, "document", [], {}, {"kind": "document"}, {1: 2}])
def test_refuses_what_is_no_evidence_at_all(value: object) -> None:
    with pytest.raises(ShapeError):
        load(value)


@pytest.mark.parametrize("field", ["image", "mrz", "faces", "quarter_turns"])
def test_refuses_a_missing_field(field: str) -> None:
    body = dump(DOCUMENT)
    del body[field]

    with pytest.raises(ShapeError):
        load(body)


def _objects(value: object) -> Iterator[dict[str, object]]:
    """Every object within a JSON value."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _objects(one)


def test_what_a_later_version_added_is_left_out() -> None:
    stored = json.loads(json.dumps(dump(DOCUMENT)))
    for inner in list(_objects(stored)):
        inner["added_later"] = {"sure": 1}

    assert load(stored) == DOCUMENT


def test_what_an_earlier_version_did_not_look_for_was_not_looked_for() -> None:
    stored = json.loads(json.dumps(dump(DOCUMENT)))
    for name in ("visual_zone", "barcode", "traces"):
        del stored[name]
    for face in stored["faces"]:
        del face["eyes_open"]

    earlier = load(stored)

    assert isinstance(earlier, DocumentEvidence)
    assert (earlier.visual_zone, earlier.barcode, earlier.traces) == (None, None, None)
    assert {face.eyes_open for face in earlier.faces} == {None}
    assert (earlier.mrz, earlier.image) == (DOCUMENT.mrz, DOCUMENT.image)


def test_what_was_not_looked_for_never_passes() -> None:
    stored = json.loads(json.dumps(dump(DOCUMENT)))
    for name in ("visual_zone", "traces"):
        del stored[name]
    earlier = load(stored)
    assert isinstance(earlier, DocumentEvidence)

    passed = {one.code for one in run(replace(GOOD, document=earlier)) if one.outcome == "pass"}

    beside = {codes.DOCUMENT_EDITOR, codes.DOCUMENT_COMPRESSION, codes.DOCUMENT_GRID}
    assert not passed & beside
    assert not [code for code in passed if code.startswith("visual_zone.")]
