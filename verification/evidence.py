"""What readers took from the pixels and what the relying party claims; frozen, and free of pixels.

Lengths are pixels of the upright image after decoding. Checks get an ``Evidence`` and nothing
else: no clock, no database, no images.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from verification.challenge.evidence import ChallengeEvidence
from verification.documents.kinds import Accepted

if TYPE_CHECKING:  # matching takes claimed values from here
    from verification.matching.policy import MatchingPolicy


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in an upright image; origin at its top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ImageMeasures:
    """How good a picture is, measured on a copy 1000 pixels on its long side.

    Attributes:
        width: of the decoded picture, upright.
        height: of the decoded picture, upright.
        sharpness: variance of the Laplacian of luma; 0 and more, higher is sharper.
        brightness: mean luma, 0 (black) to 255 (white).
        glare: share of pixels clipped to white, 0 to 1.
    """

    width: int
    height: int
    sharpness: float
    brightness: float
    glare: float


@dataclass(frozen=True, slots=True)
class MrzReading:
    """The machine-readable zone as read; not yet believed.

    Attributes:
        lines: two or three lines of MRZ characters, top to bottom.
        confidence: the recogniser's mean probability of the least certain line, 0 to 1.
        line_height: pixels from top to bottom of a text line in the decoded picture.
        sharpness: variance of the Laplacian over the lines cut out at 48 pixels height.
        doubtful: which of the fields that no check digit covers several looks leave open.
    """

    lines: tuple[str, ...]
    confidence: float
    line_height: float
    sharpness: float
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Barcode:
    """A PDF417 symbol as decoded; not yet believed.

    Attributes:
        payload: its bytes, one character each (ISO 8859-1).
        unused_correction: share of its error correction that the decoding did not need, 0 to 1.
    """

    payload: str
    unused_correction: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of print as read; not yet believed.

    Lengths are pixels of the page, laid level.

    Attributes:
        text: Latin letters, digits and punctuation; print in other scripts comes out as nothing,
            or as rubbish of low confidence.
        confidence: the recogniser's mean probability of its characters, 0 to 1.
        box: around the line.
    """

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class VisualZone:
    """The printed face of the document, top to bottom: above the zone, or all that is printed."""

    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """One face found in a picture.

    Attributes:
        box: around the face.
        confidence: the detector's score, 0 to 1.
        eye_distance: pixels between the centres of the eyes.
        yaw: degrees, positive when the person looks to the picture's right side.
        pitch: degrees, positive when the person looks up.
        roll: degrees, positive when the head leans clockwise in the picture.
        sharpness: variance of the Laplacian over the face scaled to 150 pixels.
        eyes_light: of the lighter eye, as a share of the cheeks' light; dark behind sunglasses.
        mouth_relief: contrast of the mouth, as a share of the cheeks' light; none under a mask.
        eyes_open: height between the lids by the eye's width, of the eye that is wider open.
        nose_light: as a share of the light between the brows; dark under a black mask.
        nose_tint: difference of the nose's colour from that between the brows, 0 to 2, whatever
            the light; under a coloured mask 0.2 and more.
            All five None where they were not measured.
    """

    box: Box
    confidence: float
    eye_distance: float
    yaw: float
    pitch: float
    roll: float
    sharpness: float
    eyes_light: float | None = None
    mouth_relief: float | None = None
    eyes_open: float | None = None
    nose_light: float | None = None
    nose_tint: float | None = None


@dataclass(frozen=True, slots=True)
class Traces:
    """Cues that a picture was edited, or is one of a screen.

    Attributes:
        editor: the file's metadata names a program that edits or makes pictures.
        foreign_part: how surely one part was not compressed with the rest, in nats, 0 and more;
            None where nothing of an earlier compression is left.
        grid: how far a regular pattern stands out of the portrait's spectrum, in robust standard
            deviations; None without a portrait.
    """

    editor: bool
    foreign_part: float | None
    grid: float | None


@dataclass(frozen=True, slots=True)
class DocumentEvidence:
    """One picture of a document.

    Attributes:
        image: how good the picture is.
        mrz: the machine-readable zone, None when there is none to be seen.
        faces: largest first; the first is taken as the portrait. Boxes are pixels of the
            picture after ``quarter_turns``.
        quarter_turns: against the clock, 0 to 3, after which the document's text is upright.
        visual_zone: the print above the zone, or of a side with a portrait and no zone; None when
            there is neither.
        barcode: of a licence's back, None when there is none to be seen.
        traces: of editing and of screens, None where they were not looked for.
        edge_room: from the document's outline to the picture's nearest edge, share of the picture's
            shorter side; None where no outline was found.
    """

    image: ImageMeasures
    mrz: MrzReading | None
    faces: tuple[Face, ...]
    quarter_turns: int = 0
    visual_zone: VisualZone | None = None
    barcode: Barcode | None = None
    traces: Traces | None = None
    edge_room: float | None = None


