"""Check digits of the machine-readable zone; ICAO Doc 9303-3 section 4.9."""

import re

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILLER = "<"
_WEIGHTS = (7, 3, 1)
_CHARACTERS = re.compile(r"[A-Z0-9<]*")


class MrzError(ValueError):
    """The lines are not a machine-readable zone; the text says why, without repeating them."""


def check_digit(text: str) -> str:
    """Return the check digit over ``text``.

    >>> check_digit("520727")
    '3'
    >>> check_digit("AB2134<<<")
    '5'

    Raises:
        MrzError: a character outside ``A``-``Z``, ``0``-``9`` and ``<``.
    """
    if not _CHARACTERS.fullmatch(text):
        raise MrzError("A character does not belong in a machine-readable zone.")
    total = sum(_value(char) * _WEIGHTS[index % 3] for index, char in enumerate(text))
    return str(total % 10)


def _value(char: str) -> int:
    return 0 if char == FILLER else ALPHABET.index(char)
