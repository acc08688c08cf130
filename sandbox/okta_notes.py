"""What Okta lets pass and a vendor's engineer would still want to know. Pure."""

from collections.abc import Iterator
from datetime import datetime

from sandbox.okta_rules import MATCHED, Asked, Payload, claims_of, value_of


def notes(payload: Payload, asked: Asked) -> tuple[str, ...]:
    """Return observations on a payload whose shape the rules have accepted."""
    return (*_on_issuer(payload), *_on_claims(payload, asked), *_on_time(payload))


def _on_issuer(payload: Payload) -> Iterator[str]:
    if not str(payload.get("iss", "")).startswith("https://"):
        yield "The issuer is not an https address. Okta itself accepts no other; the sandbox does."


def _on_claims(payload: Payload, asked: Asked) -> Iterator[str]:
    claims = claims_of(payload)
    if not claims:
        yield "No claims came back. Okta then takes all of them to have gone as the level says."
        return
    for name in sorted(set(claims) - set(asked.claims)):
        yield f"{name} came back without having been asked for."
    for name in sorted(set(asked.claims) - set(claims)):
        yield f"{name} was asked for and did not come back: neither verified nor refused."
    for name in sorted(set(asked.claims) & set(claims)):
        value = value_of(claims[name])
        if value is None:
            yield f"{name} is null: the vendor could not verify it."
        elif value == MATCHED:
            yield f"{name} is MATCHED: no personal data left the vendor."
        elif asked.claims[name] is not None and value != asked.claims[name]:
            yield f"{name} came back with another value than the one that was pushed."


def _on_time(payload: Payload) -> Iterator[str]:
    entry = payload["verified_claims"][0]["verification"]
    stated = entry.get("time")
    try:
        aware = stated is not None and datetime.fromisoformat(stated).tzinfo is not None
    except (TypeError, ValueError):
        aware = False
    if stated is not None and not aware:
        yield "The time of the verification is not an ISO 8601 time with a zone."
