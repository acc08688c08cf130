"""JSON as RFC 8259 has it, and no more: what is ambiguous or outsized is refused, never guessed."""

import json
import math
from typing import Any, NoReturn

_MOST_CHARACTERS = 32_768
_DEEPEST = 12


def loads(text: str) -> Any:  # noqa: ANN401  # JSON
    """Return the value that ``text`` says.

    Raises:
        ValueError: not JSON, a repeated member, NaN or Infinity, nested more than 12 deep, longer
            than 32,768 characters, or text with control characters or lone surrogates.
    """
    if len(text) > _MOST_CHARACTERS:
        raise ValueError("too long")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_members,
            parse_constant=_refuse,
            parse_float=_finite,
        )
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    _check(value, _DEEPEST)
    return value


def is_text(value: str) -> bool:
    """Return whether ``value`` holds no control character and can be written as UTF-8."""
    return value.isprintable() or not any(
        character < " " or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff"
        for character in value
    )


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member is repeated")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is out of range")
    return number


def _check(value: object, depth: int) -> None:
    if depth == 0:
        raise ValueError("nested too deep")
    if isinstance(value, str) and not is_text(value):
        raise ValueError("a text holds control characters")
    if isinstance(value, dict):
        for name, member in value.items():
            _check(name, depth)
            _check(member, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth - 1)
