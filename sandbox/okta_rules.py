"""How Okta judges what an identity verification vendor answers. Pure; written from Okta's guide.

Nothing here is shared with the provider: the two are checked against each other, not against one
opinion. Source: Okta's developer guide "Integrate Okta with identity verification vendors" and the
Identity Assurance Profile for OpenID Connect that it refers to. Only words that the guide prints
are used as reasons; where it names a family (``MISSING``, with versions), the family's own word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

MATCHED = "MATCHED"
# Once this rule held, the payload's shape is known to be good.
READABLE = "Every claim can be read"
ADDRESS = frozenset({"street_address", "locality", "region", "postal_code", "country"})
SUPPORTED = ADDRESS | {
    "given_name", "family_name", "middle_name", "email", "birthdate", "phone_number", "address",
}  # fmt: skip


class Result(StrEnum):
    ALLOW = "ALLOW"
    DENY = "DENY"


class Reason(StrEnum):
    """Reasons of the System Log event ``user.identity_verification``."""

    CLAIMS_VERIFIED = "CLAIMS_VERIFIED"
    PARSING_ERROR = "PARSING_ERROR"
    PARSING_ERROR_GIVENNAME = "PARSING_ERROR_GIVENNAME"
    PARSING_ERROR_FAMILYNAME = "PARSING_ERROR_FAMILYNAME"
    MISSING = "MISSING"
    MISSING_GIVENNAME = "MISSING_GIVENNAME"
    MISSING_FAMILYNAME = "MISSING_FAMILYNAME"
    RESPONSE_PROCESSING_ERROR = "RESPONSE_PROCESSING_ERROR"
    RESPONSE_PROCESSING_ERROR_PAR = "RESPONSE_PROCESSING_ERROR_PAR"
    ERROR_RESPONSE = "ERROR_RESPONSE"
    ERROR_RESPONSE_TOKEN = "ERROR_RESPONSE_TOKEN"  # noqa: S105  # Okta's word, not a token
    MISSING_AUTH_STATE_TOKEN = "MISSING_AUTH_STATE_TOKEN"  # noqa: S105  # Okta's word
    CLAIMS_NOT_VERIFIED = "CLAIMS_NOT_VERIFIED"
    CLAIM_GIVEN_NAME_NOT_VERIFIED = "CLAIM_GIVEN_NAME_NOT_VERIFIED"
    CLAIM_FAMILY_NAME_NOT_VERIFIED = "CLAIM_FAMILY_NAME_NOT_VERIFIED"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why Okta denies: the System Log's word, and a sentence for a person."""

    reason: Reason
    because: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What Okta decides, and how far its rules held.

    Attributes:
        held: names of the rules that held, in order.
        broken: name of the first rule that did not; empty when all held.
    """

    result: Result
    reason: Reason
    because: str
    held: tuple[str, ...] = ()
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was pushed and must come back.

    Attributes:
        claims: the pushed value by claim name, address members by their own names; None where a
            claim was asked for without an expected value.
    """

    nonce: str
    trust_framework: str
    assurance_level: str
    claims: Mapping[str, str | None]


Payload = Mapping[str, Any]
Rule = Callable[[Payload, Asked], Refusal | None]


def deny(refusal: Refusal, *, broken: str = "", held: tuple[str, ...] = ()) -> Judgement:
    """Return the judgement for a refusal."""
    return Judgement(Result.DENY, refusal.reason, refusal.because, held, broken)


def judge(payload: Payload, asked: Asked) -> Judgement:
    """Judge the claims of an ID token whose signature, issuer, audience and times were validated.

    The first rule that does not hold denies; nothing but all of them holding allows.
    """
    held: list[str] = []
    for name, rule in RULES:
        refusal = rule(payload, asked)
        if refusal is not None:
            return deny(refusal, broken=name, held=tuple(held))
        held.append(name)
    because = "The trust framework and the assurance level are what Okta asked for."
    return Judgement(Result.ALLOW, Reason.CLAIMS_VERIFIED, because, tuple(held))


def claims_of(payload: Payload) -> Mapping[str, Any]:
    """Return the verified claims by name, members of ``address`` by their own names.

    Only for a payload whose shape the rules have accepted; an unreadable one yields no claims.
    """
    try:
        claims: Mapping[str, Any] = payload["verified_claims"][0]["claims"]
        address = claims.get("address")
    except (KeyError, IndexError, TypeError, AttributeError):
        return MappingProxyType({})
    flat = {name: claim for name, claim in claims.items() if name != "address"}
    return flat | address if isinstance(address, dict) else flat


class Unreadable(Exception):
    """A claim in none of the shapes that Okta documents."""


def value_of(claim: object) -> str | None:
    """Return a claim's value, None where the vendor could not verify it.

    Shapes: ``"Jones"``, ``null``, ``{"value": "Jones", "fuzzy": true}``, ``{"fuzzy": "Jones"}``.

    Raises:
        Unreadable: any other shape.
    """
    match claim:
        case None | str():
            return claim
        case {"value": None | str() as value, "fuzzy": bool(), **rest} if not rest:
            return value
        case {"value": None | str() as value, **rest} if not rest:
            return value
        case {"fuzzy": None | str() as value, **rest} if not rest:
            return value
    raise Unreadable


