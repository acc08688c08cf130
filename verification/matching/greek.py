"""Greek to Latin as Greek passports write it: ELOT 743, as ICAO Doc 9303-3 section 6.B does."""

# ruff: noqa: RUF001  # letters of other scripts are what this module is about

from unicodedata import combining, normalize

_LETTERS = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψωσ",
        "A.V.G.D.E.Z.I.TH.I.K.L.M.N.X.O.P.R.S.T.Y.F.CH.PS.O.S".split("."),  # noqa: SIM905  # legible
        strict=True,
    )
)
_PAIRS = {"γγ": "NG", "γξ": "NX", "γχ": "NCH", "ου": "OU"}
_VOICED = set("αεηιοωυβγδζλμνρ")


def greek_forms(word: str) -> tuple[str, ...]:
    """Return the spelling of a Greek word; a second one where its first letters sound otherwise."""
    marked = normalize("NFD", word.casefold())
    plain = "".join(char for char in marked if not combining(char)).replace("ς", "σ")
    letters = []
    place = 0
    while place < len(plain):
        pair = plain[place : place + 2]
        if pair in ("αυ", "ευ", "ηυ") and "\u0308" not in marked:
            letters.append(
                _LETTERS[pair[0]] + ("V" if plain[place + 2 : place + 3] in _VOICED else "F")
            )
        elif pair in _PAIRS:
            letters.append(_PAIRS[pair])
        else:
            letters.append(_LETTERS.get(plain[place], ""))
            place -= 1
        place += 2
    form = "".join(letters)
    return (form, "B" + form[2:]) if form.startswith("MP") else (form,)
