"""The rules of OIDC4IDA's published JSON schema for ``verified_claims``, as far as we use it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
_VERIFICATION = {
    *("trust_framework", "assurance_level", "assurance_process", "time"),
    *("verification_process", "evidence"),
}
_EVIDENCE = {"type", "check_details", "document_details", "time", "attachments"}


def problems(verified_claims: object) -> list[str]:
    """Return what breaks a rule; nothing for a valid ``verified_claims``."""
    if isinstance(verified_claims, list):
        return [problem for one in verified_claims for problem in problems(one)]
    if not isinstance(verified_claims, dict):
        return ["verified_claims is no object"]
    if verified_claims.keys() != {"verification", "claims"}:
        return ["verified_claims must hold verification and claims, and no more"]
    found = list(_verification(verified_claims["verification"]))
    claims = verified_claims["claims"]
    if not isinstance(claims, dict) or not claims:
        found.append("claims must hold at least one claim")
    elif any(value is None for value in claims.values()):
        found.append("a claim is null")
    return found


def _verification(verification: Any) -> Iterator[str]:
    if not isinstance(verification, dict) or not verification.keys() <= _VERIFICATION:
        yield "verification has an unknown member"
        return
    if not isinstance(verification.get("trust_framework"), str):
        yield "trust_framework is missing"
    for name in ("assurance_level", "verification_process", "time"):
        if not isinstance(verification.get(name, ""), str):
            yield f"{name} is no text"
    if "time" in verification and not _TIME.fullmatch(verification["time"]):
        yield "time is no time"
    if "evidence" in verification:
        yield from _evidence(verification["evidence"])


def _evidence(evidence: Any) -> Iterator[str]:
    if not isinstance(evidence, list) or not evidence:
        yield "evidence must hold at least one element"
        return
    for element in evidence:
        if not element.keys() <= _EVIDENCE or element.get("type") != "document":
            yield "an element is no document"
        yield from _details(element)


def _details(element: Mapping[str, Any]) -> Iterator[str]:
    checks = element.get("check_details", [{"check_method": ""}])
    if not checks or not all(isinstance(one.get("check_method"), str) for one in checks):
        yield "check_details must name a check_method in each element"
    if not isinstance(element.get("document_details", {"type": ""}).get("type"), str):
        yield "document_details must have a type"