def _nonce(payload: Payload, asked: Asked) -> Refusal | None:
    if payload.get("nonce") == asked.nonce:
        return None
    return Refusal(Reason.ERROR_RESPONSE_TOKEN, "The nonce is not the one that Okta pushed.")


def _subject(payload: Payload, asked: Asked) -> Refusal | None:
    if isinstance(payload.get("sub"), str) and payload["sub"]:
        return None
    return Refusal(Reason.MISSING, "The ID token names no subject (sub).")


def _array(payload: Payload, asked: Asked) -> Refusal | None:
    entries = payload.get("verified_claims")
    if entries is None:
        return Refusal(Reason.MISSING, "The ID token holds no verified_claims.")
    if not isinstance(entries, list):
        return Refusal(Reason.PARSING_ERROR, "verified_claims is not an array.")
    if len(entries) != 1 or not isinstance(entries[0], dict):
        return Refusal(Reason.PARSING_ERROR, "verified_claims does not hold exactly one object.")
    return None


def _parts(payload: Payload, asked: Asked) -> Refusal | None:
    entry = payload["verified_claims"][0]
    for part in ("verification", "claims"):
        if entry.get(part) is None:
            return Refusal(Reason.MISSING, f"verified_claims holds no {part}.")
        if not isinstance(entry[part], dict):
            return Refusal(Reason.PARSING_ERROR, f"{part} is not an object.")
    return None


def _supported(payload: Payload, asked: Asked) -> Refusal | None:
    claims = payload["verified_claims"][0]["claims"]
    address = claims.get("address")
    if address is not None and not isinstance(address, dict):
        return Refusal(Reason.PARSING_ERROR, "address is not an object.")
    if not set(claims) <= SUPPORTED or not set(address or ()) <= ADDRESS:
        return Refusal(
            Reason.PARSING_ERROR,
            "A claim outside Okta's supported list came back; Okta fails such a result.",
        )
    return None


def _readable(payload: Payload, asked: Asked) -> Refusal | None:
    for name, claim in claims_of(payload).items():
        try:
            value = value_of(claim)
            if name == "birthdate" and value not in (None, MATCHED):
                date.fromisoformat(value)
        except (Unreadable, ValueError):
            return Refusal(_PARSING.get(name, Reason.PARSING_ERROR), f"{name} cannot be read.")
    return None


def _names(payload: Payload, asked: Asked) -> Refusal | None:
    claims = claims_of(payload)
    # "Minimum conformant": a vendor may pass no claim at all, and only say how it went.
    for name, reason in _MISSING.items() if claims else ():
        if name not in claims or value_of(claims[name]) == "":
            return Refusal(reason, f"{name} must always come back, and did not.")
    return None


def _framework(payload: Payload, asked: Asked) -> Refusal | None:
    found = payload["verified_claims"][0]["verification"].get("trust_framework")
    if found == asked.trust_framework:
        return None
    what = "Missing or null" if found is None else "Not the one that Okta asked for"
    return Refusal(Reason.CLAIMS_NOT_VERIFIED, f"trust_framework: {what}.")


def _level(payload: Payload, asked: Asked) -> Refusal | None:
    found = payload["verified_claims"][0]["verification"].get("assurance_level")
    if found == asked.assurance_level:
        return None
    claims = claims_of(payload)
    refused = [name for name in _UNVERIFIED if name in claims and value_of(claims[name]) is None]
    others = [name for name in claims if name not in _UNVERIFIED and value_of(claims[name]) is None]
    if len(refused) == 1 and not others:
        return Refusal(_UNVERIFIED[refused[0]], f"The vendor could not verify {refused[0]}.")
    what = "FAILED" if found == "FAILED" else "missing, null or not a level that Okta knows"
    names = ", ".join([*refused, *others])
    which = f" Not verified: {names}." if names else ""
    return Refusal(Reason.CLAIMS_NOT_VERIFIED, f"assurance_level is {what}.{which}")


def _no_contradiction(payload: Payload, asked: Asked) -> Refusal | None:
    claims = claims_of(payload)
    for name, reason in _UNVERIFIED.items():
        if name in claims and value_of(claims[name]) is None:
            return Refusal(reason, f"The level is {asked.assurance_level}, yet {name} is null.")
    return None


_MISSING = MappingProxyType(
    {"given_name": Reason.MISSING_GIVENNAME, "family_name": Reason.MISSING_FAMILYNAME}
)
_PARSING = MappingProxyType(
    {"given_name": Reason.PARSING_ERROR_GIVENNAME, "family_name": Reason.PARSING_ERROR_FAMILYNAME}
)
_UNVERIFIED = MappingProxyType(
    {
        "given_name": Reason.CLAIM_GIVEN_NAME_NOT_VERIFIED,
        "family_name": Reason.CLAIM_FAMILY_NAME_NOT_VERIFIED,
    }
)

RULES: tuple[tuple[str, Rule], ...] = (
    ("The nonce is the one that was pushed", _nonce),
    ("A subject is named", _subject),
    ("verified_claims is an array of one", _array),
    ("It holds verification and claims", _parts),
    ("Every claim is one that Okta supports", _supported),
    (READABLE, _readable),
    ("given_name and family_name are there", _names),
    ("The trust framework is the one asked for", _framework),
    ("The assurance level is the one asked for", _level),
    ("No name is null in a verified result", _no_contradiction),
)
