"""Plain JSON values of one expected shape. Pure; strict but for what another version adds.

Evidence outlives a version: a session may be read by one and assessed by the next, or by the one
before where workers are replaced one by one.
"""

import dataclasses
import math
from typing import Any

Json = dict[str, Any]


class ShapeError(ValueError):
    """The value has another shape. The text names fields, never values."""


def fields(value: object, shape: type[Any]) -> Json:
    """Return the values of a dataclass's fields.

    A field that a later version added reads as None where it is missing, if None is its default:
    nobody looked, which no check takes for good. Any other has to be there. What this version does
    not know is left out.

    Raises:
        ShapeError: no object, or a field is missing.
    """
    known = {field.name: field for field in dataclasses.fields(shape)}
    if not isinstance(value, dict):
        raise ShapeError(f"{shape.__name__} is not an object")
    missing = known.keys() - value.keys()
    if any(known[name].default is not None for name in missing):
        raise ShapeError(f"{shape.__name__} lacks a field")
    return {name: value.get(name) for name in known}


def items(value: object, name: str) -> list[object]:
    """Return a list."""
    if not isinstance(value, list | tuple):
        raise ShapeError(f"{name} is not a list")
    return list(value)


def text(value: object, name: str) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise ShapeError(f"{name} is not a text")
    return value


def whole(value: object, name: str) -> int:
    """Return a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ShapeError(f"{name} is not a whole number")
    return value


def flag(value: object, name: str) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ShapeError(f"{name} is not a flag")
    return value


def number(value: object, name: str) -> float:
    """Return a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ShapeError(f"{name} is not a number")
    return float(value)


def number_or_none(value: object, name: str) -> float | None:
    """Return a finite number, or None."""
    return None if value is None else number(value, name)
