"""A name as typed, to words that can be compared: what may enter, and how it is divided.

A word keeps every Latin spelling that its letters may have in a document, upper case ``A``-``Z``.
"""

# ruff: noqa: RUF001  # letters of other scripts are what this module is about

import re
from typing import NamedTuple
from unicodedata import category, combining, normalize

from verification.matching.letters import MOST_FORMS, latin_forms
from verification.matching.scripts import LATIN_ENDS, Script, script_forms, script_of

MOST_CHARACTERS = 200
MOST_WORDS = 12
# A letter carries three marks at most in living orthographies (pointed Hebrew).
MOST_MARKS = 4

APOSTROPHES = "'`´ʹʻʼʽʾʿˈ‘’‛′＇ʿ՚׳"
HYPHENS = "-‐‑‒–—−﹣－"
_ASCII: dict[int, str | None] = {ord(mark): " " for mark in '!"#$%&()*+,./:;<=>?@[\\]^_{|}~'}
_ASCII |= {ord("'"): None, ord("`"): None, ord("-"): " -"}
_ASCII |= dict.fromkeys((*range(32), 127), " ")
_QUOTED = re.compile(r"\([^)]*\)|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]")
_QUOTES = frozenset('("“„')


class Word(NamedTuple):
    """One word of a name.

    Attributes:
        text: as it is shown, upper case.
        forms: Latin spellings, the plainest first; one for a word that is plain already.
        bound: a hyphen ties it to the word before it.
        script: what it is written in.
    """

    text: str
    forms: tuple[str, ...]
    bound: bool = False
    script: Script = Script.LATIN


class NameRefused(ValueError):
    """A value that no name can be. The message holds nothing of it."""


def words(value: str) -> tuple[Word, ...]:
    """Divide a name into words.

    Raises:
        NameRefused: over 200 characters or 12 words, or heaps of combining marks.
    """
    if len(value) > MOST_CHARACTERS:
        raise NameRefused("too_long")
    if value.isascii():
        return _ascii_words(value)
    return _other_words(value)


def _ascii_words(value: str) -> tuple[Word, ...]:
    upper = value.upper()
    if upper.isalpha():
        return (Word(upper, (upper,)),)
    if "(" in upper or '"' in upper:
        upper = _QUOTED.sub(" ", upper)
    pieces = upper.translate(_ASCII).split()
    if len(pieces) > MOST_WORDS:
        raise NameRefused("too_many_words")
    found: list[Word] = []
    bound = False
    for piece in pieces:
        plain = piece.lstrip("-")
        if plain:
            found.append(Word(plain, (plain,), (bound or plain != piece) and bool(found)))
        bound = not plain
    return tuple(found)


def _other_words(value: str) -> tuple[Word, ...]:
    composed = normalize("NFKC", value)
    if len(composed) > MOST_CHARACTERS:
        raise NameRefused("too_long")
    if max(composed) >= LATIN_ENDS:
        _refuse_heaps_of_marks(composed)
    if not _QUOTES.isdisjoint(composed):
        composed = _QUOTED.sub(" ", composed)
    pieces = composed.translate(_SEPARATED).split()
    if len(pieces) > MOST_WORDS:
        raise NameRefused("too_many_words")
    found: list[Word] = []
    bound = False
    for piece in pieces:
        plain = piece.lstrip("-")
        if plain:
            found.append(_word(plain, (bound or plain != piece) and bool(found)))
        bound = not plain
    return tuple(word for word in found if word.forms)


def _refuse_heaps_of_marks(composed: str) -> None:
    run = 0
    for char in normalize("NFD", composed):
        run = run + 1 if combining(char) else 0
        if run > MOST_MARKS:
            raise NameRefused("too_many_marks")


def _separated(char: str) -> str:
    if char in APOSTROPHES:
        return ""
    if char.isalnum() or combining(char):
        return char
    if char in HYPHENS:
        return " -"
    kind = category(char)
    if kind == "Cf":
        return ""
    return char if kind in ("Mc", "Mn") else " "


class _Separated(dict[int, str]):
    """What a character becomes, worked out once for the alphabets in daily use."""

    def __missing__(self, code: int) -> str:
        result = _separated(chr(code))
        if code < _KEPT_BELOW:
            self[code] = result
        return result


_KEPT_BELOW = 0x3000
_SEPARATED = _Separated()


def _word(piece: str, bound: bool) -> Word:
    script = script_of(piece)
    if script is Script.LATIN:
        return Word(piece.upper(), latin_forms(piece), bound)
    return Word(piece.upper(), script_forms(piece, script), bound, script)


def joined(parts: tuple[Word, ...]) -> Word:
    """Return several words as one, with the spellings that a single style gives to all of them."""
    if len(parts) == 1:
        return parts[0]
    text = "".join(part.text for part in parts)
    script = max((part.script for part in parts), key=_rank)
    most = max(len(part.forms) for part in parts)
    if most == 1:
        return Word(text, ("".join(part.forms[0] for part in parts),), parts[0].bound, script)
    forms = [""]
    for part in parts:
        forms = [start + form for start in forms for form in part.forms][:MOST_FORMS]
    return Word(text, tuple(forms), parts[0].bound, script)


def _rank(script: Script) -> int:
    return 0 if script is Script.LATIN else 1
