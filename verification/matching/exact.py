"""What an exact comparison means, medium by medium.

A document can only be compared in the letters that it has. Capitals say nothing in any of them; an
MRZ has ``A``-``Z`` alone, by the table of ICAO Doc 9303-3 (section 6), without apostrophes and with
one filler for hyphen and space; an AAMVA barcode has ``A``-``Z`` with its hyphens and apostrophes;
the visual zone has everything. Nothing else is forgiven.
"""

from unicodedata import normalize

from verification.matching.identity import Source
from verification.matching.letters import latin_forms
from verification.matching.words import APOSTROPHES, HYPHENS, Word, joined, words

_ONE_APOSTROPHE = dict.fromkeys(map(ord, APOSTROPHES), "'")
_ONE_HYPHEN = dict.fromkeys(map(ord, HYPHENS), "-")


def written_form(value: str) -> str:
    """Return a printed value without regard to capitals, spacing and kinds of apostrophe."""
    plain = normalize("NFC", value).translate(_ONE_APOSTROPHE).translate(_ONE_HYPHEN)
    return " ".join(plain.upper().split())


def is_exactly(claimed: str, document: str, source: Source) -> bool:
    """Return whether a claimed name is the document's as far as the medium can show it.

    Raises:
        NameRefused: a value cannot be a name.
    """
    if source is Source.MRZ:
        return _in_mrz(words(claimed), words(document))
    mine, theirs = written_form(claimed), written_form(document)
    if mine == theirs or source is Source.VISUAL_ZONE:
        return mine == theirs
    return theirs in {form.upper() for form in _barcode_forms(mine)}


def _in_mrz(mine: tuple[Word, ...], theirs: tuple[Word, ...]) -> bool:
    if len(mine) != len(theirs):
        # The apostrophe is left out or written as a filler: OBRIEN and O BRIEN are one identifier.
        return bool(mine and theirs) and _apostrophe_apart(mine, theirs)
    pairs = zip(mine, theirs, strict=True)
    return bool(mine) and all(document.forms[0] in claimed.forms for claimed, document in pairs)


def _apostrophe_apart(mine: tuple[Word, ...], theirs: tuple[Word, ...]) -> bool:
    lone = any(len(word.forms[0]) == 1 for word in theirs)
    return lone and len(theirs) == len(mine) + 1 and joined(theirs).forms[0] in joined(mine).forms


def _barcode_forms(value: str) -> tuple[str, ...]:
    """Return the spellings in the barcode's letters, with spaces, hyphens and apostrophes kept."""
    found = [""]
    piece = ""
    for char in f"{value} ":
        if char.isalnum():
            piece += char
            continue
        forms = latin_forms(piece) or ("",)
        found = [start + form + char for start in found for form in forms][:16]
        piece = ""
    return tuple(form.rstrip() for form in found)


def may_continue(claimed: str, document: str) -> bool:
    """Return whether a name that the document cut off may be the claimed one."""
    mine, theirs = joined_form(claimed), joined_form(document)
    return bool(theirs) and any(form.startswith(theirs[0]) for form in mine)


def joined_form(value: str) -> tuple[str, ...]:
    """Return the spellings of a value as one run of letters."""
    found = words(value)
    return joined(found).forms if found else ()
