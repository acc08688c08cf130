"""Whether another try can help somebody who was refused, and with which pictures. Pure.

Only what the pictures themselves make plain can be mended by another one: a document that cannot
be used or read, a face that cannot be seen. Whatever hints at somebody else or at a forgery is on
no list here. Where both were found another try is offered all the same: the offer follows from
the plain reasons alone, so that it tells nothing of the others.
"""

from collections.abc import Iterable

from verification.checks import codes
from verification.findings import Outcome

DOCUMENT = "document"
SELFIE = "selfie"

# Findings that a better picture mends, whether they failed or could not tell.
MENDED_BY = {
    codes.DOCUMENT_TYPE: DOCUMENT,
    codes.DOCUMENT_COUNTRY: DOCUMENT,
    codes.DOCUMENT_EXPIRY: DOCUMENT,
    codes.MRZ_PRESENT: DOCUMENT,
    codes.BARCODE_PRESENT: DOCUMENT,
    codes.DOCUMENT_PORTRAIT: DOCUMENT,
    codes.SELFIE_ONE_FACE: SELFIE,
    codes.SELFIE_FACE_SIZE: SELFIE,
}
# What was not read may be read in a better picture; what was read and is wrong stays wrong.
_UNREAD = {
    codes.MRZ_DOCUMENT_NUMBER: DOCUMENT,
    codes.MRZ_BIRTHDATE: DOCUMENT,
    codes.MRZ_EXPIRY: DOCUMENT,
    codes.MRZ_COMPOSITE: DOCUMENT,
    codes.DOCUMENT_ISSUER: DOCUMENT,
    codes.DOCUMENT_BIRTHDATE: DOCUMENT,
}


def to_take_again(reasons: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return which pictures to take again; empty where another try cannot help.

    Args:
        reasons: code and outcome of each finding that refused.
    """
    return frozenset(filter(None, (_mends(*reason) for reason in reasons)))


def _mends(code: str, outcome: str) -> str | None:
    if code in MENDED_BY:
        return MENDED_BY[code]
    return _UNREAD.get(code) if outcome == Outcome.INCONCLUSIVE else None
