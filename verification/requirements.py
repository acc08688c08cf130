"""Which findings a flow insists on. Pure."""

from collections.abc import Iterable
from types import MappingProxyType

from verification.checks import codes
from verification.checks.stated import stated
from verification.decision import Requirements
from verification.documents.kinds import DocumentType
from verification.evidence import Evidence
from verification.matching import Source
from verification.matching.policy import DEFAULT_POLICY, ClaimPolicy, MatchingPolicy, Mode
from verification.matching.stored import ALWAYS_COMPARED

_ALWAYS = frozenset(
    {
        codes.DOCUMENT_TYPE,
        codes.DOCUMENT_COUNTRY,
        codes.DOCUMENT_EXPIRY,
        codes.DOCUMENT_BIRTHDATE,
        codes.DOCUMENT_PORTRAIT,
        codes.SELFIE_ONE_FACE,
        codes.SELFIE_FACE_SIZE,
        codes.FACE_MATCH,
        *(codes.CLAIM_PREFIX + claim for claim in ALWAYS_COMPARED),
    }
)
_OF_A_ZONE = frozenset(
    {
        codes.MRZ_PRESENT,
        codes.MRZ_DOCUMENT_NUMBER,
        codes.MRZ_BIRTHDATE,
        codes.MRZ_EXPIRY,
        codes.MRZ_COMPOSITE,
    }
)
# A barcode proves nothing by itself: its holder's portrait is on the other side.
_OF_A_BARCODE = frozenset({codes.BARCODE_PRESENT, codes.DOCUMENT_SIDES})
# What a passport proves when it is asked; a claim it cannot prove is neither required nor refused.
_IF_PUSHED = frozenset({"birthdate"})
# A picture may be poor and still be read: then the reading decides. And some documents bear other
# numbers than their zone's, under a caption that says no more.
_ADVISORY = frozenset(
    {
        codes.VISUAL_ZONE_DOCUMENT_NUMBER,
        codes.DOCUMENT_RESOLUTION,
        codes.DOCUMENT_SHARPNESS,
        codes.DOCUMENT_EXPOSURE,
        codes.DOCUMENT_GLARE,
        codes.DOCUMENT_ZONE_SHARPNESS,
        codes.DOCUMENT_PORTRAIT_SHARPNESS,
        codes.DOCUMENT_WHOLE,
        codes.DOCUMENT_EDGE,
        codes.DOCUMENT_EDITOR,
        codes.DOCUMENT_COMPRESSION,
        codes.DOCUMENT_GRID,
        codes.BARCODE_STANDARD,
        codes.DOCUMENT_NUMBER_FORMAT,
        codes.DOCUMENT_NUMBER_SEEN,
        codes.DOCUMENT_IMAGE_SEEN,
        codes.SELFIE_RESOLUTION,
        codes.SELFIE_SHARPNESS,
        codes.SELFIE_EXPOSURE,
        codes.SELFIE_FRONTAL,
        codes.SELFIE_EYES_OPEN,
        codes.SELFIE_QUALITY,
        codes.PRESENTATION_SELFIE_GRID,
        codes.PRESENTATION_SELFIE_BORDER,
        codes.PRESENTATION_SELFIE_SHOTS,
    }
)
# What a flow may leave to a person, who sees the pictures and both names. What is not here refuses,
# whatever a flow says: the zone's check digits, the document's type, its issuer, its expiry.
REVIEWABLE = (
    codes.CLAIM_PREFIX + "given_name",
    codes.CLAIM_PREFIX + "family_name",
    codes.CLAIM_PREFIX + "middle_name",
    codes.CLAIM_PREFIX + "birthdate",
    codes.VISUAL_ZONE_FAMILY_NAME,
    codes.VISUAL_ZONE_GIVEN_NAME,
    codes.VISUAL_ZONE_DOCUMENT_NUMBER,
    codes.VISUAL_ZONE_BIRTHDATE,
    codes.VISUAL_ZONE_EXPIRY,
    codes.MRZ_PERSONAL,
    codes.MRZ_REPAIRED,
    codes.MRZ_NAMES,
    codes.DOCUMENT_SIDES,
    codes.DOCUMENT_EDITOR,
    codes.DOCUMENT_COMPRESSION,
    codes.DOCUMENT_GRID,
    codes.DOCUMENT_ISSUE_DATE,
    codes.DOCUMENT_NUMBER_FORMAT,
    codes.DOCUMENT_PORTRAIT,
    codes.DOCUMENT_NUMBER_SEEN,
    codes.DOCUMENT_IMAGE_SEEN,
    codes.BARCODE_STANDARD,
    codes.SELFIE_ONE_FACE,
    codes.SELFIE_IMAGE_SEEN,
    codes.FACE_MATCH,
    codes.PRESENTATION_SELFIE_GRID,
    codes.PRESENTATION_SELFIE_BORDER,
    codes.PRESENTATION_SELFIE_SHOTS,
    codes.PRESENTATION_PASSIVE,
    codes.PRESENTATION_TIMING,
    codes.PRESENTATION_CHALLENGE,
    codes.PRESENTATION_ONE_FACE,
    codes.PRESENTATION_SAME_FACE,
    codes.PRESENTATION_DEPTH,
    codes.PRESENTATION_MOTION,
    codes.PRESENTATION_FRAMES,
    codes.PRESENTATION_GRID,
    codes.PRESENTATION_LASTING_GRID,
    codes.PRESENTATION_LIGHT,
    codes.PRESENTATION_ATTACK,
)

