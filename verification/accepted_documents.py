"""What a flow's fields say of the documents that it accepts. Pure."""

from collections.abc import Sequence

from verification.documents.countries import is_fictional, is_issuer
from verification.documents.kinds import Accepted, DocumentType


def passports_only() -> list[str]:
    """Return what a flow accepts that says nothing of it."""
    return [DocumentType.PASSPORT.value]


def problem_of(documents: Sequence[str], countries: Sequence[str]) -> str:
    """Return what is wrong with the fields; empty when nothing is."""
    if not documents or not set(documents) <= set(DocumentType):
        return "Choose one kind of document or more."
    unknown = [code for code in countries if not (is_issuer(code) or is_fictional(code))]
    return f"No documents are issued under {', '.join(unknown)}." if unknown else ""


def load(documents: Sequence[str], countries: Sequence[str], minimum_age: int) -> Accepted:
    """Return the fields for the checks."""
    types = frozenset(DocumentType(one) for one in documents)
    return Accepted(types, frozenset(countries), minimum_age)
