"""The ``claims`` parameter: what the relying party asks to have verified. Pure.

Understands every shape in Okta's documents and in OpenID Connect for Identity Assurance 1.0 (below:
OIDC4IDA): an array or an object, values plain or in ``{"value", "fuzzy"}`` or ``{"fuzzy": value}``,
address members nested or not. Claims that are not known are ignored, never an error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from oidc import evidence, strict_json
from oidc.constraints import acceptable, malformed
from oidc.evidence import AskedEvidence
from verification.evidence import ClaimedValue

CLAIMS = ("given_name", "family_name", "middle_name", "birthdate", "email", "phone_number")
ADDRESS = ("street_address", "locality", "region", "postal_code", "country")
_MOST_CHARACTERS = 200


class Shape(StrEnum):
    """How a claim was pushed, which is how it is answered in the okta dialect."""

    OBJECT = "object"  # {"value": "Jones", "fuzzy": true}
    FUZZY = "fuzzy"  # {"fuzzy": "Jones"}
    PLAIN = "plain"  # "Jones", or null


@dataclass(frozen=True, slots=True)
class AskedClaim:
    """One claim to verify.

    Attributes:
        name: ``given_name`` …, address members as ``address.locality`` wherever they stood.
        path: where it stood, and where the answer puts it.
        value: what the relying party believes; None when it only asks.
        fuzzy: whether spelling variants may match; None when it was not said.
        shape: how it was written.
    """

    name: str
    path: tuple[str, ...]
    value: str | None
    fuzzy: bool | None
    shape: Shape


@dataclass(frozen=True, slots=True)
class Asked:
    """One element of ``verified_claims``.

    Attributes:
        verification: the members of ``verification`` that were asked for.
        trust_frameworks: acceptable values in order; empty: any.
        assurance_levels: acceptable values; empty: any.
        max_age: most seconds since the verification; None: any.
        evidence: elements of ``evidence`` that were asked for.
        claims: in the order they were asked.
    """

    verification: frozenset[str]
    trust_frameworks: tuple[str, ...]
    assurance_levels: tuple[str, ...]
    max_age: int | None
    evidence: tuple[AskedEvidence, ...]
    claims: tuple[AskedClaim, ...]


@dataclass(frozen=True, slots=True)
class ClaimsRequest:
    """What to answer where; None: no ``verified_claims`` there."""

    id_token: Asked | None = None
    userinfo: Asked | None = None

    def expected(self) -> dict[str, ClaimedValue]:
        """Return the values to verify, by claim name.

        Raises:
            InvalidRequest: the ID token and UserInfo ask for different values of one claim.
        """
        found: dict[str, ClaimedValue] = {}
        for asked in (self.id_token, self.userinfo):
            for claim in asked.claims if asked else ():
                if claim.value is None:
                    continue
                value = ClaimedValue(claim.value, fuzzy=bool(claim.fuzzy))
                if found.setdefault(claim.name, value) != value:
                    raise malformed(f"{claim.name} is given twice, with different values.")
        return found


def parse(text: str) -> ClaimsRequest:
    """Parse the ``claims`` parameter (OpenID Connect Core section 5.5, OIDC4IDA section 6).

    Raises:
        InvalidRequest: it is malformed, or asks for more than one element of ``verified_claims``.
    """
    try:
        members = strict_json.loads(text)
    except ValueError as error:
        raise malformed("The value is not valid JSON.", detail=str(error)[:80]) from error
    if not isinstance(members, dict):
        raise malformed("The value is not a JSON object.")
    request = ClaimsRequest(
        id_token=_destination(members, "id_token"),
        userinfo=_destination(members, "userinfo"),
    )
    request.expected()
    return request


def _destination(members: Mapping[str, object], name: str) -> Asked | None:
    wanted = members.get(name)
    if wanted is None:
        return None
    if not isinstance(wanted, dict):
        raise malformed(f"{name} is not an object.")
    elements = wanted.get("verified_claims")
    if elements is None:
        return None
    if isinstance(elements, list):
        if len(elements) != 1:
            raise malformed("verified_claims must hold exactly one element.")
        elements = elements[0]
    if not isinstance(elements, dict):
        raise malformed("verified_claims is not an object.")
    return _asked(elements)


def _asked(element: Mapping[str, object]) -> Asked:
    verification, claims = element.get("verification"), element.get("claims")
    if not isinstance(verification, dict):
        raise malformed("verification is missing or not an object.")
    if not isinstance(claims, dict):
        raise malformed("verified_claims.claims is missing or not an object.")
    return Asked(
        verification=frozenset(verification),
        trust_frameworks=acceptable(verification, "trust_framework"),
        assurance_levels=acceptable(verification, "assurance_level"),
        max_age=_max_age(verification.get("time")),
        evidence=evidence.parse(verification.get("evidence")),
        claims=tuple(_claims(claims)),
    )


def _max_age(time: object) -> int | None:
    """Return ``verification.time.max_age`` in seconds (OIDC4IDA section 6.3.2)."""
    seconds = time.get("max_age") if isinstance(time, dict) else None
    if seconds is None:
        return None
    if not isinstance(seconds, int) or isinstance(seconds, bool) or seconds < 0:
        raise malformed("verification.time.max_age is not a number of seconds.")
    return seconds


def _claims(claims: Mapping[str, object]) -> Iterator[AskedClaim]:
    seen: set[str] = set()
    for path, wanted in _paths(claims):
        name = f"address.{path[-1]}" if path[-1] in ADDRESS else path[-1]
        if name in seen:
            raise malformed(f"{name} is given twice.")
        seen.add(name)
        yield _claim(name, path, wanted)


def _paths(claims: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    for name, wanted in claims.items():
        if name in CLAIMS or name in ADDRESS:
            yield (name,), wanted
        elif name == "address" and wanted is not None:
            if not isinstance(wanted, dict):
                raise malformed("address is not an object.")
            for member, value in wanted.items():
                if member in ADDRESS:
                    yield ("address", member), value


def _claim(name: str, path: tuple[str, ...], wanted: object) -> AskedClaim:
    if not isinstance(wanted, dict):
        return AskedClaim(name, path, _value(name, wanted), None, Shape.PLAIN)
    fuzzy = wanted.get("fuzzy")
    if "value" not in wanted and "values" not in wanted and isinstance(fuzzy, str):
        return AskedClaim(name, path, _value(name, fuzzy), fuzzy=True, shape=Shape.FUZZY)
    if not isinstance(fuzzy, bool | None):
        raise malformed(f"{name}.fuzzy is neither true nor false.")
    value = wanted.get("value")
    # Any of several values cannot be verified as one; it is answered like a claim without a value.
    values = wanted.get("values")
    if isinstance(values, list) and len(values) == 1:
        value = values[0]
    return AskedClaim(name, path, _value(name, value), fuzzy, Shape.OBJECT)


def _value(name: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise malformed(f"{name} is not a text of at most {_MOST_CHARACTERS} characters.")
    return value or None
