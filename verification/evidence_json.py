"""Evidence to plain JSON values and back, for the vault. Pure.

The shape is the dataclasses' own, with ``kind`` beside the fields. Whatever else comes back from
storage is an error, but for what ``json_shape.fields`` lets another version add or lack.
"""

import dataclasses
from types import MappingProxyType

from verification import json_shape
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
from verification.json_shape import (
    Json,
    ShapeError,
    flag,
    items,
    number,
    number_or_none,
    text,
    whole,
)

CaptureEvidence = DocumentEvidence | SelfieEvidence | FaceComparison

_KINDS = MappingProxyType(
    {"document": DocumentEvidence, "selfie": SelfieEvidence, "comparison": FaceComparison}
)


def dump(evidence: CaptureEvidence) -> Json:
    """Return the evidence as JSON values."""
    kind = next(name for name, shape in _KINDS.items() if isinstance(evidence, shape))
    return {"kind": kind, **dataclasses.asdict(evidence)}


def load(value: object) -> CaptureEvidence:
    """Return what ``dump`` was given.

    Raises:
        ShapeError: missing or wrongly typed fields, but for what ``json_shape.fields`` allows.
    """
    match value.get("kind") if isinstance(value, dict) else None:
        case "document":
            return _document(value)
        case "selfie":
            return _selfie(value)
        case "comparison":
            return _comparison(value)
    raise ShapeError("kind is unknown")


def _document(value: object) -> DocumentEvidence:
    fields = json_shape.fields(value, DocumentEvidence)
    return DocumentEvidence(
        image=_measures(fields["image"]),
        mrz=None if fields["mrz"] is None else _mrz(fields["mrz"]),
        faces=_faces(fields["faces"]),
        quarter_turns=whole(fields["quarter_turns"], "quarter_turns"),
        visual_zone=None if fields["visual_zone"] is None else _visual_zone(fields["visual_zone"]),
        barcode=None if fields["barcode"] is None else _barcode(fields["barcode"]),
        traces=None if fields["traces"] is None else _traces(fields["traces"]),
        edge_room=number_or_none(fields["edge_room"], "edge_room"),
    )


def _selfie(value: object) -> SelfieEvidence:
    fields = json_shape.fields(value, SelfieEvidence)
    return SelfieEvidence(
        image=_measures(fields["image"]),
        faces=_faces(fields["faces"]),
        shots=None if fields["shots"] is None else _shots(fields["shots"]),
    )


def _shots(value: object) -> Shots:
    fields = json_shape.fields(value, Shots)
    return Shots(
        count=whole(fields["count"], "count"),
        taken=whole(fields["taken"], "taken"),
        difference=number(fields["difference"], "difference"),
    )


def _comparison(value: object) -> FaceComparison:
    fields = json_shape.fields(value, FaceComparison)
    return FaceComparison(
        distance=number(fields["distance"], "distance"), engine=text(fields["engine"], "engine")
    )


def _measures(value: object) -> ImageMeasures:
    fields = json_shape.fields(value, ImageMeasures)
    return ImageMeasures(
        width=whole(fields["width"], "width"),
        height=whole(fields["height"], "height"),
        sharpness=number(fields["sharpness"], "sharpness"),
        brightness=number(fields["brightness"], "brightness"),
        glare=number(fields["glare"], "glare"),
    )


def _mrz(value: object) -> MrzReading:
    fields = json_shape.fields(value, MrzReading)
    return MrzReading(
        lines=tuple(text(line, "lines") for line in items(fields["lines"], "lines")),
        confidence=number(fields["confidence"], "confidence"),
        line_height=number(fields["line_height"], "line_height"),
        sharpness=number(fields["sharpness"], "sharpness"),
        doubtful=tuple(text(name, "doubtful") for name in items(fields["doubtful"], "doubtful")),
    )


def _barcode(value: object) -> Barcode:
    fields = json_shape.fields(value, Barcode)
    return Barcode(
        payload=text(fields["payload"], "payload"),
        unused_correction=number(fields["unused_correction"], "unused_correction"),
    )


def _traces(value: object) -> Traces:
    fields = json_shape.fields(value, Traces)
    return Traces(
        editor=flag(fields["editor"], "editor"),
        foreign_part=number_or_none(fields["foreign_part"], "foreign_part"),
        grid=number_or_none(fields["grid"], "grid"),
    )


def _visual_zone(value: object) -> VisualZone:
    fields = json_shape.fields(value, VisualZone)
    return VisualZone(tuple(_printed(line) for line in items(fields["lines"], "lines")))


def _printed(value: object) -> PrintedLine:
    fields = json_shape.fields(value, PrintedLine)
    return PrintedLine(
        text=text(fields["text"], "text"),
        confidence=number(fields["confidence"], "confidence"),
        box=_box(fields["box"]),
    )


def _faces(value: object) -> tuple[Face, ...]:
    return tuple(_face(face) for face in items(value, "faces"))


def _face(value: object) -> Face:
    fields = json_shape.fields(value, Face)
    # Of these there may be none.
    measured = {"eyes_light", "mouth_relief", "eyes_open", "nose_light", "nose_tint"}
    numbers = {
        name: number(value, name)
        for name, value in fields.items()
        if name != "box" and not (name in measured and value is None)
    }
    return Face(box=_box(fields["box"]), **numbers)


def _box(value: object) -> Box:
    fields = json_shape.fields(value, Box)
    return Box(**{name: number(fields[name], name) for name in fields})