@dataclass(frozen=True, slots=True)
class Shots:
    """A selfie's short series, of which one picture was taken.

    Attributes:
        count: pictures in it, two and more.
        taken: which was the best, from 1.
        difference: between the two that are most alike, mean of the grey values of all pixels.
    """

    count: int
    taken: int
    difference: float


@dataclass(frozen=True, slots=True)
class SelfieEvidence:
    """One picture of the person. ``faces``: largest first. ``shots``: None for a single picture."""

    image: ImageMeasures
    faces: tuple[Face, ...]
    shots: Shots | None = None


@dataclass(frozen=True, slots=True)
class FaceComparison:
    """Reference (document portrait) against probe (selfie), in the words of ISO/IEC 2382-37.

    Attributes:
        distance: between the two embeddings; 0 and more, smaller is more alike.
        engine: which model measured it, as thresholds hold for one model only.
    """

    distance: float
    engine: str


@dataclass(frozen=True, slots=True)
class ClaimedValue:
    """One value the relying party pushed. ``fuzzy`` False always means an exact comparison."""

    value: str
    fuzzy: bool


class Seen(StrEnum):
    """What is known again when another session shows it; keyed digests stand for it."""

    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_IMAGE = "document_image"  # the very same pixels
    DOCUMENT_LOOK = "document_look"  # a copy: scaled, compressed, dimmed
    SELFIE_IMAGE = "selfie_image"
    SELFIE_LOOK = "selfie_look"
    FRAME = "frame"  # of a challenge, byte for byte


@dataclass(frozen=True, slots=True)
class PadScore:
    """What an operator's model of presentation attack detection says of the selfie.

    Attributes:
        score: 0 to 1; greater speaks for a living person.
        attack_below: scores under it are an attack.
        bona_fide_from: scores from it on are a living person.
        model: which one said it.
    """

    score: float
    attack_below: float
    bona_fide_from: float
    model: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the checks may look at.

    Attributes:
        on: the day of the verification; checks have no clock of their own.
        claims: pushed by the relying party, by claim name; address members as
            ``address.locality`` and so on.
        document: what was read from the document, of two sides the one with the portrait; None
            when no picture was readable.
        back: the other side, None when the document needs none.
        selfie: what was read from the selfie, None when no picture was readable.
        comparison: None when either side has no face to compare.
        colours_required: whether the flow insists on the page's colours in a challenge.
        face_fmr: the false match rate that the flow allows, 0 to 1; checks read no settings.
        face_review_fmr: the rate up to which a person may judge two faces; None: there is no band.
        face_calibration: false match rates and the largest distance for each, measured for the
            engine by the operator; empty where the built-in table holds.
        challenge: what was seen of the active challenge, None where none was recorded.
        selfie_grid: how far a screen's or print's grid stands out of the selfie's spectrum, in
            robust standard deviations; None where it was not measured.
        selfie_border: corners of a frame around the selfie's face, 0 to 4; None where it was not
            looked for.
        pad: what the operator's model says of the selfie, None without one.
        matching: how the flow compares claims, None where it says nothing of its own.
        seen: how many sessions about other people showed the same lately; nothing where it was
            not looked for.
        accepted: which documents the flow accepts.
    """

    on: date
    claims: Mapping[str, ClaimedValue] = field(default_factory=dict)
    document: DocumentEvidence | None = None
    selfie: SelfieEvidence | None = None
    comparison: FaceComparison | None = None
    face_fmr: float = 0.001
    colours_required: bool = False
    face_review_fmr: float | None = None
    face_calibration: tuple[tuple[float, float], ...] = ()
    challenge: ChallengeEvidence | None = None
    selfie_grid: float | None = None
    selfie_border: int | None = None
    pad: PadScore | None = None
    matching: "MatchingPolicy | None" = None
    seen: Mapping[Seen, int] = field(default_factory=dict)
    accepted: Accepted = Accepted()  # noqa: RUF009  # frozen
    back: DocumentEvidence | None = None
