"""Evidence to plain JSON values and back, for the vault. Pure and strict.

The shape is the dataclasses' own, with ``kind`` beside the fields. Whatever else comes back from
storage is an error: guessing at evidence is worse than reading the picture again.
"""

import dataclasses
import math
from types import MappingProxyType
from typing import Any

from verification.evidence import (
    Barcode,
    Box,
    DocumentEvidence,
    Face,
    FaceComparison,
    ImageMeasures,
    MrzReading,
    PrintedLine,
    SelfieEvidence,
    Shots,
    Traces,
    VisualZone,
)

Json = dict[str, Any]
CaptureEvidence = DocumentEvidence | SelfieEvidence | FaceComparison

_KINDS = MappingProxyType(
    {"document": DocumentEvidence, "selfie": SelfieEvidence, "comparison": FaceComparison}
)


class EvidenceShapeError(ValueError):
    """The value is not evidence of this version. The text names fields, never values."""


def dump(evidence: CaptureEvidence) -> Json:
    """Return the evidence as JSON values."""
    kind = next(name for name, shape in _KINDS.items() if isinstance(evidence, shape))
    return {"kind": kind, **dataclasses.asdict(evidence)}


def load(value: object) -> CaptureEvidence:
    """Return what ``dump`` was given.

    Raises:
        EvidenceShapeError: missing, unknown or wrongly typed fields.
    """
    fields = _object(value, "evidence")
    match fields.pop("kind", None):
        case "document":
            return _document(fields)
        case "selfie":
            return _selfie(fields)
        case "comparison":
            return _comparison(fields)
    raise EvidenceShapeError("kind is unknown")


def _document(fields: Json) -> DocumentEvidence:
    _expect(fields, DocumentEvidence)
    return DocumentEvidence(
        image=_measures(fields["image"]),
        mrz=None if fields["mrz"] is None else _mrz(fields["mrz"]),
        faces=_faces(fields["faces"]),
        quarter_turns=_whole(fields["quarter_turns"], "quarter_turns"),
        visual_zone=None if fields["visual_zone"] is None else _visual_zone(fields["visual_zone"]),
        barcode=None if fields["barcode"] is None else _barcode(fields["barcode"]),
        traces=None if fields["traces"] is None else _traces(fields["traces"]),
    )


def _selfie(fields: Json) -> SelfieEvidence:
    _expect(fields, SelfieEvidence)
    return SelfieEvidence(
        image=_measures(fields["image"]),
        faces=_faces(fields["faces"]),
        shots=None if fields["shots"] is None else _shots(fields["shots"]),
    )


def _shots(value: object) -> Shots:
    fields = _object(value, "shots")
    _expect(fields, Shots)
    return Shots(
        count=_whole(fields["count"], "count"),
        taken=_whole(fields["taken"], "taken"),
        difference=_number(fields["difference"], "difference"),
    )


def _comparison(fields: Json) -> FaceComparison:
    _expect(fields, FaceComparison)
    return FaceComparison(
        distance=_number(fields["distance"], "distance"), engine=_text(fields["engine"], "engine")
    )


def _measures(value: object) -> ImageMeasures:
    fields = _object(value, "image")
    _expect(fields, ImageMeasures)
    return ImageMeasures(
        width=_whole(fields["width"], "width"),
        height=_whole(fields["height"], "height"),
        sharpness=_number(fields["sharpness"], "sharpness"),
        brightness=_number(fields["brightness"], "brightness"),
        glare=_number(fields["glare"], "glare"),
    )


def _mrz(value: object) -> MrzReading:
    fields = _object(value, "mrz")
    _expect(fields, MrzReading)
    return MrzReading(
        lines=tuple(_text(line, "lines") for line in _list(fields["lines"], "lines")),
        confidence=_number(fields["confidence"], "confidence"),
        line_height=_number(fields["line_height"], "line_height"),
        sharpness=_number(fields["sharpness"], "sharpness"),
        doubtful=tuple(_text(name, "doubtful") for name in _list(fields["doubtful"], "doubtful")),
    )


def _barcode(value: object) -> Barcode:
    fields = _object(value, "barcode")
    _expect(fields, Barcode)
    return Barcode(
        payload=_text(fields["payload"], "payload"),
        unused_correction=_number(fields["unused_correction"], "unused_correction"),
    )


def _traces(value: object) -> Traces:
    fields = _object(value, "traces")
    _expect(fields, Traces)
    return Traces(
        editor=_flag(fields["editor"], "editor"),
        foreign_part=(
            None
            if fields["foreign_part"] is None
            else _number(fields["foreign_part"], "foreign_part")
        ),
        grid=None if fields["grid"] is None else _number(fields["grid"], "grid"),
    )


def _visual_zone(value: object) -> VisualZone:
    fields = _object(value, "visual_zone")
    _expect(fields, VisualZone)
    return VisualZone(tuple(_printed(line) for line in _list(fields["lines"], "lines")))


def _printed(value: object) -> PrintedLine:
    fields = _object(value, "line")
    _expect(fields, PrintedLine)
    return PrintedLine(
        text=_text(fields["text"], "text"),
        confidence=_number(fields["confidence"], "confidence"),
        box=_box(fields["box"]),
    )


def _faces(value: object) -> tuple[Face, ...]:
    return tuple(_face(face) for face in _list(value, "faces"))


def _face(value: object) -> Face:
    fields = _object(value, "face")
    _expect(fields, Face)
    measured = {"eyes_light", "mouth_relief", "eyes_open"}  # where it could be
    numbers = {
        name: _number(value, name)
        for name, value in fields.items()
        if name != "box" and not (name in measured and value is None)
    }
    return Face(box=_box(fields["box"]), **numbers)


def _box(value: object) -> Box:
    fields = _object(value, "box")
    _expect(fields, Box)
    return Box(**{name: _number(fields[name], name) for name in fields})


def _expect(fields: Json, shape: type[Any]) -> None:
    expected = {field.name for field in dataclasses.fields(shape)}
    if fields.keys() != expected:
        raise EvidenceShapeError(f"{shape.__name__} has other fields")


def _object(value: object, name: str) -> Json:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise EvidenceShapeError(f"{name} is not an object")
    return dict(value)


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list | tuple):
        raise EvidenceShapeError(f"{name} is not a list")
    return list(value)


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise EvidenceShapeError(f"{name} is not a text")
    return value


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise EvidenceShapeError(f"{name} is not a whole number")
    return value


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise EvidenceShapeError(f"{name} is not a flag")
    return value


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise EvidenceShapeError(f"{name} is not a number")
    return float(value)