# The conclusion that a level of presentation attack detection rests on.
_OF_LEVEL = MappingProxyType(
    {"passive": codes.PRESENTATION_PASSIVE, "active": codes.PRESENTATION_ATTACK}
)

# Told to a person unless a flow says otherwise: one document for several people is a reason to
# look, and no proof. Specimens are everybody's, so the sandbox only notes it.
_SEEN = (codes.DOCUMENT_NUMBER_SEEN, codes.DOCUMENT_IMAGE_SEEN)


def reviewed_by_default() -> list[str]:
    """Return what a new flow leaves to a person."""
    return list(_SEEN)


def requirements_for(
    claims: Iterable[str],
    *,
    liveness: str,
    sandbox: bool = False,
    matching: MatchingPolicy | None = None,
    review: Iterable[str] = (),
    everybody: bool = False,
    sampled: bool = False,
    document: frozenset[str] = _OF_A_ZONE,
) -> Requirements:
    """Return what must pass, and what may fail, for a document and a selfie.

    Args:
        claims: names of the claims that the relying party pushed.
        liveness: the flow's level of presentation attack detection; only ``none`` goes without.
        sandbox: accept documents of Utopia, which everybody can make. Never for a real session.
        matching: how the flow compares claims; None is the default policy.
        review: codes that the flow leaves to a person; those not ``REVIEWABLE`` stay refusals.
        everybody: whether a person judges those, too, whom every check passed.
        sampled: whether chance chose this session for a person.
        document: from ``codes_of_document``; without, those of a passport.
    """
    pushed = frozenset(claims) - ALWAYS_COMPARED
    policy = DEFAULT_POLICY if matching is None else matching
    noted = {claim for claim in pushed if _is_only_noted(policy.of(claim))}
    required = _ALWAYS | document | _claim_codes(_IF_PUSHED & pushed - noted)
    advisory = _ADVISORY | _claim_codes(noted)
    if liveness != "none":
        required |= {_OF_LEVEL.get(liveness, codes.PRESENTATION_ATTACK)}
    reviewed = frozenset(review) & frozenset(REVIEWABLE)
    if sandbox:
        shared = {codes.DOCUMENT_ISSUER, codes.SELFIE_IMAGE_SEEN}
        reviewed -= {*_SEEN, *shared}
        return Requirements(required, advisory | shared, reviewed, everybody, sampled)
    required |= {codes.DOCUMENT_ISSUER}
    return Requirements(required, advisory, reviewed, everybody, sampled)


def codes_of_document(evidence: Evidence) -> frozenset[str]:
    """Return what such a document has to answer: a licence has no zone, a visa no composite digit.

    Where nothing was read it is what a passport has to answer, and nothing will.
    """
    read = stated(evidence)
    if read is not None and read.source is Source.BARCODE:
        required = _OF_A_BARCODE
    elif read is not None and read.type is DocumentType.VISA:
        required = _OF_A_ZONE - {codes.MRZ_COMPOSITE}
    else:
        required = _OF_A_ZONE
    if evidence.back is not None:
        required |= {codes.DOCUMENT_SIDES}
    if evidence.accepted.minimum_age:
        required |= {codes.DOCUMENT_AGE}
    return required


def codes_of_kept(required: Iterable[str]) -> frozenset[str]:
    """Return which of the codes that were required were so for the document that was read."""
    of_documents = _OF_A_ZONE | _OF_A_BARCODE | {codes.DOCUMENT_SIDES, codes.DOCUMENT_AGE}
    return frozenset(required) & of_documents


def _is_only_noted(policy: ClaimPolicy) -> bool:
    return policy.advisory or policy.mode is Mode.IGNORE


def _claim_codes(claims: Iterable[str]) -> frozenset[str]:
    return frozenset(codes.CLAIM_PREFIX + claim for claim in claims)
