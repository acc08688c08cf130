"""What each finding asks, in a reviewer's words. Pure."""

from verification.checks import codes

QUESTIONS = {
    codes.DOCUMENT_RESOLUTION: "Is the picture of the document large enough?",
    codes.DOCUMENT_SHARPNESS: "Is the picture of the document sharp?",
    codes.DOCUMENT_EXPOSURE: "Is the picture of the document neither too dark nor too bright?",
    codes.DOCUMENT_GLARE: "Is the picture of the document free of reflections?",
    codes.DOCUMENT_ZONE_SHARPNESS: "Is the machine-readable zone sharp?",
    codes.DOCUMENT_PORTRAIT_SHARPNESS: "Is the document's portrait sharp?",
    codes.DOCUMENT_WHOLE: "Is the document's portrait clear of the picture's edges?",
    codes.DOCUMENT_EDGE: "Is the document's outline clear of the picture's edges?",
    codes.DOCUMENT_EDITOR: "Does the file name no program that edits or makes pictures?",
    codes.DOCUMENT_COMPRESSION: "Was every part of the document's picture compressed together?",
    codes.DOCUMENT_GRID: "Is the document's portrait free of a screen's grid?",
    codes.MRZ_PRESENT: "Was the machine-readable zone read?",
    codes.MRZ_DOCUMENT_NUMBER: "Does the check digit of the document number agree?",
    codes.MRZ_BIRTHDATE: "Does the check digit of the date of birth agree?",
    codes.MRZ_EXPIRY: "Does the check digit of the date of expiry agree?",
    codes.MRZ_PERSONAL: "Does the check digit of the optional data agree?",
    codes.MRZ_COMPOSITE: "Does the composite check digit agree?",
    codes.MRZ_REPAIRED: "Was every character of the zone read as it must be?",
    codes.MRZ_NAMES: "Were the names read the same way twice?",
    codes.BARCODE_PRESENT: "Was the barcode of a licence read?",
    codes.BARCODE_STANDARD: "Is the barcode written as its issuer writes them?",
    codes.VISUAL_ZONE_FAMILY_NAME: "Does the print say the zone's family name?",
    codes.VISUAL_ZONE_GIVEN_NAME: "Does the print say the zone's given names?",
    codes.VISUAL_ZONE_DOCUMENT_NUMBER: "Does the print say the zone's document number?",
    codes.VISUAL_ZONE_BIRTHDATE: "Does the print say the zone's date of birth?",
    codes.VISUAL_ZONE_EXPIRY: "Does the print say the zone's date of expiry?",
    codes.DOCUMENT_TYPE: "Is the document of an accepted type?",
    codes.DOCUMENT_ISSUER: "Does the issuing state exist?",
    codes.DOCUMENT_EXPIRY: "Is the document still valid?",
    codes.DOCUMENT_BIRTHDATE: "Can the date of birth be true?",
    codes.DOCUMENT_ISSUE_DATE: "Can the date of issue be true?",
    codes.DOCUMENT_AGE: "Is the holder old enough?",
    codes.DOCUMENT_COUNTRY: "Is the document's issuer accepted?",
    codes.DOCUMENT_NUMBER_FORMAT: "Is the number built as its issuer builds them?",
    codes.DOCUMENT_SIDES: "Do front and back belong together?",
    codes.DOCUMENT_PORTRAIT: "Is there a portrait to compare with?",
    codes.DOCUMENT_NUMBER_SEEN: "Has nobody else shown this document number lately?",
    codes.DOCUMENT_IMAGE_SEEN: "Has nobody else sent this picture of a document lately?",
    codes.SELFIE_RESOLUTION: "Is the selfie large enough?",
    codes.SELFIE_SHARPNESS: "Is the face on the selfie sharp?",
    codes.SELFIE_EXPOSURE: "Is the selfie neither too dark nor too bright?",
    codes.SELFIE_ONE_FACE: "Does the selfie show exactly one face?",
    codes.SELFIE_FACE_SIZE: "Is the face on the selfie large enough?",
    codes.SELFIE_FRONTAL: "Does the face look into the camera?",
    codes.SELFIE_EYES_OPEN: "Are the eyes open?",
    codes.SELFIE_QUALITY: "Is the selfie good to be compared?",
    codes.SELFIE_IMAGE_SEEN: "Has nobody else sent this selfie lately?",
    codes.FACE_ALIKE: "Are portrait and selfie alike enough for a person to judge?",
    codes.FACE_MATCH: "Are portrait and selfie the same face?",
    codes.PRESENTATION_SELFIE_GRID: "Is the selfie free of a screen's or print's grid?",
    codes.PRESENTATION_SELFIE_BORDER: "Is there no frame around the face, as a phone's or print's?",
    codes.PRESENTATION_SELFIE_SHOTS: "Do the selfie's two shots differ as a camera's do?",
    codes.PRESENTATION_PASSIVE: "Does the selfie show a living person, by what a picture can tell?",
    codes.PRESENTATION_FRAMES_SEEN: "Has nobody else sent these frames lately?",
    codes.PRESENTATION_TIMING: "Did the challenge's frames come in time?",
    codes.PRESENTATION_CHALLENGE: "Was every movement made when it was asked for?",
    codes.PRESENTATION_ONE_FACE: "Do the challenge's frames show one face?",
    codes.PRESENTATION_SAME_FACE: "Is it the selfie's face in the challenge's frames?",
    codes.PRESENTATION_DEPTH: "Has the face depth?",
    codes.PRESENTATION_FRAMES: "Do the frames differ as a camera's do?",
    codes.PRESENTATION_GRID: "Are the frames free of a screen's or print's grid?",
    codes.PRESENTATION_MOTION: "Did the head pass through the angles between?",
    codes.PRESENTATION_LIGHT: "Did the light of the page show on the face?",
    codes.PRESENTATION_LASTING_GRID: "Does no grid stay on the face through the frames?",
    codes.PRESENTATION_ATTACK: "Is it a living person, and no picture or film of one?",
}

_CLAIMS = {
    "given_name": "given name",
    "family_name": "family name",
    "middle_name": "middle name",
    "birthdate": "date of birth",
    "email": "e-mail address",
    "phone_number": "phone number",
    "address.street_address": "street",
    "address.locality": "city",
    "address.region": "region",
    "address.postal_code": "postal code",
    "address.country": "country",
}
CLAIM_CODES = tuple(codes.CLAIM_PREFIX + claim for claim in _CLAIMS)


def question(code: str) -> str:
    """Return what the finding answers; the code itself for one that a later version dropped."""
    if code.startswith(codes.CLAIM_PREFIX):
        claim = code.removeprefix(codes.CLAIM_PREFIX)
        return f"Does the document state the {_CLAIMS.get(claim, claim)} that was pushed?"
    return QUESTIONS.get(code, code)
