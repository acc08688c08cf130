"""The tables of names, read once: nicknames, spellings of one name, surnames that tell a custom."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

_HERE = Path(__file__).parent


def _lines(name: str) -> Iterator[tuple[str, str]]:
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, _, rest = line.partition(":")
            yield key.strip(), rest.strip()


def _nicknames() -> frozenset[tuple[str, str]]:
    """Return the pairs, both ways round, each short form with every national form of its name."""
    nationals: dict[int, set[str]] = defaultdict(set)
    for spelling, numbers in NATIONAL_FORMS.items():
        for number in numbers:
            nationals[number].add(spelling)
    pairs = set()
    for formal, forms in _lines("nicknames.txt"):
        plain = formal.replace(" ", "")
        groups = (nationals[number] for number in NATIONAL_FORMS.get(plain, ()))
        for name in {plain}.union(*groups):
            pairs |= {(name, form) for form in forms.split() if form != name}
    return frozenset(pairs | {(form, name) for name, form in pairs})


def _variants(kind: str) -> Mapping[str, frozenset[int]]:
    """Return the numbers of the groups that a spelling is in."""
    groups: dict[str, set[int]] = defaultdict(set)
    for number, (key, spellings) in enumerate(_lines("variants.txt")):
        if key == kind:
            for spelling in spellings.split():
                groups[spelling].add(number)
    return {spelling: frozenset(numbers) for spelling, numbers in groups.items()}


def _surnames() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for custom, names in _lines("surnames.txt"):
        found[custom] |= set(names.split())
    return {custom: frozenset(names) for custom, names in found.items()}


def _countries() -> Mapping[str, str]:
    return {
        name.strip(): code for code, names in _lines("countries.txt") for name in names.split("/")
    }


def _states() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for custom, states in _lines("states.txt"):
        for state in states.split():
            found[state].add(custom)
    return {state: frozenset(customs) for state, customs in found.items()}


STATES = _states()
WORD_LISTS = {name: frozenset(found.split()) for name, found in _lines("words.txt")}
COUNTRIES = _countries()
ROMANISATIONS = _variants("romanisation")
ABBREVIATIONS = _variants("abbreviation")
NATIONAL_FORMS = _variants("national")
NICKNAMES = _nicknames()
SURNAMES = _surnames()
FORMAL_NAMES = frozenset(
    [formal for formal, _ in _lines("nicknames.txt")] + [*ROMANISATIONS, *NATIONAL_FORMS]
)
