"""What a flow's fields say of the documents that it accepts. Pure."""

from collections.abc import Sequence

from verification.documents.countries import is_fictional, is_issuer
from verification.documents.kinds import Accepted, DocumentType

_KINDS = ", ".join(DocumentType)


def passports_only() -> list[str]:
    """Return what a flow accepts that says nothing of it."""
    return [DocumentType.PASSPORT.value]


def problem_of_documents(stored: object) -> str:
    """Return what is wrong with a flow's kinds of documents, any JSON; empty when nothing is."""
    kinds = words_of(stored)
    if kinds is None:
        return f"A list of kinds, of {_KINDS}."
    if not kinds:
        return "Choose one kind of document or more."
    if unknown := [kind for kind in kinds if kind not in set(DocumentType)]:
        return f"“{unknown[0]}” is no kind of document; there are {_KINDS}."
    return _problem_of_repeats(kinds)


def problem_of_countries(stored: object) -> str:
    """Return what is wrong with a flow's countries, any JSON; empty when nothing is."""
    countries = words_of(stored)
    if countries is None:
        return "A list of codes, such as D, FRA and USA."
    if unknown := [code for code in countries if not (is_issuer(code) or is_fictional(code))]:
        return (
            f"No documents are issued under {', '.join(unknown)}. Use the issuers' codes of "
            "machine-readable zones, such as D, FRA and USA."
        )
    return _problem_of_repeats(countries)


def words_of(stored: object) -> list[str] | None:
    """Return JSON that is a list of strings; None for anything else."""
    if not isinstance(stored, list) or not all(isinstance(one, str) for one in stored):
        return None
    return stored


def _problem_of_repeats(words: Sequence[str]) -> str:
    twice = sorted({word for word in words if words.count(word) > 1})
    return f"{', '.join(twice)} is there more than once." if twice else ""


def load(documents: Sequence[str], countries: Sequence[str], minimum_age: int) -> Accepted:
    """Return the fields for the checks."""
    types = frozenset(DocumentType(one) for one in documents)
    return Accepted(types, frozenset(countries), minimum_age)
