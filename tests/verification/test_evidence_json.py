import json
from copy import deepcopy

import pytest

from tests.verification.checks.evidences import DOCUMENT, SELFIE
from verification.evidence import DocumentEvidence, FaceComparison, SelfieEvidence
from verification.evidence_json import EvidenceShapeError, dump, load

COMPARISON = FaceComparison(0.25, "dlib-resnet-v2")


@pytest.mark.parametrize("evidence", [DOCUMENT, SELFIE, COMPARISON], ids=lambda e: type(e).__name__)
def test_evidence_survives_json(evidence: DocumentEvidence | SelfieEvidence) -> None:
    assert load(json.loads(json.dumps(dump(evidence)))) == evidence


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("kind",), "licence", id="another kind"),
        pytest.param(("kind",), ["document"], id="a kind that is a list"),
        pytest.param(("extra",), 1, id="a field too many"),
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

    with pytest.raises(EvidenceShapeError):
        load(changed)


@pytest.mark.parametrize("value", [None, 1, "document", [], {}, {"kind": "document"}, {1: 2}])
def test_refuses_what_is_no_evidence_at_all(value: object) -> None:
    with pytest.raises(EvidenceShapeError):
        load(value)


@pytest.mark.parametrize("field", ["image", "mrz", "faces", "quarter_turns", "visual_zone"])
def test_refuses_a_missing_field(field: str) -> None:
    body = dump(DOCUMENT)
    del body[field]

    with pytest.raises(EvidenceShapeError):
        load(body)
