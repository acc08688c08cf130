"""What a document says of a person, as far as a claim can be compared with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Source(StrEnum):
    """Which part of the document the values were taken from; each has limits of its own."""

    MRZ = "mrz"
    BARCODE = "barcode"
    VISUAL_ZONE = "visual_zone"


@dataclass(frozen=True, slots=True)
class DocumentIdentity:
    """The identity of a document's holder as one source states it.

    Attributes:
        source: where the values were read; decides what an exact comparison can mean.
        family_name: primary identifier; in an MRZ with spaces for ``<``. Empty when the
            document has none.
        given_name: secondary identifier; holds middle names too where the document does not
            separate them. Empty when the document has none.
        middle_name: only where the document has a field of its own for it (AAMVA DAD).
        suffix: only where the document has a field of its own for it (AAMVA DCU).
        names_truncated: the name field was full, so that its last part may have been cut.
        family_truncated: the document says so (AAMVA DDE ``T``).
        given_truncated: the document says so (AAMVA DDF ``T``).
        middle_truncated: the document says so (AAMVA DDG ``T``).
        birthdate: None when it is unread or partly unknown.
        address: any of ``street_address``, ``locality``, ``region``, ``postal_code``, ``country``.
        country: issuing state, ISO 3166-1 alpha-3 or an ICAO code; empty when unknown.
    """

    source: Source
    family_name: str
    given_name: str
    middle_name: str = ""
    suffix: str = ""
    names_truncated: bool = False
    family_truncated: bool = False
    given_truncated: bool = False
    middle_truncated: bool = False
    birthdate: date | None = None
    address: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
