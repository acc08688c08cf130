"""Every number that checks compare with. Sources: docs/documents.md, docs/biometrics.md."""

from types import MappingProxyType

# Pictures, as ``ImageMeasures`` has them.
DOCUMENT_MIN_SIDE = 500
SELFIE_MIN_SIDE = 400
MIN_SHARPNESS = 25.0
MIN_BRIGHTNESS = 50.0
MAX_BRIGHTNESS = 235.0
MAX_GLARE = 0.12
#: Beyond these nothing can be read from a document, so that it is not tried.
HOPELESS_SHARPNESS, HOPELESS_DARKNESS, HOPELESS_LIGHT = 2.5, 8.0, 252.0
# Under these, a check digit that fails may be the reader's fault; as ``MrzReading`` has them.
MIN_MRZ_SHARPNESS = 60.0
MIN_MRZ_CONFIDENCE = 0.93
MIN_MRZ_LINE_HEIGHT = 14.0

#: From the portrait's face to the picture's edge, in distances between its eyes.
MIN_ROOM = 0.3
MIN_EDGE_ROOM = 0.01  # of the picture's shorter side
MAX_FOREIGN_PART = 400.0  # as ``Traces`` has it

# Print, as ``PrintedLine`` has it. Under this a reading neither agrees nor disagrees.
MIN_PRINT_CONFIDENCE = 0.9
#: Names less alike than this are two names; between this and 1 letters may be misread.
MIN_PRINTED_LIKENESS = 0.7
#: Letters: a shorter name may stand anywhere by chance, and anything may be unlike it.
SHORT_NAME = 4

#: Of family name, number and date of birth: how many a card's two sides must share.
MIN_SHARED_FIELDS = 2

# Faces, as ``Face`` has them.
PORTRAIT_MIN_EYES = 24.0
SURE_PORTRAIT_EYES = 28.0
SELFIE_MIN_EYES = 60.0
MAX_YAW = 25.0
MAX_PITCH = 25.0
MAX_ROLL = 30.0
MIN_FACE_SHARPNESS = 12.0
MIN_EYES_LIGHT, MIN_MOUTH_RELIEF, MIN_EYES_OPEN = 0.45, 0.08, 0.15
MIN_NOSE_LIGHT, MAX_NOSE_TINT = 0.6, 0.18
MIN_QUALITY = 0.3  # as ``selfie_quality`` has it
#: A second face counts when its eyes are at least this share of the largest face's apart.
SECOND_FACE_SHARE = 0.4

# Presentation attacks, as ``FrameEvidence`` and ``Parallax`` have them. Between a pair of limits
# it cannot be told.
MAX_FRAME_LAG = 3.0  # seconds from a nonce to its frame, beyond the pace at which they are taken
MIN_FRAME_SHARE = 0.6  # of the frames that the pace gives time for
MAX_FRAMES_WITHOUT_FACE = 0.15
MAX_FRAMES_WITH_FACES = 0.1
MIN_RELIEF, FLAT_RELIEF = 0.4, 0.2  # the median of the turns
MIN_ONE_RELIEF = 0.2  # of any turn
MAX_JUMP = 0.46  # of a turn's way, between two frames
HELD_UP = 0.4  # seconds between two frames that a network made
SAME_FRAME = 0.15
MAX_SAME_FRAMES, REPLAYED_FRAMES = 1, 3
MAX_GRID, SURE_GRID = 3.5, 5.5
BORDER = 3  # corners of a frame around the face
SAME_SHOT = 0.1  # mean difference of grey values, as ``Shots`` has it
MAX_LASTING_GRID, SURE_LASTING_GRID = 7.5, 10.0
# Of the face's light to the page's, as ``Response`` has them.
MIN_LIKENESS, MIN_EVEN, MIN_GAIN, MIN_ALONE = 0.75, 0.35, 0.025, 0.4

# Ages in years.
MAX_AGE = 120

#: Largest distance that is a match, by engine and by false match rate (FMR). The first engine's are
#: for sessions that were under way when the second came.
FACE_DISTANCE = MappingProxyType(
    {
        "dlib-resnet-v1": ((0.0001, 0.50), (0.001, 0.55), (0.01, 0.60)),
        "dlib-resnet-v2": ((0.0001, 0.48), (0.001, 0.53), (0.01, 0.59)),
    }
)
DEFAULT_FMR = 0.001


Rows = tuple[tuple[float, float], ...]


def face_distance(engine: str, fmr: float, calibration: Rows = ()) -> float | None:
    """Return the threshold for the loosest listed rate that is not above ``fmr``.

    None for an unknown engine, or a rate below what the engine was measured for.

    Args:
        engine: which model measured the distance.
        fmr: the false match rate that is allowed, 0 to 1.
        calibration: measured by the operator for this engine; goes before the table.
    """
    rows = calibration or FACE_DISTANCE.get(engine, ())
    return max((distance for rate, distance in rows if rate <= fmr), default=None)
