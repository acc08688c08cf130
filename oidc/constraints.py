"""Members of ``verification`` with the values that are acceptable (OIDC4IDA section 6.3). Pure."""

from collections.abc import Mapping

from oidc.errors import InvalidRequest


def acceptable(members: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Return the values that are acceptable for a member; none: any is.

    Raises:
        InvalidRequest: it is neither a text, nor ``null``, nor an object with such values.
    """
    wanted = members.get(name)
    if isinstance(wanted, dict):
        wanted = wanted.get("values", wanted.get("value"))
    values = wanted if isinstance(wanted, list) else [] if wanted is None else [wanted]
    texts = tuple(value for value in values if isinstance(value, str))
    if len(texts) != len(values) or (isinstance(wanted, list) and not texts):
        raise malformed(f"verification.{name} is malformed.")
    return texts


def malformed(description: str, *, detail: str = "") -> InvalidRequest:
    """Return the refusal of a ``claims`` parameter."""
    return InvalidRequest(f"claims: {description}", parameter="claims", detail=detail)
