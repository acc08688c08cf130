"""From bytes to parameters: each once, none empty. Pure."""

import json
from urllib.parse import parse_qsl

from oidc import strict_json
from oidc.errors import InvalidRequest

_MOST_PARAMETERS = 50


def from_form(body: bytes) -> dict[str, str]:
    """Return the parameters of an ``application/x-www-form-urlencoded`` body or query.

    A parameter without a value counts as not sent (RFC 6749 section 3.1).

    Raises:
        InvalidRequest: not such a text, a parameter is repeated, or there are too many.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise InvalidRequest("The parameters cannot be decoded.") from error
    return _once(pairs)


def from_json(body: bytes) -> dict[str, str]:
    """Return the parameters of a JSON object; ``claims`` may be an object of its own.

    Raises:
        InvalidRequest: not an object, a repeated member, or a member that is not a text.
    """
    try:
        members = strict_json.loads(body.decode())
    except (UnicodeDecodeError, ValueError) as error:
        raise InvalidRequest("The body is not valid JSON.") from error
    if not isinstance(members, dict):
        raise InvalidRequest("The body is not a JSON object.")
    return _once([(name, _text(name, value)) for name, value in members.items()])


def _once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found = dict(pairs)
    if len(found) != len(pairs):
        repeated = next(name for name, _ in pairs if [other for other, _ in pairs].count(name) > 1)
        raise InvalidRequest("A parameter is repeated.", parameter=_shown(repeated))
    return {name: value for name, value in found.items() if value}


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if name == "claims" and isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None:
        return ""
    raise InvalidRequest("A member is not a text.", parameter=_shown(name))


def _shown(name: str) -> str:
    """Return a parameter's name as the log may show it."""
    return name[:40] if name.isascii() and name.isprintable() else "(unprintable)"
