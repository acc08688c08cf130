"""The code of every finding; docs/reference/findings.md explains each."""

DOCUMENT_RESOLUTION = "document.resolution"
DOCUMENT_SHARPNESS = "document.sharpness"
DOCUMENT_EXPOSURE = "document.exposure"
DOCUMENT_GLARE = "document.glare"
DOCUMENT_ZONE_SHARPNESS = "document.zone_sharpness"
DOCUMENT_PORTRAIT_SHARPNESS = "document.portrait_sharpness"
DOCUMENT_WHOLE = "document.whole"
DOCUMENT_EDGE = "document.edge"
DOCUMENT_EDITOR = "document.editor"
DOCUMENT_COMPRESSION = "document.compression"
DOCUMENT_GRID = "document.grid"

MRZ_PRESENT = "mrz.present"
MRZ_DOCUMENT_NUMBER = "mrz.document_number"
MRZ_BIRTHDATE = "mrz.birthdate"
MRZ_EXPIRY = "mrz.expiry"
MRZ_PERSONAL = "mrz.personal"
MRZ_COMPOSITE = "mrz.composite"
MRZ_REPAIRED = "mrz.repaired"
MRZ_NAMES = "mrz.names"

BARCODE_PRESENT = "barcode.present"
BARCODE_STANDARD = "barcode.standard"

VISUAL_ZONE_FAMILY_NAME = "visual_zone.family_name"
VISUAL_ZONE_GIVEN_NAME = "visual_zone.given_name"
VISUAL_ZONE_DOCUMENT_NUMBER = "visual_zone.document_number"
VISUAL_ZONE_BIRTHDATE = "visual_zone.birthdate"
VISUAL_ZONE_EXPIRY = "visual_zone.expiry"

DOCUMENT_TYPE = "document.type"
DOCUMENT_ISSUER = "document.issuer"
DOCUMENT_EXPIRY = "document.expiry"
DOCUMENT_BIRTHDATE = "document.birthdate"
DOCUMENT_ISSUE_DATE = "document.issue_date"
DOCUMENT_AGE = "document.age"
DOCUMENT_COUNTRY = "document.country"
DOCUMENT_NUMBER_FORMAT = "document.number_format"
DOCUMENT_SIDES = "document.sides"
DOCUMENT_PORTRAIT = "document.portrait"
DOCUMENT_NUMBER_SEEN = "document.number_seen"
DOCUMENT_IMAGE_SEEN = "document.image_seen"

SELFIE_RESOLUTION = "selfie.resolution"
SELFIE_SHARPNESS = "selfie.sharpness"
SELFIE_EXPOSURE = "selfie.exposure"
SELFIE_ONE_FACE = "selfie.one_face"
SELFIE_FACE_SIZE = "selfie.face_size"
SELFIE_FRONTAL = "selfie.frontal"
SELFIE_EYES_OPEN = "selfie.eyes_open"
SELFIE_QUALITY = "selfie.quality"

SELFIE_IMAGE_SEEN = "selfie.image_seen"

FACE_MATCH = "face.match"
FACE_ALIKE = "face.alike"
PRESENTATION_SELFIE_GRID = "presentation.selfie_grid"
PRESENTATION_SELFIE_BORDER = "presentation.selfie_border"
PRESENTATION_SELFIE_SHOTS = "presentation.selfie_shots"
PRESENTATION_PASSIVE = "presentation.passive"
PRESENTATION_FRAMES_SEEN = "presentation.frames_seen"
PRESENTATION_TIMING = "presentation.timing"
PRESENTATION_CHALLENGE = "presentation.challenge_followed"
PRESENTATION_ONE_FACE = "presentation.one_face"
PRESENTATION_SAME_FACE = "presentation.same_face"
PRESENTATION_DEPTH = "presentation.depth"
PRESENTATION_MOTION = "presentation.motion"
PRESENTATION_FRAMES = "presentation.frames_live"
PRESENTATION_GRID = "presentation.grid"
PRESENTATION_LASTING_GRID = "presentation.lasting_grid"
PRESENTATION_LIGHT = "presentation.light"
PRESENTATION_ATTACK = "presentation.attack"

#: One finding for each pushed claim: ``claim.given_name``, ``claim.address.locality`` …
CLAIM_PREFIX = "claim."

ALL = (
    DOCUMENT_RESOLUTION,
    DOCUMENT_SHARPNESS,
    DOCUMENT_EXPOSURE,
    DOCUMENT_GLARE,
    DOCUMENT_ZONE_SHARPNESS,
    DOCUMENT_PORTRAIT_SHARPNESS,
    DOCUMENT_WHOLE,
    DOCUMENT_EDGE,
    DOCUMENT_EDITOR,
    DOCUMENT_COMPRESSION,
    DOCUMENT_GRID,
    MRZ_PRESENT,
    MRZ_DOCUMENT_NUMBER,
    MRZ_BIRTHDATE,
    MRZ_EXPIRY,
    MRZ_PERSONAL,
    MRZ_COMPOSITE,
    MRZ_REPAIRED,
    MRZ_NAMES,
    BARCODE_PRESENT,
    BARCODE_STANDARD,
    VISUAL_ZONE_FAMILY_NAME,
    VISUAL_ZONE_GIVEN_NAME,
    VISUAL_ZONE_DOCUMENT_NUMBER,
    VISUAL_ZONE_BIRTHDATE,
    VISUAL_ZONE_EXPIRY,
    DOCUMENT_TYPE,
    DOCUMENT_ISSUER,
    DOCUMENT_EXPIRY,
    DOCUMENT_BIRTHDATE,
    DOCUMENT_ISSUE_DATE,
    DOCUMENT_AGE,
    DOCUMENT_COUNTRY,
    DOCUMENT_NUMBER_FORMAT,
    DOCUMENT_SIDES,
    DOCUMENT_PORTRAIT,
    DOCUMENT_NUMBER_SEEN,
    DOCUMENT_IMAGE_SEEN,
    SELFIE_RESOLUTION,
    SELFIE_SHARPNESS,
    SELFIE_EXPOSURE,
    SELFIE_ONE_FACE,
    SELFIE_FACE_SIZE,
    SELFIE_FRONTAL,
    SELFIE_EYES_OPEN,
    SELFIE_QUALITY,
    SELFIE_IMAGE_SEEN,
    FACE_MATCH,
    FACE_ALIKE,
    PRESENTATION_SELFIE_GRID,
    PRESENTATION_SELFIE_BORDER,
    PRESENTATION_SELFIE_SHOTS,
    PRESENTATION_PASSIVE,
    PRESENTATION_FRAMES_SEEN,
    PRESENTATION_TIMING,
    PRESENTATION_CHALLENGE,
    PRESENTATION_ONE_FACE,
    PRESENTATION_SAME_FACE,
    PRESENTATION_DEPTH,
    PRESENTATION_MOTION,
    PRESENTATION_FRAMES,
    PRESENTATION_GRID,
    PRESENTATION_LASTING_GRID,
    PRESENTATION_LIGHT,
    PRESENTATION_ATTACK,
)
