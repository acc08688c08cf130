"""From a verdict to ``verified_claims``, in the dialect that the application speaks. Pure.

In the okta dialect a claim that does not match is answered ``null`` and the level is ``FAILED``; in
the standard one (OIDC4IDA) it is left out, and what cannot be asserted as asked is not asserted at
all. In neither is anything answered that was not asked for.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from oidc import evidence
from oidc.claims import Asked, AskedClaim, Shape
from oidc.requests import TRUST_FRAMEWORKS

VERIFIED = "VERIFIED"
FAILED = "FAILED"
# What Okta wants in every answer, be it null; other claims are left out when nothing was proven.
_ALWAYS = frozenset({"given_name", "family_name"})
_MATCHED = "MATCHED"


class Verdict(Protocol):
    """What ``verification.services.result`` returns."""

    @property
    def level(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def process(self) -> str: ...
    @property
    def matched(self) -> Mapping[str, bool | None]: ...
    @property
    def disclose_values(self) -> bool: ...
    @property
    def document(self) -> str: ...
    @property
    def disclose_claims(self) -> bool: ...


def okta(asked: Asked, verdict: Verdict) -> list[dict[str, Any]]:
    """Return ``verified_claims`` as Okta reads it: an array of one element.

    ``VERIFIED`` is said only when every claim in the answer is proven.
    """
    answers = list(_okta_claims(asked, verdict))
    proven = all(matched is True for _, matched in answers)
    level = VERIFIED if verdict.level == VERIFIED and proven else FAILED
    verification = {
        "trust_framework": _framework(asked),
        "assurance_level": level,
        "time": timestamp(verdict.at),
        "verification_process": verdict.process,
    }
    claims: dict[str, Any] = {}
    # Check 120: a claims object may be empty. The level was judged by all that was compared.
    for claim, matched in answers if verdict.disclose_claims else ():
        value = _disclosed(claim, verdict) if matched else None
        _put(claims, claim.path, _shaped(claim, value))
    return [{"verification": verification, "claims": claims}]


def standard(asked: Asked, verdict: Verdict, *, now: datetime) -> dict[str, Any] | None:
    """Return ``verified_claims`` as OIDC4IDA section 5 has it; None when it must be left out.

    Args:
        asked: one element of the request.
        verdict: how the session ended.
        now: when the answer is made, for ``verification.time.max_age``.
    """
    framework = _framework(asked)
    if framework not in TRUST_FRAMEWORKS or verdict.level != VERIFIED:
        return None
    if asked.assurance_levels and VERIFIED not in asked.assurance_levels:
        return None
    if asked.max_age is not None and (now - verdict.at).total_seconds() > asked.max_age:
        return None
    found = evidence.answer(asked.evidence, verdict.document)
    if asked.evidence and found is None:
        return None
    claims: dict[str, Any] = {}
    for claim in asked.claims:
        if claim.value is not None and verdict.matched.get(claim.name) and verdict.disclose_values:
            # At the standard's place, wherever the request had it.
            _put(claims, tuple(claim.name.split(".")), claim.value)
    if not claims:
        return None
    known = {
        "assurance_level": VERIFIED,
        "time": timestamp(verdict.at),
        "verification_process": verdict.process,
    }
    chosen: dict[str, Any] = {name: known[name] for name in known if name in asked.verification}
    if found is not None:
        chosen["evidence"] = found
    return {"verification": {"trust_framework": framework} | chosen, "claims": claims}


def timestamp(moment: datetime) -> str:
    """Return ``moment`` as ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _okta_claims(asked: Asked, verdict: Verdict) -> Iterator[tuple[AskedClaim, bool | None]]:
    for claim in asked.claims:
        matched = verdict.matched.get(claim.name) if claim.value is not None else None
        if matched is not None or claim.name in _ALWAYS:
            yield claim, matched


def _framework(asked: Asked) -> str:
    """Return the trust framework in the spelling that was asked for."""
    if not asked.trust_frameworks:
        return TRUST_FRAMEWORKS[0]
    supported = [name for name in asked.trust_frameworks if name in TRUST_FRAMEWORKS]
    return supported[0] if supported else ""


def _disclosed(claim: AskedClaim, verdict: Verdict) -> str | None:
    return claim.value if verdict.disclose_values else _MATCHED


def _shaped(claim: AskedClaim, value: str | None) -> Any:  # noqa: ANN401  # JSON
    if claim.shape is Shape.PLAIN:
        return value
    if claim.shape is Shape.FUZZY:
        return {"fuzzy": value}
    return {"value": value} | ({} if claim.fuzzy is None else {"fuzzy": claim.fuzzy})


def _put(claims: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        claims = claims.setdefault(name, {})
    claims[path[-1]] = value
