"""Evidence of a good passport and its holder, to be changed one thing at a time."""

from dataclasses import replace
from datetime import date

from sandbox.specimens.licence import STYLES
from sandbox.specimens.licence_payload import Holder, Style, payload_of
from verification import checks
from verification.documents.icao9303 import check_digit
from verification.documents.kinds import Accepted, DocumentType
from verification.evidence import (
    Barcode,
    Box,
    ClaimedValue,
    DocumentEvidence,
    Evidence,
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
from verification.findings import Finding, Outcome

ON = date(2026, 11, 24)
IMAGE = ImageMeasures(width=1600, height=1200, sharpness=400, brightness=150, glare=0.0)
FACE = Face(
    box=Box(100, 100, 200, 200),
    confidence=0.9,
    eye_distance=90,
    yaw=0,
    pitch=0,
    roll=0,
    sharpness=100,
    eyes_open=0.3,
)


def zone(
    *, birth: str = "740812", expiry: str = "310415", state: str = "UTO", code: str = "P<"
) -> tuple[str, ...]:
    first = f"{code}{state:<<3}ERIKSSON<<ANNA<MARIA".ljust(44, "<")
    number = "L898902C3" + check_digit("L898902C3")
    dates = [field + check_digit(field) for field in (birth, expiry)]
    personal = "<" * 14 + "0"
    composite = check_digit(number + dates[0] + dates[1] + personal)
    return first, f"{number}{state:<<3}{dates[0]}F{dates[1]}{personal}{composite}"


def numbered_zone(read: str, right: str) -> tuple[str, ...]:
    """A zone in which ``read`` was read where the document says ``right``."""
    first, second = zone()
    number = right + check_digit(right)
    composite = check_digit(number + second[13:20] + second[21:43])
    return first, read + number[9] + second[10:43] + composite


def reading(lines: tuple[str, ...] | None = None) -> MrzReading:
    return MrzReading(lines or zone(), confidence=0.99, line_height=30, sharpness=3000)


def printed(*lines: str, confidence: float = 0.99) -> VisualZone:
    """Lines of print below each other, captions and values."""
    boxes = (Box(400, 40.0 * row, 200, 24) for row in range(len(lines)))
    return VisualZone(
        tuple(PrintedLine(text, confidence, box) for text, box in zip(lines, boxes, strict=True))
    )


PRINT = (
    "Passport No./N° de passeport",
    "L898902C3",
    "Surname/Nom",
    "ERIKSSON",
    "Given names/Prénoms",
    "ANNA MARIA",
    "Date of birth/Date de naissance",
    "12 AUG/AOÛT 74",
    "Date of expiry/Date d'expiration",
    "15 APR/AVR 31",
    "Date of issue/Date de délivrance",
    "16 APR/AVR 21",
)
DOCUMENT = DocumentEvidence(
    image=IMAGE,
    mrz=reading(),
    faces=(FACE,),
    visual_zone=printed(*PRINT),
    traces=Traces(editor=False, foreign_part=12.0, grid=2.5),
    edge_room=0.05,
)
ANY_PROOF = Accepted(
    frozenset({DocumentType.PASSPORT, DocumentType.IDENTITY_CARD, DocumentType.DRIVING_LICENCE})
)
SELFIE = SelfieEvidence(image=IMAGE, faces=(FACE,), shots=Shots(2, 1, 2.5))
GOOD = Evidence(
    on=ON,
    claims={
        "given_name": ClaimedValue("Anna Maria", fuzzy=True),
        "family_name": ClaimedValue("Eriksson", fuzzy=True),
        "birthdate": ClaimedValue("1974-08-12", fuzzy=True),
    },
    document=DOCUMENT,
    selfie=SELFIE,
    comparison=FaceComparison(distance=0.3, engine="dlib-resnet-v2"),
)


HOLDER = Holder(
    family_name="ERIKSSON",
    given_name="ANNA",
    middle_name="MARIA",
    birthdate=date(1974, 8, 12),
    issued=date(2024, 1, 9),
    expiry=date(2032, 8, 12),
    document_number="T64235789",
)
FRONT = (
    "VIRGINIA DRIVER'S LICENSE",
    "4d LIC NO",
    "T64235789",
    "1 FAMILY NAME",
    "ERIKSSON",
    "2 GIVEN NAMES",
    "ANNA MARIA",
    "3 DOB",
    "08/12/1974",
    "4b EXP",
    "08/12/2032",
)


def card(of: Holder = HOLDER, style: Style = STYLES[0], front: tuple[str, ...] = FRONT) -> Evidence:
    """A licence's two sides, accepted like passports and identity cards."""
    barcode = Barcode(payload_of(of, style).decode("iso-8859-1"), unused_correction=0.8)
    return replace(
        GOOD,
        document=replace(DOCUMENT, mrz=None, visual_zone=printed(*front)),
        back=DocumentEvidence(IMAGE, None, (), barcode=barcode),
        accepted=ANY_PROOF,
    )


def with_zone(lines: tuple[str, ...] | None) -> Evidence:
    """Another zone on a page whose print nobody could read."""
    mrz = None if lines is None else reading(lines)
    return replace(GOOD, document=replace(DOCUMENT, mrz=mrz, visual_zone=None))


def with_print(*lines: str, confidence: float = 0.99) -> Evidence:
    zone_ = printed(*lines, confidence=confidence)
    return replace(GOOD, document=replace(DOCUMENT, visual_zone=zone_))


def with_printed(instead: str, text: str, *, confidence: float = 0.99) -> Evidence:
    """Print ``text`` where ``instead`` stands."""
    lines = (text if line == instead else line for line in PRINT)
    return with_print(*lines, confidence=confidence)


def with_document_faces(*faces: Face) -> Evidence:
    return replace(GOOD, document=replace(DOCUMENT, faces=faces))


def with_selfie_faces(*faces: Face) -> Evidence:
    return replace(GOOD, selfie=replace(SELFIE, faces=faces))


def by_code(evidence: Evidence) -> dict[str, Finding]:
    findings = checks.run(evidence)
    assert len({finding.code for finding in findings}) == len(findings)
    return {finding.code: finding for finding in findings}


def outcome(evidence: Evidence, code: str) -> Outcome:
    return by_code(evidence)[code].outcome
