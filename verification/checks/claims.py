"""The relying party's claims against the document: one finding for each."""

from collections.abc import Iterator
from textwrap import shorten

from verification.checks import codes
from verification.checks.stated import licence_of
from verification.checks.zone import parsed
from verification.documents import aamva_identity
from verification.documents.icao9303 import Mrz
from verification.evidence import Evidence
from verification.findings import Finding, Outcome
from verification.matching import (
    DEFAULT_POLICY,
    ClaimComparison,
    DocumentIdentity,
    Match,
    Source,
    compare_claims,
)

_LONGEST = 150  # so that a message keeps to the 200 characters of its column
_ANSWERS = {
    Match.MATCHED: (Outcome.PASS, "The document states this claim"),
    Match.NOT_MATCHED: (Outcome.FAIL, "The document states something else"),
    Match.CANNOT_TELL: (Outcome.INCONCLUSIVE, "The document cannot tell"),
}


def claims(evidence: Evidence) -> Iterator[Finding]:
    """Compare every pushed claim with what zone or barcode says."""
    comparisons = compared(evidence)
    if not comparisons:
        for claim in evidence.claims:
            message = "No document was read that could tell."
            yield Finding(codes.CLAIM_PREFIX + claim, Outcome.INCONCLUSIVE, message)
    for comparison in comparisons:
        yield finding_of(comparison)


def compared(evidence: Evidence) -> tuple[ClaimComparison, ...]:
    """Return every pushed claim beside the document's; empty where nothing was read.

    Personal data, unlike the findings: it holds both values.
    """
    identity = _identity(evidence)
    if identity is None:
        return ()
    policy = DEFAULT_POLICY if evidence.matching is None else evidence.matching
    return compare_claims(evidence.claims, identity, policy)


def _identity(evidence: Evidence) -> DocumentIdentity | None:
    """Return the zone's identity, or where there is no zone the barcode's."""
    mrz = parsed(evidence)
    if mrz is not None:
        return identity_of(mrz)
    licence = licence_of(evidence)
    return None if licence is None else aamva_identity.identity_of(licence)


def identity_of(mrz: Mrz) -> DocumentIdentity:
    """Return what the zone says of its holder; a date whose check digit fails is no date."""
    sound = all(digit.passed for digit in mrz.check_digits if digit.name == "birthdate")
    return DocumentIdentity(
        source=Source.MRZ,
        family_name=mrz.names.primary,
        given_name=mrz.names.secondary,
        names_truncated=mrz.names.truncated,
        birthdate=mrz.birth.value if sound else None,
        country=mrz.issuing_state,
    )


def finding_of(comparison: ClaimComparison) -> Finding:
    """Return the comparison as a finding: the names of its rules, none of the values."""
    outcome, answer = _ANSWERS[comparison.match]
    names = ", ".join(dict.fromkeys(rule.name for rule in comparison.rules))
    rules = shorten(names, _LONGEST, placeholder=" …")
    return Finding(
        codes.CLAIM_PREFIX + comparison.claim,
        outcome,
        f"{answer} (by: {rules}).",
        round(comparison.strength, 3),
        unit="strength",
    )
